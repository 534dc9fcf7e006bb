"""How a matter is related to others: only to those that the actor may see as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, When

from huiyin.engine.definition import Text
from huiyin.matters import policy
from huiyin.matters.actions.linking import BY_HAND
from huiyin.matters.actions.links import IN, OUT
from huiyin.matters.models import Link, Matter
from huiyin.packs import load
from huiyin.people.actor import Actor

_SHOWN = ("number", "title", "pack", "process", "version", "state", "received_at")


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation that stands: `way` “out” is this matter KIND that one, “in” the reverse."""

    id: UUID
    kind: str
    way: str
    number: str
    title: str
    state: Text
    received_at: datetime
    may_undo: bool
    """Whether it is one of those that are undone by hand."""


def relations(actor: Actor, matter: Matter) -> Sequence[Relation]:
    """The relations of a matter that the actor sees, oldest first; one statement."""
    other = Case(When(source=matter, then=F("target")), default=F("source"))
    seen = Matter.objects.filter(policy.visible(actor), pk=OuterRef("other"))
    links = Link.objects.filter(Q(source=matter) | Q(target=matter), undone_seq__isnull=True)
    columns = [f"{end}__{name}" for end in ("source", "target") for name in _SHOWN]
    rows = links.annotate(other=other).filter(Exists(seen)).order_by("pk")
    return [_relation(matter, row) for row in rows.values("id", "kind", "source_id", *columns)]


def of(actor: Actor, link_id: UUID, number: str) -> Relation | None:
    """One relation of the visible matter `number`, as the actor sees it; None for none."""
    matter = Matter.objects.filter(policy.visible(actor), number=number).first()
    if matter is None:
        return None
    return next((one for one in relations(actor, matter) if one.id == link_id), None)


def _relation(matter: Matter, row: dict[str, Any]) -> Relation:
    is_source = row["source_id"] == matter.pk
    end = "target__" if is_source else "source__"
    other = {name: row[f"{end}{name}"] for name in _SHOWN}
    process = load.process(other["pack"], other["process"], other["version"])
    return Relation(
        id=row["id"], kind=row["kind"], way=OUT if is_source else IN, number=other["number"],
        title=other["title"], state=process.states[other["state"]],
        received_at=other["received_at"], may_undo=row["kind"] in BY_HAND,
    )  # fmt: skip
