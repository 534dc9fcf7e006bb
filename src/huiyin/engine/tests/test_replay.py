"""The replay against what can be reckoned by hand: no queue, one queue, clocks, added acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.engine.replay.office_time import MINUTES, OfficeTime
from huiyin.engine.replay.plan import duty_minutes, plan_of
from huiyin.engine.replay.run import Replay
from huiyin.engine.replay.values import Added, Arrival, Desk, Plan, Step, Term
from huiyin.engine.terms import Term as Length
from huiyin.packs import calendar_files, load, method_file

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = calendar_files.national()
DESK = Desk("局", "handler")
TERM = Term(
    "handle", frozenset({"received"}), frozenset({"reply"}), frozenset(), Length.parse("5wd")
)
PLAN = Plan("p", {"petition": (TERM,)})
EFFORT = 30


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


def petition(number: int, came: datetime, *, wait: int = 0) -> Arrival:
    return Arrival(
        f"{number:04}", "petition", came, (Step("register", DESK), Step("reply", DESK, wait))
    )


def run(arrivals: list[Arrival], posts: int, plan: Plan = PLAN) -> Replay:
    replay = Replay(plan, arrivals, {DESK: posts}, CALENDAR, ZONE, effort=EFFORT)
    replay.run()
    return replay


@given(st.integers(0, 340 * 1440))
def test_a_minute_of_office_time_leads_back_to_its_moment(passed: int) -> None:
    office = OfficeTime(CALENDAR, ZONE, date(2026, 1, 1), date(2026, 12, 31))
    moment = at(date(2026, 1, 5), 0) + timedelta(minutes=passed)
    minute = office.minute(moment)
    assert 0 <= minute <= office.length
    assert office.minute(office.moment(minute)) == minute
    in_office = CALENDAR.is_workday(moment.date()) and 9 <= moment.hour < 17
    if in_office and minute % MINUTES:
        assert office.moment(minute) == moment


@settings(max_examples=30)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=25), st.integers(0, 600))
def test_with_a_post_for_each_nobody_waits(days: list[int], wait: int) -> None:
    first = date(2026, 3, 2)
    arrivals = [
        petition(n, at(CALENDAR.next_workday(first + timedelta(day))), wait=wait)
        for n, day in enumerate(days)
    ]
    replay = run(arrivals, len(arrivals))
    assert sum(replay.waited.values()) == 0
    assert len(replay.finished) == len(arrivals)
    assert replay.busy[DESK] == 2 * EFFORT * len(arrivals)


def test_one_post_does_one_after_another() -> None:
    day = date(2026, 3, 2)
    replay = run([petition(n, at(day)) for n in range(20)], 1)
    office = replay.office
    ends = sorted(office.minute(moment) for moment in replay.finished.values())
    assert ends[-1] == 20 * 2 * EFFORT
    assert sum(replay.waited.values()) > 0


def test_too_few_posts_make_matters_late_and_more_posts_mend_it() -> None:
    day = date(2026, 3, 2)
    many = [petition(n, at(day)) for n in range(100)]
    few = Replay(PLAN, many, {DESK: 1}, CALENDAR, ZONE, effort=EFFORT).run()
    enough = Replay(PLAN, many, {DESK: 5}, CALENDAR, ZONE, effort=EFFORT).run()
    assert few.clocks["petition.handle"].total == enough.clocks["petition.handle"].total == 100
    assert few.on_time.in_time < 100 == enough.on_time.in_time
    assert max(n for _day, n in few.backlog) > max(n for _day, n in enough.backlog)


def test_an_act_that_the_plan_adds_is_done_after_the_act_that_starts_its_clock() -> None:
    plan = replace(PLAN, added={"petition": {"register": (Added("feedback", "handler"),)}})
    replay = run([petition(0, at(date(2026, 3, 2)))], 1, plan)
    assert replay.steps[DESK] == 3


def test_a_town_adds_its_three_weeks_to_what_the_nation_asks() -> None:
    pack, national = load.load("liuyuan_345"), load.load("national")
    plan = plan_of(pack, method_file.method("liuyuan_345"), dict(national.processes))
    acts = {one.act for found in plan.added["petition"].values() for one in found}
    assert {"record_feedback", "record_measures"} <= acts


def test_an_act_that_the_plan_lacks_is_left_out() -> None:
    plan = replace(PLAN, acts={"petition": frozenset({"register"})})
    assert run([petition(0, at(date(2026, 3, 2)))], 1, plan).steps[DESK] == 1


def test_duties_make_a_post_slower() -> None:
    plan = replace(PLAN, duty_minutes={"handler": MINUTES / 2})
    free, laden = (run([petition(0, at(date(2026, 3, 2)))], 1, one) for one in (PLAN, plan))
    assert laden.finished["0000"] > free.finished["0000"]


def test_a_clock_runs_only_where_its_condition_holds() -> None:
    plan = Plan("p", {"petition": (replace(TERM, when={"procedure": ("simple",)}),)})
    usual = petition(0, at(date(2026, 3, 2)))
    simple = replace(usual, number="0001", facts={"procedure": "simple"})
    assert run([usual, simple], 2, plan).clocks["petition.handle"] == [True]


def test_an_extension_gives_the_matter_more_time() -> None:
    long = 12 * 1440
    plan = Plan("p", {"petition": (replace(TERM, extend="extend", by=Length.parse("10wd")),)})
    usual = petition(0, at(date(2026, 3, 2)), wait=long)
    steps = (usual.steps[0], Step("extend", DESK), usual.steps[1])
    extended = replace(usual, number="0001", steps=steps)
    assert run([usual], 1, plan).clocks["petition.handle"] == [False]
    assert run([extended], 1, plan).clocks["petition.handle"] == [True]


def test_two_runs_give_the_same_figures() -> None:
    many = [petition(n, at(date(2026, 3, 2 + n % 5))) for n in range(40)]
    both = [Replay(PLAN, many, {DESK: 2}, CALENDAR, ZONE, effort=EFFORT).run() for _ in range(2)]
    assert both[0] == both[1]


def test_the_national_pack_is_a_plan_with_its_clocks() -> None:
    pack = load.load("national")
    plan = plan_of(pack, method_file.method("national"), dict(pack.processes))
    terms = {term.key: term for term in plan.terms["petition"]}
    assert terms["handle"].within == Length.parse("60nd")
    assert plan.added["petition"] == {}


def test_duties_are_reckoned_for_a_working_day() -> None:
    found = duty_minutes(method_file.method("grassroots"), 15)
    assert all(minutes >= 0 for minutes in found.values())
