"""The wall map of a ledger (挂图作战, X2): what stands in it now, by place, with its terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.engine.figure_values import Span
from huiyin.engine.method_shape import LedgerShape
from huiyin.insight.ledgers import standing
from huiyin.matters import policy
from huiyin.matters.models import Matter
from huiyin.matters.queries.rows import MatterRow, rows_of
from huiyin.people.actor import Actor
from huiyin.places.models import Division

MOST = 200
"""Matters on a wall; whoever has more looks at a smaller place."""


@dataclass(frozen=True)
class Wall:
    """Names of places in the order of their codes, each with its matters, the most urgent first;
    `more`: there are more than a wall can hold."""

    groups: Sequence[tuple[str, Sequence[MatterRow]]]
    number: int
    more: bool


def on_wall(actor: Actor, ledger: LedgerShape, place: Division | None, span: Span) -> Wall:
    """What stands in the ledger at the end of the period; three statements."""
    page = standing(ledger, policy.visible(actor), place, span, "closing", None, MOST)
    ids = [one.matter for one in page.rows]
    places = {
        matter: (code or "", name or office)
        for matter, code, name, office in Matter.objects.filter(pk__in=ids).values_list(
            "pk", "place", "place__name", "intake_unit__division__name"
        )
    }
    groups: dict[tuple[str, str], list[MatterRow]] = {}
    for row in rows_of(actor, ids):
        groups.setdefault(places[row.id], []).append(row)
    ordered = [
        (name, sorted(rows, key=lambda row: row.next_due))
        for (_, name), rows in sorted(groups.items())
    ]
    return Wall(ordered, len(ids), page.after is not None)
