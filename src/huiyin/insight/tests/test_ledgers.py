"""Ledgers in the database are those of plain lists; rounds follow on."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.engine import figures
from huiyin.engine.figure_values import Span
from huiyin.engine.ledger_rounds import balances, latest, round_of
from huiyin.engine.method_shape import Column, LedgerShape, Select
from huiyin.insight.ledgers import SHOWS, moves, standing
from huiyin.insight.tests.making import START, Raw, as_history, as_rows
from huiyin.insight.tests.random_histories import raws, selects
from huiyin.matters.history import zone

TITLE = {"title": Column(of="title", zh="标题", en="Title")}
AMONG = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def ledger_of(enter: Select, leave: Select | None) -> LedgerShape:
    return LedgerShape(
        zh="台账", en="Ledger", law="测试", enter=enter, exit=leave, columns=TITLE, rounds="month"
    )


@AMONG
@given(
    data=st.lists(raws(), min_size=1, max_size=4), enter=selects(),
    leave=st.one_of(st.none(), selects()), first=st.integers(0, 60), length=st.integers(0, 40),
)  # fmt: skip
def test_a_period_is_that_of_plain_lists(cast, data, enter, leave, first, length):
    mine = [as_rows(one, cast.units["office"]).pk for one in data]
    histories = [as_history(one) for one in data]
    ledger, seen = ledger_of(enter, leave), Q(pk__in=mine)
    span = Span(START + timedelta(first), START + timedelta(first + length))
    balance = figures.balance(ledger, histories, span)
    found = {which: standing(ledger, seen, None, span, which).rows for which in SHOWS}
    assert {which: len(rows) for which, rows in found.items()} == {
        which: getattr(balance, which) for which in SHOWS
    }
    there = [
        (mine[number], stay.entered)
        for number, history in enumerate(histories)
        for _, stay in figures.standing_in(ledger, [history], span.last)
    ]
    shown = [(row.matter, row.entered_at.astimezone(zone()).date()) for row in found["closing"]]
    assert sorted(shown) == sorted(there)


@AMONG
@given(data=st.lists(raws(), min_size=1, max_size=4), enter=selects(), leave=selects())
def test_months_add_up_to_rounds(cast, data, enter, leave):
    mine = [as_rows(one, cast.units["office"]).pk for one in data]
    histories = [as_history(one) for one in data]
    ledger = ledger_of(enter, leave)
    found = moves({"one": ledger}, Q(pk__in=mine), None)["one"]
    for rounds in ("month", "quarter"):
        spans = latest(rounds, date(2026, 3, 15), 3)
        counted = balances(found, spans)
        assert counted == [figures.balance(ledger, histories, span) for span in spans]
        assert all(a.opening == b.closing for a, b in pairwise(counted))


def test_pages_follow_on_and_all_ledgers_take_one_statement(cast):
    ledger = ledger_of(Select(process=("petition",)), None)
    for day in range(7):
        as_rows([Raw("petition", "register", day % 3)], cast.units["office"])
    span, seen, pages, after = round_of("month", START), [], 0, None
    while pages == 0 or after is not None:
        page = standing(ledger, Q(), cast.divisions["county"], span, "entered", after, 3)
        seen += [row.matter for row in page.rows]
        pages, after = pages + 1, page.after
    assert (pages, len(seen), len(set(seen))) == (3, 7, 7)
    with CaptureQueriesContext(connection) as captured:
        found = moves({"a": ledger, "b": ledger}, Q(), cast.divisions["county"])
    assert len(captured) == 1
    assert found["a"] == found["b"] == {START: (7, 0)}
