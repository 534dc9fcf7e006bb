"""A clock, a calendar and short histories, for the tests of clocks."""

from dataclasses import replace
from datetime import date, datetime

from huiyin.engine.calendar import Calendar, DayKind, SpecialDay
from huiyin.engine.clocks import ClockEvent, ClockRule, run_clocks
from huiyin.engine.terms import Term
from huiyin.engine.tests.oracles import ZONE

HOLIDAYS = ["2026-01-01", "2026-01-02", "2026-02-16", "2026-02-17", "2026-02-18"]
MAKE_UPS = ["2026-01-04", "2026-02-14"]  # a Sunday and a Saturday
CALENDAR = Calendar(
    "test",
    {date.fromisoformat(day): SpecialDay(DayKind.HOLIDAY, "节", "feast") for day in HOLIDAYS}
    | {date.fromisoformat(day): SpecialDay(DayKind.MAKE_UP, "班", "make-up") for day in MAKE_UPS},
    frozenset({2025, 2026}),
)
RULE = ClockRule(
    key="handle",
    start=("accept",),
    stop=("answer",),
    pause=("hearing",),
    resume=("heard",),
    cancel=("withdraw",),
    within=Term.parse("10nd"),
)
WORKING = replace(RULE, within=Term.parse("3wd"))
HOURS = replace(RULE, within=Term.parse("2h"))


def events(*rows):
    """Rows `(moment, act)` or `(moment, act, facts)` as events in this order."""
    return [
        ClockEvent(number, row[1], datetime.fromisoformat(row[0]).replace(tzinfo=ZONE), *row[2:])
        for number, row in enumerate(rows, 1)
    ]


def run(rule, *rows, calendar=CALENDAR):
    return run_clocks([rule], events(*rows), calendar, ZONE)


def only(rule, *rows, calendar=CALENDAR):
    (state,) = run(rule, *rows, calendar=calendar)
    return state
