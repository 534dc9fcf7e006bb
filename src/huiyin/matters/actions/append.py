"""Appending an event: the chained row, and beside it the sealed texts and persons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from huiyin.common.canonical import canonical
from huiyin.engine.definition import FormField, Process
from huiyin.engine.process import Decision
from huiyin.engine.sealing import join, split
from huiyin.engine.standing import Standing
from huiyin.matters import chain, history
from huiyin.matters.models import Event, Matter, SealedText
from huiyin.people.vault import actions as vault
from huiyin.people.vault.identity import Identity
from huiyin.people.vault.models import Person

if TYPE_CHECKING:
    from huiyin.matters.actions.door import Wish


@dataclass
class Sealed:
    """The data of one event, and what goes beside it: rows of sealed values; the persons among
    them by field, as stated, and as rows once they were matched, with the rows that are new."""

    public: dict[str, Any] = field(default_factory=dict)
    rows: list[SealedText] = field(default_factory=list)
    stated: dict[str, Identity] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    new_persons: list[Person] = field(default_factory=list)


def context(matter_id: UUID, seq: int, path: str) -> str:
    """Binds sealed personal data to its place beside the chain."""
    return f"event:{matter_id}:{seq}:{path}"


def build(
    matter: Matter, process: Process, decision: Decision, wish: Wish, recorded_at: datetime
) -> tuple[Event, Sealed]:
    """The event row with its hash, and what is kept beside it; nothing is saved."""
    sealed = seal(matter.id, matter.seq + 1, process.acts[decision.act].form, decision.data)
    if sealed.stated:
        people, sealed.new_persons = vault.match_many(list(sealed.stated.values()))
        _name(sealed, people)
    return chained(matter, process, decision, wish, recorded_at, sealed.public), sealed


def chained(
    matter: Matter,
    process: Process,
    decision: Decision,
    wish: Wish,
    recorded_at: datetime,
    data: Mapping[str, Any],
) -> Event:
    """The unsaved row of the matter's next event, hashed over the head that it replaces."""
    seq, seat = matter.seq + 1, decision.seat
    event = Event(
        matter=matter, seq=seq, act=decision.act, step=decision.step,
        version=history.reference(matter.pack, process),
        at=decision.at, recorded_at=recorded_at, via=wish.via, account_id=wish.by.account_id,
        post_id=_uuid(seat.post), unit_id=_uuid(seat.unit), data=data,
        prev=matter.head if matter.seq else chain.genesis(matter.id),
    )  # fmt: skip
    event.hash = chain.event_hash(event, bytes(event.prev))
    matter.seq, matter.head = seq, event.hash
    return event


def plain_data(matter: Matter, decision: Decision, before: Standing) -> Mapping[str, Any]:
    """The act's data with its texts; of a confirmed act, what was proposed."""
    if "confirms" not in decision.data or before.proposal is None:
        return decision.data
    return with_texts(matter.id, before.proposal.seq, before.proposal.data)


def with_texts(matter_id: UUID, seq: int, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """`data` of one event with its texts put back; an erased text, or a person, is None."""
    rows = SealedText.objects.filter(matter_id=matter_id, seq=seq, text__isnull=False)
    return join(data, dict(rows.values_list("path", "text")))


def seal(
    matter_id: UUID, seq: int, form: Mapping[str, FormField], data: Mapping[str, Any]
) -> Sealed:
    """Clean data as it goes into an event, and its sealed values, unsaved."""
    sealed = Sealed()
    salts: dict[str, bytes] = {}

    def commit(path: str, value: Any) -> str:
        salts[path] = chain.new_salt()
        return chain.commitment(salts[path], sealed_text(value))

    sealed.public, values = split(form, data, commit)
    for path, value in values.items():
        row = SealedText(matter_id=matter_id, seq=seq, path=path, salt=salts[path])
        if isinstance(value, Mapping):
            sealed.stated[path] = Identity(**value)
            row.sealed = vault.seal_bytes(
                sealed_text(value).encode(), context(matter_id, seq, path)
            )
        else:
            row.text = value
        sealed.rows.append(row)
    return sealed


def store_persons(many: Sequence[Sealed]) -> None:
    """Keep the persons stated in the vault, together, and name them in the events' data."""
    places = [(sealed, path) for sealed in many for path in sealed.stated]
    if not places:
        return
    people = iter(vault.store_many([sealed.stated[path] for sealed, path in places]))
    for sealed in many:
        _name(sealed, list(islice(people, len(sealed.stated))))


def _name(sealed: Sealed, people: Sequence[Person]) -> None:
    for path, person in zip(sealed.stated, people, strict=True):
        sealed.persons[path] = person
        _at(sealed.public, path)["person"] = str(person.id)


def _at(data: Any, path: str) -> Any:
    """The part of nested data at a path such as `signatories.0.person`."""
    for step in path.split("."):
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data


def sealed_text(value: Any) -> str:
    """The one text that a sealed value is committed to by: itself, or a person's canonical JSON."""
    return canonical(dict(value)).decode() if isinstance(value, Mapping) else str(value)


def _uuid(value: str | None) -> UUID | None:
    return None if value is None else UUID(value)
