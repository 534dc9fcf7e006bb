"""What was said in the acts that a wording names, with the texts that are kept beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.engine.definition import FormField, Process
from huiyin.engine.facts import SEALED, is_sealed
from huiyin.engine.sealing import join
from huiyin.engine.standing import Event, Step
from huiyin.matters.models import SealedText


@dataclass(frozen=True)
class Recorded:
    """The last time an act was done: its form, the data as recorded (with commitments) and in
    plain text (a person is None), when and by which unit."""

    form: Mapping[str, FormField]
    raw: Mapping[str, Any]
    plain: Mapping[str, Any]
    at: datetime
    unit: str | None


def last_done(
    matter_id: UUID, process: Process, events: Sequence[Event], acts: frozenset[str]
) -> dict[str, Recorded]:
    """For each of `acts` that was done, the last time; one statement, or none without texts."""
    found = {act: pair for act in acts if (pair := _last(events, act)) is not None}
    seqs = {said.seq for _done, said in found.values() if _has_sealed(said.data)}
    texts = _texts(matter_id, seqs)
    return {
        act: Recorded(
            form=process.acts[act].form if act in process.acts else {},
            raw=said.data,
            plain=join(said.data, texts.get(said.seq, {})),
            at=done.at,
            unit=done.unit,
        )
        for act, (done, said) in found.items()
    }


def list_of(process: Process, events: Sequence[Event], name: str) -> str | None:
    """The act that gave the rows of a list the last time, as an `each` field asks about them."""
    for event in reversed(events):
        form = process.acts[event.act].form if event.act in process.acts else {}
        if event.step is Step.DO and name in form and form[name].type == "list":
            return event.act
    return None


def _last(events: Sequence[Event], act: str) -> tuple[Event, Event] | None:
    """The event that did the act last, and the one that holds its form: of an act that a second
    person confirmed, the proposal."""
    by_seq = {event.seq: event for event in events}
    for event in reversed(events):
        if event.act == act and event.step is Step.DO:
            return event, by_seq.get(event.data.get("confirms", event.seq), event)
    return None


def _has_sealed(node: Any) -> bool:
    if isinstance(node, Mapping):
        return is_sealed(node) or any(_has_sealed(value) for value in node.values())
    return isinstance(node, list) and any(_has_sealed(value) for value in node)


def _texts(matter_id: UUID, seqs: set[int]) -> dict[int, dict[str, str]]:
    texts: dict[int, dict[str, str]] = {}
    if seqs:
        rows = SealedText.objects.filter(matter_id=matter_id, seq__in=seqs, text__isnull=False)
        for seq, path, text in rows.values_list("seq", "path", "text"):
            texts.setdefault(seq, {})[path] = text or ""
    return texts


def person_ids(raw: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], UUID]]:
    """Each person in recorded data: the path without row numbers, and the vault's id."""
    if isinstance(raw, Mapping):
        if SEALED in raw:
            if "person" in raw:
                yield path, UUID(raw["person"])
            return
        for name, value in raw.items():
            yield from person_ids(value, (*path, name))
    elif isinstance(raw, list):
        for value in raw:
            yield from person_ids(value, path)
