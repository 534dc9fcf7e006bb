"""Rounds of a ledger (按月、按季、按年对账): which days each has, and how balances follow on."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from huiyin.engine.figure_values import Span
from huiyin.engine.figures import Balance

Rounds = Literal["month", "quarter", "year"]
_MONTHS: Mapping[Rounds, int] = {"month": 1, "quarter": 3, "year": 12}


def round_of(rounds: Rounds, day: date) -> Span:
    """The round in which a day lies."""
    length = _MONTHS[rounds]
    first = date(day.year, (day.month - 1) // length * length + 1, 1)
    month = first.month + length - 1
    return Span(first, date(first.year, month, calendar.monthrange(first.year, month)[1]))


def latest(rounds: Rounds, day: date, most: int) -> list[Span]:
    """The round of a day and those before it, the newest first."""
    found = [round_of(rounds, day)]
    while len(found) < most and (first := found[-1].first) is not None:
        found.append(round_of(rounds, first - timedelta(1)))
    return found


def balances(moves: Mapping[date, tuple[int, int]], spans: list[Span]) -> list[Balance]:
    """The balance of each of these rounds (the newest first) from how many entered and left on
    each day; any day of a round stands for it."""
    return [
        Balance(
            opening=sum(a - b for day, (a, b) in moves.items() if span.first and day < span.first),
            entered=sum(a for day, (a, _) in moves.items() if span.has(day)),
            left=sum(b for day, (_, b) in moves.items() if span.has(day)),
        )
        for span in spans
    ]
