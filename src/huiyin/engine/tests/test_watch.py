"""Watches: the cut-off against one row at a time, occasions, and the stories of every pack."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from huiyin.engine import watch_stories
from huiyin.engine.calendar import Calendar, DayKind, Shift, SpecialDay
from huiyin.engine.method_shape import MethodStory, WatchShape
from huiyin.engine.over import behind, cutoff
from huiyin.engine.terms import Term, Unit
from huiyin.engine.watch import Occasion, Ticking, Watched, holding, occasion_of
from huiyin.packs import calendar_files, load
from huiyin.packs.method_file import method

ZONE = ZoneInfo("Asia/Shanghai")
NATION = calendar_files.national()
OFFICE = Calendar(
    "office", {date(2026, 3, 4): SpecialDay(DayKind.HOLIDAY, "节", "feast")}, frozenset({2026}),
    hours=dict.fromkeys(range(5), (Shift(time(9), time(12)), Shift(time(13, 30), time(17, 30)))),
)  # fmt: skip
EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)
START = datetime(2025, 6, 1, tzinfo=ZONE)
moments = st.timedeltas(timedelta(), timedelta(days=540)).map(lambda gone: START + gone)
terms = st.builds(Term, st.integers(0, 40), st.sampled_from(Unit))
calendars = st.sampled_from([NATION, OFFICE])
DAY_END = datetime(2026, 9, 30, 23, 59, 59, 999_999, tzinfo=ZONE)


@given(moments, terms, calendars, st.integers(-3, 3), st.timedeltas(-timedelta(80), timedelta(2)))
@example(datetime(2026, 10, 8, tzinfo=ZONE), Term(0, Unit.WORKDAY), NATION, 0, timedelta())
def test_the_cut_off_says_of_every_moment_what_the_rule_says(now, over, calendar, by, ago):
    at = cutoff(now, over, calendar, ZONE, EARLIEST)
    for moment in (now + ago, at + by * timedelta(microseconds=1)):
        assert (moment < at) == (behind(moment, over, calendar, ZONE) <= now)


@given(moments, st.timedeltas(timedelta(), timedelta(30)), terms, calendars)
def test_a_later_moment_is_never_past_earlier(moment, later, over, calendar):
    first, second = (behind(at, over, calendar, ZONE) for at in (moment, moment + later))
    assert first <= second
    assert first > moment


def test_nothing_is_past_when_the_cut_off_would_lie_before_the_earliest():
    now = EARLIEST + timedelta(days=3)
    assert cutoff(now, Term(9, Unit.DAY), NATION, ZONE, EARLIEST) == EARLIEST


@pytest.mark.parametrize(
    ("over", "first_day"),
    [("0nd", date(2026, 10, 1)), ("1wd", date(2026, 10, 8)), ("3wd", date(2026, 10, 10)),
     ("7nd", date(2026, 10, 7)), ("1m", date(2026, 10, 30))],
)  # fmt: skip
def test_the_first_day_on_which_something_is_over(over, first_day):
    term = Term.parse(over)
    assert behind(DAY_END, term, NATION, ZONE) == datetime.combine(first_day, time(), ZONE)


@given(st.sampled_from(["handle", "follow_up.execution", ""]), st.integers(1, 40), moments)
def test_an_occasion_is_found_again_by_its_key(clock, cycle, at):
    occasion = Occasion(clock, cycle if clock else 0, at.replace(microsecond=0))
    found = occasion_of(occasion.key, ZONE)
    assert found == occasion
    assert found.key == occasion.key
    assert occasion_of(Occasion("handle", cycle).key, ZONE) == Occasion("handle", cycle)


def shape(**said) -> WatchShape:
    return WatchShape.model_validate(
        {"zh": "逾期", "en": "Late", "law": "制度", "process": "petition", "tell": "head of owner"}
        | said
    )


@pytest.mark.parametrize(
    "said",
    [
        {"when": "late", "over": "1wd"},
        {"when": "idle", "over": "1wd", "clocks": "handle"},
        {"when": "idle"},
        {"when": "repeated", "clocks": "handle"},
        {"when": "repeated", "clocks": "handle", "times": 1},
        {"when": "repeated", "clocks": "handle", "times": 3, "over": "1wd"},
        {"when": "late", "clocks": "handle", "over": "1wd", "times": 3},
        {"when": "late", "clocks": "handle", "over": "1wd", "act": "order"},
        {"when": "late", "clocks": "handle", "over": "1wd", "label": "重点人"},
    ],
)
def test_a_watch_that_says_too_little_or_too_much_is_refused(said):
    with pytest.raises(ValidationError):
        shape(**said)


def test_each_clock_is_an_occasion_of_its_own_and_states_narrow():
    watches = {
        "late": shape(when="late", clocks=["handle", "notice"], over="0nd"),
        "there": shape(when="late", clocks="handle", over="0nd", states="forwarded"),
        "idle": shape(when="idle", over="3nd"),
    }
    clocks = [Ticking("handle", 2, DAY_END), Ticking("notice", 1, DAY_END), Ticking("x", 1, None)]
    acted = DAY_END - timedelta(days=9)
    matter = Watched("petition", "handling", "handle", acted, clocks)
    now = DAY_END + timedelta(days=1)
    found = [(one.watch, one.occasion.clock) for one in holding(watches, matter, now, NATION, ZONE)]
    assert found == [("idle", ""), ("late", "handle"), ("late", "notice")]
    resting = Watched("petition", "served", "review", acted)
    assert holding(watches, resting, now, NATION, ZONE) == []
    other = Watched("suggestion", "handling", "handle", acted, clocks)
    assert holding(watches, other, now, NATION, ZONE) == []


PACKS = [pack for pack in load.available() if method(pack).stories]
TOLD = [
    pytest.param(pack, story, id=f"{pack}: {story.story}")
    for pack in PACKS
    for story in method(pack).stories
    if story.tells.startswith("watch ")
]


@pytest.mark.parametrize(("pack", "story"), TOLD)
def test_the_stories_of_the_packs_hold(pack, story):
    assert list(watch_stories.tell(method(pack), story, NATION, ZONE)) == []


@pytest.mark.parametrize("pack", ["national", "grassroots", "hotline"])
def test_every_watch_has_a_story(pack):
    own = {key for source in method(pack).own for key in source.data.get("watches") or {}}
    told = {story.tells.split()[1] for story in method(pack).stories}
    assert own <= told


def test_a_story_that_is_wrong_is_told_so():
    given_ = {"process": "petition", "state": "handling", "acted": "2026-03-02",
              "clocks": {"handle": "2026-05-11"}, "now": "2026-05-20"}  # fmt: skip
    story = MethodStory.model_validate({
        "story": "错", "tells": "watch petition_late", "given": given_,
        "expect": {"found": False, "ground": "late"},
    })  # fmt: skip
    assert list(watch_stories.tell(method("national"), story, NATION, ZONE)) == [
        ("found", "False", "True")
    ]
