"""What the database counts is what the slow and obvious functions count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.engine import figures
from huiyin.engine.figure_values import Leaf, Span, leaves
from huiyin.engine.method_shape import IndicatorShape, Select
from huiyin.insight.indicators import measure
from huiyin.insight.tests.making import START, Raw, as_history, as_rows
from huiyin.insight.tests.random_histories import raws, selects

NOW = datetime(2026, 6, 1, tzinfo=UTC)
NAMES = {"zh": "数", "en": "a number", "law": "测试"}
AMONG = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def shapes(draw: st.DrawFn) -> IndicatorShape:
    select = draw(selects())
    kind = draw(st.sampled_from(["count", "sum", "distinct"]))
    standing = draw(st.booleans())
    if kind == "sum":
        field = draw(st.sampled_from(["people", "rows", "rows.n", "listed"]))
        return IndicatorShape(sum=select, field=field, standing=standing, **NAMES)
    distinct = draw(st.sampled_from(["listed", "ids"])) if kind == "distinct" else None
    return IndicatorShape(count=select, distinct=distinct, standing=standing, **NAMES)


@AMONG
@given(
    data=st.lists(raws(), min_size=1, max_size=4),
    asked=st.lists(shapes(), min_size=1, max_size=3),
    first=st.integers(0, 60), length=st.integers(0, 40),
)  # fmt: skip
def test_the_database_counts_as_plain_lists_do(cast, data, asked, first, length):
    unit = cast.units["office"]
    mine = [as_rows(one, unit).pk for one in data]
    span = Span(START + timedelta(first), START + timedelta(first + length))
    indicators = {f"i{number}": shape for number, shape in enumerate(asked)}
    found = measure(indicators, indicators, Q(pk__in=mine), span, None, NOW)
    histories = [as_history(one) for one in data]
    wanted = figures.numbers(indicators, leaves(indicators, indicators), histories, [], span)
    assert found.counts == wanted


def test_two_statements_for_any_number_of_indicators(cast):
    as_rows([Raw("petition", "register")], cast.units["office"])
    every = {
        f"i{number}": IndicatorShape(
            count=Select(process=("petition",), act=(act,), where={"people": (f">={number}",)}),
            **NAMES,
        )
        for number, act in enumerate(["register", "close"] * 10)
    }
    every["grids"] = IndicatorShape(count=Select(records="grids"), standing=True, **NAMES)
    with CaptureQueriesContext(connection) as captured:
        measure(every, every, Q(), Span(START, START), cast.divisions["county"], NOW, years=(0, 1))
    assert len(captured) == 2


def test_a_place_counts_with_all_below_it_and_without_one_the_office_does(cast):
    act = [Raw("petition", "register")]
    as_rows(act, cast.units["town"], place=cast.divisions["village"])
    as_rows(act, cast.units["town"])
    as_rows(act, cast.units["town"], place=cast.divisions["other_town"])
    as_rows(act, cast.units["far"])
    count = {"all": IndicatorShape(count=Select(process=("petition",)), **NAMES)}

    def number(place: str) -> int:
        span = Span(START, START)
        return measure(count, count, Q(), span, cast.divisions[place], NOW).counts[Leaf("all")]

    found = {place: number(place) for place in ("province", "county", "town", "village", "far")}
    assert found == {"province": 4, "county": 3, "town": 2, "village": 1, "far": 1}


def test_what_an_act_sets_by_itself_is_a_fact(cast, monkeypatch):
    monkeypatch.setattr(
        "huiyin.insight.facts._set_by_acts",
        lambda name, _newest: (("grassroots/petition@1", "work", "true"),) if name == "ok" else (),
    )
    as_rows([Raw("petition", "register"), Raw("petition", "work", 1)], cast.units["office"])
    as_rows([Raw("petition", "register"), Raw("petition", "close", 1)], cast.units["office"])
    select = Select(process=("petition",), act=("work", "close"), where={"ok": (True,)})
    shape = {"ok": IndicatorShape(count=select, **NAMES)}
    span = Span(START, START + timedelta(9))
    assert measure(shape, shape, Q(), span, None, NOW).counts == {Leaf("ok"): 1}


@pytest.mark.parametrize(
    ("table", "where", "number"),
    [("grids", {}, 1), ("posts", {"role": ("head",)}, 5), ("divisions", {"level": (4,)}, 2),
     ("divisions", {"kind": ("village",)}, 1), ("divisions", {"kind": ("community",)}, 0)],
)  # fmt: skip
def test_tables_are_counted_in_a_place(cast, table, where, number):
    shape = IndicatorShape(count=Select(records=table, where=where), standing=True, **NAMES)
    found = measure({"n": shape}, ["n"], Q(), Span(START, START), cast.divisions["county"], NOW)
    assert found.counts == {Leaf("n"): number}
