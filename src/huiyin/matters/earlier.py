"""Earlier matters of the same person: for the handler of this matter, and recorded.

METHODS.md, last section: a person's earlier cases are shown only to the handler of a case of that
person, to answer better. So it is no list of a person's matters that anybody could ask for: it
belongs to one matter, is opened on purpose, and the person sees who looked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from huiyin.engine.definition import Outcome, Text
from huiyin.matters import policy
from huiyin.matters.models import Matter, Party
from huiyin.packs import counting_file, load
from huiyin.people.actor import Actor
from huiyin.people.vault import actions as vault
from huiyin.people.vault.same import same_as

MOST: Final = 20
"""How many are shown, the newest first."""
REASON: Final = "earlier matters"
_MINE = "SELECT person_id FROM matters_party WHERE matter_id = %s AND role = ANY(%s)"
_THEIRS = f"""
    WITH asking AS MATERIALIZED ({same_as(_MINE)})
    SELECT y.matter_id FROM matters_party y JOIN asking a ON a.id = y.person_id
    WHERE y.role = ANY(%s)
"""  # noqa: S608 -- constants of this module and of the vault


@dataclass(frozen=True, slots=True)
class EarlierMatter:
    """One earlier matter: number, day, summary, state and outcome, and no more. `may_open` says
    whether this person may read it besides."""

    number: str
    received_at: datetime
    title: str
    state: Text
    outcome: Outcome | None
    may_open: bool


def earlier(actor: Actor, matter: Matter) -> Sequence[EarlierMatter]:
    """Matters brought before this visible one by the same persons, the newest first, at most
    MOST; sealed ones are never among them. The look is recorded for each of these persons.

    Raises PermissionDenied for who does not handle the matter.
    """
    post = policy.handling(actor, matter)
    if post is None:
        raise PermissionDenied
    roles = list(counting_file.rules(matter.pack).roles.askers)
    parties = Party.objects.filter(matter=matter, role__in=roles).select_related("person")
    people = list({party.person_id: party.person for party in parties}.values())
    if not people:
        return ()
    vault.reveal_many(
        people, by=actor, reason=REASON, fields=("name",), matter_id=matter.id, post_id=post.id
    )
    return [_shown(one) for one in _same_persons(actor, matter, roles)[:MOST]]


def _same_persons(actor: Actor, matter: Matter, roles: list[str]) -> QuerySet[Matter]:
    theirs = RawSQL(_THEIRS, [matter.pk, roles, roles])  # noqa: S611 -- a constant of this module
    readable = Matter.objects.filter(policy.visible(actor), pk=OuterRef("pk"))
    rows = Matter.objects.filter(pk__in=theirs, sealed=False, received_at__lte=matter.received_at)
    rows = rows.exclude(pk=matter.pk).annotate(may_open=Exists(readable))
    return rows.order_by("-received_at", "-pk")


def _shown(matter: Matter) -> EarlierMatter:
    process = load.process(matter.pack, matter.process, matter.version)
    return EarlierMatter(
        number=matter.number, received_at=matter.received_at, title=matter.title,
        state=process.states[matter.state], outcome=process.outcomes.get(matter.outcome),
        may_open=getattr(matter, "may_open", False),
    )  # fmt: skip
