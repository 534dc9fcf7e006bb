"""What acts recorded on some matters, field by field, for the columns of a ledger.

Facts are folded from events; free text is read from where it is kept beside them. Personal data is
never read: of a person's field there is nothing here, whatever a column names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from huiyin.engine.facts import flatten, is_sealed
from huiyin.engine.standing import Step
from huiyin.matters import history
from huiyin.matters.models import Event, SealedText


@dataclass
class Recorded:
    """Of one matter: values by name (a fact, a tuple for a list, or a text), how often each act was
    done, and the event (by seq) that last gave each text."""

    values: dict[str, Any] = field(default_factory=dict)
    acts: Counter[str] = field(default_factory=Counter)
    texts_at: dict[str, int] = field(default_factory=dict)


def recorded(matters: Collection[UUID], names: Collection[str]) -> dict[UUID, Recorded]:
    """What each matter has under these names; two statements."""
    if not matters:
        return {}
    found = _folded(_events(matters), set(names))
    texts = _texts(matters, names) if names else {}
    for matter, one in found.items():
        one.values |= {
            name: texts[matter, seq, name]
            for name, seq in one.texts_at.items()
            if (matter, seq, name) in texts
        }
    return found


def _events(matters: Collection[UUID]) -> Iterable[Event]:
    rows = Event.objects.filter(matter__in=matters, step__in=[Step.DO, Step.PROPOSE])
    return rows.only("matter", "seq", "step", "act", "version", "data").order_by("matter", "seq")


def _folded(events: Iterable[Event], names: set[str]) -> dict[UUID, Recorded]:
    found: dict[UUID, Recorded] = defaultdict(Recorded)
    proposed: dict[tuple[UUID, int], Event] = {}
    for event in events:
        if event.step == Step.PROPOSE:
            proposed[event.matter_id, event.seq] = event
            continue
        said = proposed.get((event.matter_id, event.data.get("confirms", 0)), event)
        found[event.matter_id].acts[event.act] += 1
        _take(found[event.matter_id], said, names, _sets(event))
    return found


def _take(one: Recorded, said: Event, names: set[str], sets: Mapping[str, Any]) -> None:
    facts = {**dict(flatten(said.data)), **sets}
    one.values |= {name: value for name, value in facts.items() if name in names}
    for name in names:
        if is_sealed(said.data.get(name)):
            one.texts_at[name] = said.seq


def _sets(event: Event) -> Mapping[str, Any]:
    act = history.resolve(event.version).acts.get(event.act)
    return act.sets if act else {}


def _texts(matters: Collection[UUID], names: Collection[str]) -> dict[tuple[UUID, int, str], str]:
    """Texts that were not erased; what is sealed for a person has none."""
    rows = SealedText.objects.filter(matter__in=matters, path__in=names, text__isnull=False)
    return {
        (matter, seq, path): text or ""
        for matter, seq, path, text in rows.values_list("matter", "seq", "path", "text")
    }
