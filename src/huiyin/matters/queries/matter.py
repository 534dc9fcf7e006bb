"""One matter as its page shows it: a fixed number of statements, however long its history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, OuterRef, QuerySet, Subquery, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import get_language

from huiyin.common.ids import NumberError, parse_number
from huiyin.engine.definition import Act, FormField, Process
from huiyin.engine.facts import is_sealed
from huiyin.engine.process import Actor as EngineActor
from huiyin.engine.process import Scene
from huiyin.engine.sealing import join
from huiyin.engine.standing import Standing
from huiyin.matters import history, policy
from huiyin.matters.actions.scene import scene_of
from huiyin.matters.actions.seats import engine_actor
from huiyin.matters.errors import NotVisible
from huiyin.matters.models import Category, Event, File, Matter, Party, SealedText
from huiyin.matters.queries.beside import files_of, parties_of, with_beside
from huiyin.matters.queries.hidden import hidden_numbers, without
from huiyin.people.actor import Actor
from huiyin.people.models import Holding, Post, Unit
from huiyin.places import calendars
from huiyin.places.models import Division, Grid

ERASED: Final = object()
"""Stands where a text was that has lawfully been erased."""

_JOINED = (
    "owner_unit",
    "intake_unit__division",
    "sender_unit",
    "holder__unit",
    "category",
    "place",
)


@dataclass(frozen=True, slots=True)
class EventView:
    """One event with its words. `by` is empty for residents and the system (see `via`)."""

    seq: int
    act: str
    step: str
    at: datetime
    recorded_at: datetime
    via: str
    by: str
    post: str
    unit: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MatterPage:
    """Everything on the page. `names` gives the name of a unit, post, place or category id."""

    matter: Matter
    holder_name: str
    process: Process
    acts: Mapping[str, Act]
    """Acts of every definition the matter has been on: those of the present one come first."""
    standing: Standing
    scene: Scene
    actor: EngineActor
    events: Sequence[EventView]
    parties: Sequence[Party]
    files: Sequence[File]
    names: Mapping[str, str]

    def event(self, seq: int) -> EventView:
        return self.events[seq - 1]


def get(actor: Actor, number: str, today: date, *, beside: bool = False) -> Matter:
    """A visible matter with its units, its holder's name and the calendar stamp; one statement,
    `beside` with its parties and files too (see `queries.beside`).

    Raises NotVisible for a number that does not exist and for one that is not this actor's alike.
    """
    held = Holding.objects.on(today).filter(post=OuterRef("holder"))
    matters = policy.with_access(Matter.objects.filter(policy.visible(actor)))
    matter = (
        (with_beside(matters) if beside else matters)
        .filter(number=_canonical(number))
        .select_related(*_JOINED)
        .annotate(
            stamp=RawSQL(f"({calendars.STAMP_SQL})", []),  # noqa: S611 -- a constant of `calendars`
            holder_name=Subquery(held.values("account__display_name")[:1]),
        )
        .first()
    )
    if matter is None:
        raise NotVisible(number)
    return matter


def _canonical(number: str) -> str:
    """The number as it is stored. Raises NotVisible for what cannot be one."""
    try:
        return parse_number(number)
    except NumberError as wrong:
        raise NotVisible(number) from wrong


def page(actor: Actor, number: str, today: date) -> MatterPage:
    """The whole page; at most four statements. Raises NotVisible."""
    matter = get(actor, number, today, beside=True)
    events = _events(matter)
    process = history.process_of(matter)
    calendar = history.calendar_for(matter, getattr(matter, "stamp", None))
    standing = history.standing_of(events, calendar)
    parties = parties_of(matter)
    hidden = hidden_numbers(actor, _fields(events))
    persons = {str(party.person_id): party.person.name_masked for party in parties}
    return MatterPage(
        matter=matter,
        holder_name=getattr(matter, "holder_name", None) or "",
        process=process,
        acts=_acts(process, events),
        standing=standing,
        scene=scene_of(matter, process, standing),
        actor=engine_actor(actor, standing),
        events=[_view(event, persons, hidden) for event in events],
        parties=parties,
        files=files_of(matter),
        names=_names(matter, events),
    )


def _acts(process: Process, events: Iterable[Event]) -> dict[str, Act]:
    acts: dict[str, Act] = {}
    for version in dict.fromkeys(event.version for event in events):
        acts |= history.resolve(version).acts
    return acts | process.acts


def _events(matter: Matter) -> list[Event]:
    """Its events, each with the texts that are kept beside it (`texts`)."""
    joined = matter.events.select_related("account", "post", "unit")
    texts = SealedText.objects.filter(
        matter=OuterRef("matter"), seq=OuterRef("seq"), text__isnull=False
    )
    pairs = texts.values(row=JSONObject(path=F("path"), text=F("text")))
    return list(joined.annotate(texts=ArraySubquery(pairs)).defer("prev", "hash").order_by("seq"))


def _view(event: Event, persons: Mapping[str, str], hidden: frozenset[str]) -> EventView:
    texts = {row["path"]: row["text"] or "" for row in getattr(event, "texts", ())}
    masked = {path: persons.get(person, "") for path, person in _named(event.data)}
    return EventView(
        seq=event.seq, act=event.act, step=event.step, at=event.at, recorded_at=event.recorded_at,
        via=event.via, by=str(event.account) if event.account else "",
        post=event.post.title if event.post else "", unit=event.unit.name if event.unit else "",
        data=without(hidden, join(event.data, {**texts, **masked}, ERASED)),
    )  # fmt: skip


def _named(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Place and id of every person in the data of an event, those in rows too."""
    if isinstance(node, Mapping):
        if is_sealed(node):
            yield from [(path, node["person"])] if "person" in node else ()
            return
        for name, value in node.items():
            yield from _named(value, f"{path}.{name}" if path else name)
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _named(value, f"{path}.{number}")


def _names(matter: Matter, events: Sequence[Event]) -> dict[str, str]:
    """Names of everything the events refer to; one statement for what is not known already."""
    names = {str(unit.pk): unit.name for unit in (matter.owner_unit, matter.intake_unit)}
    names |= {str(one.pk): str(one) for one in (matter.category, matter.place) if one}
    wanted = {kind: ids - names.keys() for kind, ids in _references(events).items()}
    asked = [_named_by(kind, ids) for kind, ids in wanted.items() if ids]
    if asked:
        rows = asked[0].union(*asked[1:], all=True) if asked[1:] else asked[0]
        names |= dict(rows)
    return names


_SOURCES: Mapping[str, tuple[type[Model], str]] = {
    "unit": (Unit, "name"), "post": (Post, "title"), "division": (Division, "name"),
    "grid": (Grid, "name"),
}  # fmt: skip


def _named_by(kind: str, ids: set[str]) -> QuerySet[Any, tuple[str, str]]:
    """Id and name of rows of one kind, as texts, so that kinds can be read together."""
    model, name = _SOURCES.get(kind, (Category, "en" if get_language() == "en" else "zh"))
    rows = model._default_manager.filter(pk__in=ids)  # noqa: SLF001 -- of a model chosen by key
    return rows.order_by().values_list(Cast("pk", TextField()), Cast(name, TextField()))


def _references(events: Sequence[Event]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {
        "unit": set(),
        "post": set(),
        "division": set(),
        "grid": set(),
        "category": set(),
    }
    for kind, value in _fields(events):
        if kind in found:
            found[kind].add(value)
    return found


def _fields(events: Iterable[Event]) -> Iterator[tuple[str, str]]:
    """Kind and id of everything the events refer to, each read as the definition it was done
    under reads it."""
    for event in events:
        act = history.resolve(event.version).acts.get(event.act)
        yield from _values(act.form if act else {}, event.data)


_KIND_OF_MANY = {"units": "unit", "posts": "post"}


def _values(form: Mapping[str, FormField], data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, spec in form.items():
        value = data.get(name)
        if spec.type in _KIND_OF_MANY and isinstance(value, list):
            yield from ((_KIND_OF_MANY[spec.type], one) for one in value)
        elif spec.fields and isinstance(value, list):
            for row in value:
                yield from _values(spec.fields, row)
        elif isinstance(value, str):
            yield spec.type, value


def file_of(actor: Actor, number: str, file_id: UUID) -> tuple[Matter, File]:
    """A file of a visible matter. Raises NotVisible."""
    files = File.objects.filter(pk=file_id, matter__number=_canonical(number))
    visible = Matter.objects.filter(policy.visible(actor)).values("pk")
    file = files.filter(matter__in=visible).select_related("matter__owner_unit").first()
    if file is None:
        raise NotVisible(file_id)
    return file.matter, file


def party_of(actor: Actor, number: str, party_id: int) -> Party:
    """A party of a visible matter, with the person. Raises NotVisible."""
    visible = Matter.objects.filter(policy.visible(actor), number=_canonical(number)).values("pk")
    parties = Party.objects.filter(pk=party_id, matter__in=visible)
    party = parties.select_related("person", "matter__owner_unit").first()
    if party is None:
        raise NotVisible(party_id)
    return party
