"""Listed supervision (挂牌督办) as everybody may see it: the office, the kind of problem, since
when, until when, how it stands. No title, no text, no number, no person; nothing that is sealed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from huiyin.duties.queries.standing import LISTED, PROCESS, is_listed
from huiyin.engine.definition import Text
from huiyin.matters import history
from huiyin.matters.models import NO_DUE, Category, Clock, Link, LinkKind, Matter

MOST = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """One listed order. `category` is the head of the category, None when none was given; `state`
    the words that residents read."""

    unit: str
    category: Category | None
    since: datetime
    due: datetime | None
    state: Text


def listed() -> Sequence[Listed]:
    """What is listed now, the longest first, at most MOST; two statements. Without a category of
    its own an order has that of the matter it is about."""
    began = Clock.objects.filter(matter=OuterRef("pk"), key=LISTED).order_by("cycle")
    about = Link.objects.filter(
        source=OuterRef("pk"), kind=LinkKind.SUPERVISES, target__sealed=False,
        undone_seq__isnull=True,
    ).order_by("pk")  # fmt: skip
    rows = list(
        Matter.objects.filter(is_listed(), process=PROCESS, is_open=True, sealed=False)
        .select_related("owner_unit")
        .annotate(
            since=Subquery(began.values("started_at")[:1]),
            kind=Coalesce(
                "category_id",
                Subquery(about.values("target__category_id")[:1]),
                output_field=CharField(),
            ),
        )
        .order_by("since", "id")[:MOST]
    )
    kinds = _heads({str(getattr(row, "kind")) for row in rows})  # noqa: B009 -- annotated
    return [
        Listed(
            row.owner_unit.name, kinds.get(getattr(row, "kind")),  # noqa: B009 -- annotated
            getattr(row, "since"),  # noqa: B009 -- annotated
            None if row.next_due == NO_DUE else row.next_due,
            history.process_of(row).states[row.state].public,
        )
        for row in rows
    ]  # fmt: skip


def _heads(codes: Collection[str]) -> dict[str, Category]:
    """Code of a category → the head of it, or itself."""
    found = Category.objects.filter(pk__in=codes).select_related("parent")
    return {one.pk: one.parent or one for one in found}
