"""Strategies: histories of matters and selections that may or may not take their acts."""

from __future__ import annotations

from hypothesis import strategies as st

from huiyin.engine.method_shape import Select
from huiyin.insight.tests.making import Raw

PROCESSES = ("petition", "suggestion")
ACTS = ("register", "work", "close", "reopen")
_ROW = st.fixed_dictionaries(
    {"kind": st.sampled_from("ab")}, optional={"n": st.integers(1, 3), "said": st.just({"$c": "0"})}
)
DATA = st.fixed_dictionaries(
    {},
    optional={
        "listed": st.sampled_from(["growth", "backlog", 'a "b" \\ c']),
        "ok": st.booleans(),
        "people": st.integers(0, 6),
        "rows": st.lists(_ROW, max_size=3),
        "ids": st.lists(st.sampled_from(["x", "y", "z"]), max_size=2, unique=True),
        "said": st.just({"$c": "0"}),
        "nothing": st.none(),
    },
)
WHERE = st.fixed_dictionaries(
    {},
    optional={
        "listed": st.sampled_from([("growth",), ("backlog", 'a "b" \\ c'), (False,)]),
        "ok": st.sampled_from([(True,), (False,)]),
        "people": st.sampled_from([(">=3",), ("<2",), (4, "<1")]),
        "rows": st.sampled_from([(">=2",), (1,)]),
        "rows.kind": st.sampled_from([("a",), ("b",), (False,)]),
        "rows.n": st.sampled_from([(2,), (">=2",)]),
        "ids": st.sampled_from([("x",), ("y", "z")]),
        "said": st.sampled_from([(False,)]),
    },
)


@st.composite
def raws(draw: st.DrawFn) -> list[Raw]:
    """A matter: registered, then a few acts, some of them by two persons."""
    process = draw(st.sampled_from(PROCESSES))
    days = sorted(draw(st.lists(st.integers(0, 60), max_size=6)))
    found = [Raw(process, "register", 0, draw(DATA))]
    for day in days:
        process = draw(st.sampled_from([process, process, *PROCESSES]))
        way = draw(st.sampled_from(["done", "done", "confirmed", "returned"]))
        found.append(Raw(process, draw(st.sampled_from(ACTS)), day, draw(DATA), way))
    return found


@st.composite
def selects(draw: st.DrawFn) -> Select:
    return Select(
        process=tuple(draw(st.lists(st.sampled_from(PROCESSES), min_size=1, unique=True))),
        act=tuple(draw(st.lists(st.sampled_from(ACTS), max_size=3, unique=True))),
        first=draw(st.booleans()),
        where=draw(WHERE),
    )
