"""Stories about ledgers and indicators: what happened to a few matters, and what is counted.

tells: indicator C3.resolved              tells: ledger growth
given:
  period: [2026-03-01, 2026-03-31]        one month: `period: 2026-03`
  matters:
    鱼塘:
      process: dispute
      events: [2026-03-02 register: {listed: growth}, 2026-03-20 resolve, 2026-03-28 strike_off]
  records: [{grids: {}, times: 3}, {points: {kind: station}, from: 2020-01-01, to: 2026-02-28}]
expect: {value: 88.8, part: 8, whole: 9}  of a ledger: {opening: 1, entered: 2, left: 1, closing: 2,
                                          rows: [鱼塘], columns: {鱼塘: {listed: growth}}}

An event may also be written `{on: DAY, act: ACT, data: {…}}`, and may name another `process`.
"""

from __future__ import annotations

import calendar as months
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from huiyin.engine.calendar import Calendar
from huiyin.engine.figure_values import Span, leaves, shown, value
from huiyin.engine.figures import (
    Happened,
    History,
    Record,
    balance,
    numbers,
    picked,
    standing_in,
)
from huiyin.engine.method import Method
from huiyin.engine.method_shape import LedgerShape, MethodStory, Select

Difference = tuple[str, str, str]
_LINE = re.compile(r"(?P<on>\d{4}-\d\d-\d\d) (?P<act>[a-z][a-z0-9_]*)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_OTHER = frozenset({"from", "to", "times"})


@dataclass(frozen=True)
class _Given:
    span: Span
    histories: Mapping[str, History]
    records: list[Record]


def tell(
    method: Method, story: MethodStory, _calendar: Calendar, _zone: tzinfo
) -> Iterator[Difference]:
    """What is not as told: (what, expected, found). Raises KeyError, TypeError, ValueError for a
    story that cannot be read."""
    kind, _, key = story.tells.partition(" ")
    given = _Given(
        _period(story.given["period"]),
        {name: history_of(one) for name, one in story.given.get("matters", {}).items()},
        [row for one in story.given.get("records", ()) for row in _records(one)],
    )
    found = _ledger(method.ledgers[key], given) if kind == "ledger" else _value(method, key, given)
    for what, wanted in story.expect.items():
        if not _same(wanted, found[what]):
            yield what, str(wanted), str(found[what])


def _same(wanted: object, found: object) -> bool:
    if isinstance(wanted, list) and isinstance(found, list):
        return sorted(map(str, wanted)) == sorted(map(str, found))
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return all(
            name in found and all(_same(one, found[name].get(key)) for key, one in row.items())
            for name, row in wanted.items()
        )
    return str(wanted) == str(found)


def _value(method: Method, key: str, given: _Given) -> dict[str, Any]:
    asked = set(leaves(method.indicators, [key]))
    histories = list(given.histories.values())
    counts = numbers(method.indicators, asked, histories, given.records, given.span)
    found = value(method.indicators, key, counts)
    return {
        "value": shown(found.number, method.indicators[key].form) or "none",
        "part": shown(found.part, "number") or "none",
        "whole": shown(found.whole, "number") or "none",
    }


def _ledger(ledger: LedgerShape, given: _Given) -> dict[str, Any]:
    histories = list(given.histories.values())
    now = balance(ledger, histories, given.span)
    names = {id(history): name for name, history in given.histories.items()}
    rows = {
        names[id(history)]: _columns(ledger, history, given.span.last, stay.entered)
        for history, stay in standing_in(ledger, histories, given.span.last)
    }
    return {
        "opening": now.opening, "entered": now.entered, "left": now.left, "closing": now.closing,
        "rows": list(rows), "columns": rows,
    }  # fmt: skip


def _columns(ledger: LedgerShape, history: History, last: date, entered: date) -> dict[str, object]:
    """The columns that events alone give: facts, acts done, the day of entering."""
    until = [one for one in history if one.day <= last]
    every = Select(
        process=tuple({one.process for one in until}), act=tuple({one.act for one in until})
    )
    facts = picked(every, until)[-1].facts
    acts = [one.act for one in until]
    found: dict[str, object] = {}
    for key, column in ledger.columns.items():
        kind, _, name = column.of.partition(" ")
        if kind == "done":
            found[key] = f"{len(set(name.split()) & set(acts))}/{len(name.split())}"
        elif kind == "times":
            found[key] = acts.count(name)
        else:
            found[key] = entered if kind == "entered" else facts.get(name or kind)
    return found


def history_of(given: Mapping[str, Any]) -> list[Happened]:
    """One matter of a story as its acts."""
    return [_happened(item, given.get("process", "")) for item in given["events"]]


def _happened(item: Any, process: str) -> Happened:
    if isinstance(item, Mapping) and "act" in item:
        process = item.get("process", process)
        return Happened(process, item["act"], _day(item["on"]), item.get("data") or {})
    text, data = next(iter(item.items())) if isinstance(item, Mapping) else (item, {})
    line = _LINE.fullmatch(str(text))
    if line is None:
        msg = f"“{text}” is not “DATE ACT”"
        raise ValueError(msg)
    return Happened(process, line["act"], _day(line["on"]), data or {})


def _records(given: Mapping[str, Any]) -> list[Record]:
    tables = [name for name in given if name not in _OTHER]
    if len(tables) != 1:
        msg = f"one table in each line, not {tables}"
        raise ValueError(msg)
    begins, ends = given.get("from"), given.get("to")
    row = Record(tables[0], given[tables[0]] or {}, begins and _day(begins), ends and _day(ends))
    return [row] * int(given.get("times", 1))


def _period(given: Any) -> Span:
    month = _MONTH.fullmatch(str(given))
    if month is not None:
        year, number = int(month[1]), int(month[2])
        days = months.monthrange(year, number)[1]
        return Span(date(year, number, 1), date(year, number, days))
    first, last = given
    return Span(_day(first), _day(last))


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
