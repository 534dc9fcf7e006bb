"""Relations between matters (关联) as events: made and undone on both sides, never deleted.

A `Link` row stands beside an event `linked` in both chains. The events name the row, the kind and
the direction, not the other matter: what is sealed, now or later, is in nobody else's history.
An act makes the relations its definition names (`Act.links`) in its own transaction; an act that
leads back (`to: back`) undoes those of the act that it takes back, one with `unlinks` by kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.common.ids import NumberError, parse_number
from huiyin.engine.definition import BACK
from huiyin.engine.forms import FieldError
from huiyin.engine.process import Refusal
from huiyin.engine.standing import Step
from huiyin.matters.actions.system import append_system
from huiyin.matters.effects import Performed
from huiyin.matters.errors import Refused
from huiyin.matters.models import Event, Link, LinkKind, Matter
from huiyin.packs import load, published
from huiyin.people.actor import Actor, PostView

MADE, UNDONE = "linked", "unlinked"
OUT, IN = "out", "in"
"""`way` in the data of an event: this matter KIND the other one, or the other one this."""
CAUSE = "act_seq"
"""In the event of the matter that was acted on: the event of the act that made the link."""


@dataclass(frozen=True)
class Hand:
    """Who relates two matters: from which post, when it took place, when it is recorded."""

    by: Actor
    post: PostView | None
    at: datetime
    recorded_at: datetime


def lock_in_order(matter_id: UUID, act: str, data: Mapping[str, Any]) -> None:
    """Lock a matter together with those that the act will relate it to, in order of id.

    Two acts that name one another's matters would otherwise wait for each other. No statement
    for an act that relates nothing.
    """
    fields, undoes = _relating(act)
    if not fields and not undoes:
        return
    others = Q(number__in=_numbers([*_given(fields, data), *_proposed(matter_id, act, fields)]))
    if undoes:
        others |= Q(links_in__source=matter_id) | Q(links_out__target=matter_id)
    ids = {matter_id, *Matter.objects.filter(others).values_list("pk", flat=True)}
    lock(ids)


def lock(ids: Iterable[UUID]) -> dict[UUID, Matter]:
    """Matters by id, locked in order of id."""
    rows = Matter.objects.filter(pk__in=list(ids)).order_by("pk").select_for_update(of=("self",))
    return {matter.pk: matter for matter in rows.select_related("owner_unit")}


def follow(done: Performed, recorded_at: datetime) -> None:
    """Make and undo the relations of an act that was just done. Raises Refused (form)."""
    if done.decision.step is not Step.DO:
        return
    act = done.process.acts[done.decision.act]
    post = next((p for p in done.by.posts if str(p.id) == done.decision.seat.post), None)
    hand = Hand(done.by, post, done.event.at, recorded_at)
    cause = done.event.seq
    if act.to == BACK:
        _undo_all(done, _of_act_taken_back(done), hand)
    if act.unlinks:
        _undo_all(done, Q(source=done.matter, kind__in=act.unlinks), hand)
    for field, linked in act.links.items():
        for number in _numbers(_given((field,), done.data)):
            other = _locked(number)
            source, target = (other, done.matter) if linked.from_there else (done.matter, other)
            if standing(source, target, linked.kind).exists():
                continue  # somebody has said so by hand before
            if rule := refusal(source, target, linked.kind):
                error = FieldError(field, rule, number, law=act.form[field].law)
                raise Refused(Refusal("form", errors=(error,)))
            make(source, target, linked.kind, hand, cause=(done.matter.pk, cause))


def standing(source: Matter, target: Matter, kind: str) -> QuerySet[Link]:
    """The relation as it stands: one row, or none."""
    return Link.objects.filter(source=source, target=target, kind=kind, undone_seq__isnull=True)


def refusal(source: Matter, target: Matter, kind: str) -> str:
    """The rule that forbids this relation, "" when nothing does."""
    if source.pk == target.pk:
        return "itself"
    if source.sealed != target.sealed:
        return "unknown_matter"  # the event in the open one would tell that there is a sealed one
    if standing(source, target, kind).exists() or standing(target, source, kind).exists():
        return "already_linked"
    merged = Link.objects.filter(source=target, kind=LinkKind.MERGED_INTO, undone_seq__isnull=True)
    if kind == LinkKind.MERGED_INTO and merged.exists():
        return "merged_away"
    return ""


def make(
    source: Matter, target: Matter, kind: str, hand: Hand, *, cause: tuple[UUID, int] | None = None
) -> Link:
    """Relate two matters that the caller has locked: the row, and an event in each chain."""
    link = Link(source=source, target=target, kind=kind)
    for matter, way in ((source, OUT), (target, IN)):
        data = _data(link, way)
        if cause is not None and cause[0] == matter.pk:
            data[CAUSE] = cause[1]
        _append(matter, MADE, data, hand)
    link.seq = source.seq
    link.save(force_insert=True)
    return link


def undo(link: Link, hand: Hand, reason: str = "") -> None:
    """Undo a relation whose two matters the caller has locked: events in both, the row stays.

    When one of the two is sealed, only that one keeps the reason.
    """
    sealed = link.source.sealed or link.target.sealed
    for matter, way in ((link.source, OUT), (link.target, IN)):
        keeps = bool(reason) and matter.sealed == sealed
        _append(matter, UNDONE, _data(link, way), hand, {"reason": reason} if keeps else {})
    link.undone_seq = link.source.seq
    link.save(update_fields=["undone_seq"])


def _data(link: Link, way: str) -> dict[str, Any]:
    return {"link": str(link.id), "kind": str(link.kind), "way": way}


def _append(
    matter: Matter,
    act: str,
    data: Mapping[str, Any],
    hand: Hand,
    texts: Mapping[str, str] | None = None,
) -> None:
    append_system(
        matter, act, data, by=hand.by, post=hand.post, at=hand.at, recorded_at=hand.recorded_at,
        texts=texts,
    )  # fmt: skip


def _of_act_taken_back(done: Performed) -> Q:
    """The relations made by the act that brought the matter to the state it leaves."""
    causes = [
        event.seq
        for event in done.events[:-1]
        if event.step is Step.DO and (act := done.process.acts.get(event.act)) and act.to
    ]
    made = Event.objects.filter(matter=done.matter, act=MADE, step=Step.SYSTEM)
    of_cause = made.filter(**{f"data__{CAUSE}": max(causes, default=0)})
    return Q(pk__in=[UUID(data["link"]) for data in of_cause.values_list("data", flat=True)])


def _undo_all(done: Performed, which: Q, hand: Hand) -> None:
    for link in Link.objects.filter(which, undone_seq__isnull=True).order_by("pk"):
        # The matter itself is the one that was just written: its head must stay one and the same.
        for end in ("source", "target"):
            there = getattr(link, f"{end}_id")
            own = there == done.matter.pk
            setattr(link, end, done.matter if own else lock([there])[there])
        undo(link, hand)


def _locked(number: str) -> Matter:
    rows = Matter.objects.select_for_update(of=("self",)).select_related("owner_unit")
    return rows.get(number=number)


def _relating(key: str) -> tuple[tuple[str, ...], bool]:
    """Over every version of every process: the fields by which an act of this key relates
    matters, and whether one takes relations back."""
    return _relating_at(key, published.known())


@lru_cache(maxsize=512)
def _relating_at(key: str, newest: datetime | None) -> tuple[tuple[str, ...], bool]:
    """Asked at every act; kept until something is published."""
    acts = [process.acts[key] for process in load.every(newest) if key in process.acts]
    undoes = any(act.to == BACK or act.unlinks for act in acts)
    return tuple({field for act in acts for field in act.links}), undoes


def _given(fields: Iterable[str], data: Mapping[str, Any]) -> Iterator[str]:
    return (value for field in fields if isinstance(value := data.get(field), str))


def _proposed(matter_id: UUID, act: str, fields: Iterable[str]) -> Iterator[str]:
    """What the newest proposal of the act names: its confirmation comes without the form."""
    rows = Event.objects.filter(matter=matter_id, act=act, step=Step.PROPOSE).order_by("-seq")
    return _given(fields, rows.values_list("data", flat=True).first() or {})


def _numbers(texts: Iterable[str]) -> list[str]:
    found = []
    for text in texts:
        try:
            found.append(parse_number(text))
        except NumberError:
            continue
    return found
