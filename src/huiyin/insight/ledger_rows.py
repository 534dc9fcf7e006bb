"""The rows of a ledger with its columns, as values: for the page, the workbook and the API."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from huiyin.engine.check_figures import fields_of
from huiyin.engine.definition import FormField, Text
from huiyin.engine.method_shape import Column, LedgerShape
from huiyin.insight.ledgers import Standing
from huiyin.insight.naming import KINDS, names
from huiyin.insight.recorded import Recorded, recorded
from huiyin.matters import history
from huiyin.matters.models import NO_DUE, Clock, Matter

Cell = Text | str | int | bool | date | datetime | tuple[Any, ...] | None
"""A value as it is: a text of the pack in both languages, words, a number, a day, several."""
_NEVER = frozenset({"person", "files", "matter"})
"""Fields that no column shows: personal data, and numbers of matters that may be sealed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One matter in a ledger: its cells by column; `running` are the columns with a term that runs
    now."""

    id: UUID
    number: str
    cells: Mapping[str, Cell]
    running: frozenset[str]


def rows(ledger: LedgerShape, page: Sequence[Standing], seen: Q) -> list[Row]:
    """The rows of matters that stand in a ledger, in their order; five statements or fewer."""
    ids = [one.matter for one in page]
    if not ids:
        return []
    found = Matter.objects.filter(seen, pk__in=ids)
    matters = {
        one.pk: one for one in found.select_related("owner_unit", "holder", "place", "category")
    }
    of = [column.of for column in ledger.columns.values()]
    clocks = _clocks(ids, [name.removeprefix("clock ") for name in of if name.startswith("clock ")])
    facts = [name.removeprefix("fact ") for name in of if name.startswith("fact ")]
    wanted = facts or any(name.startswith(("done ", "times ")) for name in of)
    said = recorded(ids, facts) if wanted else {}
    called = names(_ids(matters.values(), said, facts))
    return [
        _row(ledger, matters[one.matter], one, _Beside(clocks, said.get(one.matter, _NONE), called))
        for one in page
        if one.matter in matters
    ]


@dataclass(frozen=True)
class _Beside:
    """What stands beside a matter: terms of clocks, what was recorded, names of ids."""

    clocks: _Clocks
    said: Recorded
    names: Mapping[str, str]


_NONE = Recorded()


def _row(ledger: LedgerShape, matter: Matter, stay: Standing, beside: _Beside) -> Row:
    cells = {key: _cell(column, matter, stay, beside) for key, column in ledger.columns.items()}
    return Row(matter.pk, matter.number, cells, _running(ledger, matter, beside))


def _running(ledger: LedgerShape, matter: Matter, beside: _Beside) -> frozenset[str]:
    return frozenset(
        key
        for key, column in ledger.columns.items()
        if column.of == "next_due"
        or (matter.pk, column.of.removeprefix("clock ")) in beside.clocks.running
    )


def _cell(column: Column, matter: Matter, stay: Standing, beside: _Beside) -> Cell:
    kind, _, name = column.of.partition(" ")
    if kind == "clock":
        return beside.clocks.legal.get((matter.pk, name))
    if kind == "fact":
        return _fact(matter, name, beside)
    if kind == "done":
        acts = name.split()
        return f"{sum(beside.said.acts[act] > 0 for act in acts)}/{len(acts)}"
    if kind == "times":
        return beside.said.acts[name]
    return _COLUMNS[column.of](matter, stay)


_COLUMNS: Mapping[str, Callable[[Matter, Standing], Cell]] = {
    "number": lambda matter, _stay: matter.number,
    "title": lambda matter, _stay: matter.title,
    "state": lambda matter, _stay: history.process_of(matter).states[matter.state],
    "owner": lambda matter, _stay: matter.owner_unit.name,
    "holder": lambda matter, _stay: matter.holder.title if matter.holder else None,
    "place": lambda matter, _stay: str(matter.place) if matter.place else None,
    "category": lambda matter, _stay: str(matter.category) if matter.category else None,
    "channel": lambda matter, _stay: _option(matter, "channel", matter.channel),
    "received_at": lambda matter, _stay: matter.received_at,
    "next_due": lambda matter, _stay: None if matter.next_due == NO_DUE else matter.next_due,
    "outcome": lambda matter, _stay: history.process_of(matter).outcomes.get(matter.outcome),
    "entered": lambda _matter, stay: stay.entered_at,
    "left": lambda _matter, stay: stay.left_at,
}


def _fact(matter: Matter, name: str, beside: _Beside) -> Cell:
    value = beside.said.values.get(name)
    form = _field(matter, name)
    if value is None or (form is not None and form.type in _NEVER):
        return None
    if isinstance(value, tuple):
        return tuple(_shown(one, form, matter, name, beside) for one in value)
    return _shown(value, form, matter, name, beside)


def _shown(value: Any, form: FormField | None, matter: Matter, name: str, beside: _Beside) -> Cell:
    kind = form.type if form else ""
    if kind == "choice":
        return _option(matter, name, str(value))
    if kind in KINDS:
        return beside.names.get(str(value))
    if kind in {"date", "datetime"} and isinstance(value, str):
        moment = datetime.fromisoformat(value)
        return moment.date() if kind == "date" else moment
    shown: Cell = value
    return shown


def _field(matter: Matter, name: str) -> FormField | None:
    """The field of this name, as the matter's present definition has it."""
    return next(iter(fields_of(history.process_of(matter), name)), None)


def _option(matter: Matter, name: str, value: str) -> Cell:
    for form in fields_of(history.process_of(matter), name):
        if value in form.options:
            return form.options[value]
    return value or None


@dataclass
class _Clocks:
    """The legal due of the newest cycle of each clock, and which of them run."""

    legal: dict[tuple[UUID, str], datetime | None] = field(default_factory=dict)
    running: set[tuple[UUID, str]] = field(default_factory=set)


def _clocks(matters: Sequence[UUID], keys: Sequence[str]) -> _Clocks:
    found = _Clocks()
    if keys:
        rows = Clock.objects.filter(matter__in=matters, key__in=keys).order_by("cycle")
        for matter, key, legal, status in rows.values_list("matter", "key", "legal", "status"):
            found.legal[matter, key] = legal
            (found.running.add if status == "running" else found.running.discard)((matter, key))
    return found


def _ids(
    matters: Iterable[Matter], said: Mapping[UUID, Recorded], facts: Sequence[str]
) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = {}
    for matter in matters:
        for name in facts:
            form = _field(matter, name)
            if form is not None and form.type in KINDS:
                value = said.get(matter.pk, _NONE).values.get(name)
                wanted.setdefault(KINDS[form.type], set()).update(_words(value))
    return wanted


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, tuple):
        yield from (str(one) for one in value if one is not None)
    elif value is not None:
        yield str(value)
