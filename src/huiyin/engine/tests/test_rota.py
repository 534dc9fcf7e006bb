"""Rotas by the thousand: coverage against a count of every minute, plans that break nothing."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from huiyin.engine.calendar import Calendar, DayKind, SpecialDay
from huiyin.engine.method_shape import RotaShape
from huiyin.engine.rota import Away, Person, Stand, overlaps, rest_broken, rest_of, turns
from huiyin.engine.rota_cover import gaps, holes
from huiyin.engine.rota_plan import CATCH_UP, Wanted, propose, tallies

ZONE = timezone(timedelta(hours=8))
CALENDAR = Calendar(
    "test",
    {
        date(2026, 3, 4): SpecialDay(DayKind.HOLIDAY),
        date(2026, 3, 7): SpecialDay(DayKind.MAKE_UP),
    },
)
FIRST = date(2026, 3, 2)
NAMES = "甲乙丙丁"
MINUTE = timedelta(minutes=1)


def shape(**given) -> RotaShape:
    slot = {"zh": "岗", "en": "slot", "roles": ["window"]}
    usual = {
        "zh": "值班", "en": "duty", "law": "x", "kind": "duty", "levels": ["town"], "days": "day",
        "begins": "08:30", "hours": 24,
    }  # fmt: skip
    slots = given.pop("slots", {"a": {}, "b": {"substitutes": "a"}})
    rows = {key: slot | row for key, row in slots.items()}
    return RotaShape.model_validate(usual | given | {"slots": rows})


shapes = st.builds(
    shape,
    days=st.sampled_from(["day", "workday"]),
    begins=st.sampled_from(["00:00", "08:30", "20:00"]),
    hours=st.sampled_from([4, 8, 12, 24]),
    rest=st.sampled_from([None, "8h", "24h", "2nd"]),
    slots=st.fixed_dictionaries({
        "lead": st.fixed_dictionaries({"least": st.integers(0, 2)}),
        "a": st.fixed_dictionaries({"least": st.integers(0, 2)}),
        "b": st.fixed_dictionaries({"least": st.integers(0, 1), "substitutes": st.just("a")}),
    }),
)  # fmt: skip
days = st.integers(0, 9).map(lambda offset: FIRST + timedelta(offset))
leaves = st.lists(
    st.tuples(st.sampled_from(NAMES), days, st.integers(0, 4)).map(
        lambda row: Away(row[0], row[1], row[1] + timedelta(row[2]))
    ),
    max_size=6,
)
people = st.lists(
    st.builds(
        Person, st.sampled_from(NAMES), st.frozensets(st.sampled_from(["lead", "a", "b"])),
        first=days, last=days,
    ),
    max_size=8,
)  # fmt: skip


def moment(row) -> datetime:
    day, minutes = row
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    return (midnight + timedelta(minutes=minutes)).astimezone(UTC)


stands = st.lists(
    st.tuples(
        st.tuples(
            days, st.sampled_from([0, 510, 1200]) | st.integers(0, 95).map(lambda one: one * 15)
        ).map(moment),
        st.sampled_from([8, 24, 72]).map(lambda hours: timedelta(hours=hours))
        | st.integers(1, 120).map(lambda quarter: quarter * timedelta(minutes=15)),
        st.sampled_from(["lead", "a", "b"]), st.sampled_from(NAMES),
    ).map(lambda row: Stand(row[0], row[0] + row[1], row[2], row[3])),
    max_size=12,
)  # fmt: skip


def apart(rows: list[Stand], others: list[Stand] | None = None) -> list[Stand]:
    """Those that leave nobody in two places."""
    kept: list[Stand] = []
    for one in rows:
        if not overlaps([*kept, *(others or ()), one]):
            kept.append(one)
    return kept


def is_away(person: str, at: datetime, away: list[Away]) -> bool:
    day = at.astimezone(ZONE).date()
    return any(one.person == person and one.first <= day <= one.last for one in away)


def minute_by_minute(rota, span, rows, away, step=15 * MINUTE):
    """The obvious way: at every moment (all times are quarters of an hour), who is planned, who is
    there, how many lack."""
    for turn in span:
        at = turn.begins
        while at < turn.ends:
            for key, slot in rota.slots.items():
                now = [one for one in rows if one.begins <= at < one.ends]
                there = [one for one in now if not is_away(one.person, at, away)]
                lacking = slot.least - sum(one.slot == key for one in there)
                second = sum(rota.slots[one.slot].substitutes == key for one in there)
                if lacking > 0:
                    yield at, key, max(0, lacking - second)
            at += step


@given(shapes, stands, leaves)
@example(shape(), [Stand(moment((FIRST, 510)), moment((FIRST + timedelta(1), 510)), "a", "甲")],
         [Away("甲", FIRST + timedelta(1), FIRST + timedelta(1))])  # fmt: skip
def test_coverage_is_what_a_count_of_every_moment_finds(rota, rows, away):
    span = turns(rota, FIRST, FIRST + timedelta(4), CALENDAR, ZONE)
    found = Counter()
    for hole in holes(rota, span, rows, away, ZONE):
        assert len(hole.instead) + hole.missing > 0
        at = hole.begins
        while at < hole.ends:
            found[at, hole.slot, hole.missing] += 1
            at += 15 * MINUTE
    assert found == Counter(minute_by_minute(rota, span, rows, away))


@given(shapes, people, leaves, stands, stands)
def test_a_plan_breaks_nothing(rota, persons, away, planned, busy):
    planned, busy = apart(planned), apart(busy, planned)
    span = turns(rota, FIRST, FIRST + timedelta(6), CALENDAR, ZONE)
    made = propose(Wanted(rota, span, persons, CALENDAR, ZONE, away, planned, busy))
    assert not [pair for pair in overlaps([*planned, *busy, *made]) if set(pair) & set(made)]
    rest = rest_of(rota)
    for one, other in combinations(sorted([*planned, *busy, *made]), 2):
        if one.person == other.person and {one, other} & set(made):
            assert other.begins - one.ends >= rest
    for one in made:
        assert any(mine.holds(one.begins.astimezone(ZONE).date()) for mine in persons
                   if mine.key == one.person and one.slot in mine.slots)  # fmt: skip
        at = one.begins
        while at < one.ends:
            assert not is_away(one.person, at, away)
            at += 30 * MINUTE
    for turn in span:
        for key, slot in rota.slots.items():
            mine = [one for one in made if (one.begins, one.slot) == (turn.begins, key)]
            assert len(mine) <= slot.least


@given(
    st.integers(1, 8), st.integers(1, 3), st.integers(1, 40), st.sampled_from([None, "24h", "2nd"]),
    st.sampled_from([8, 24]), st.sampled_from(["day", "workday"]),
)  # fmt: skip
def test_who_is_always_there_has_at_most_one_more(size, least, length, rest, hours, which):
    rota = shape(slots={"a": {"least": least}}, rest=rest, hours=hours, days=which)
    names = [f"p{number}" for number in range(size)]
    persons = [Person(name, frozenset({"a"})) for name in names]
    span = turns(rota, FIRST, FIRST + timedelta(length), CALENDAR, ZONE)
    made = propose(Wanted(rota, span, persons, CALENDAR, ZONE))
    had = tallies(made, names, CALENDAR, ZONE).values()
    shifts = [one.shifts for one in had]
    assert max(shifts) - min(shifts) <= 1
    if rest is None:
        assert sum(shifts) == len(span) * min(least, size)


@given(st.integers(2, 8), st.integers(10, 60))
def test_days_off_go_round_too(size, length):
    """No weekday becomes somebody's own: with a turn each day, weekends differ by little."""
    rota = shape(slots={"a": {}})
    names = [f"p{number}" for number in range(size)]
    span = turns(rota, FIRST, FIRST + timedelta(length), CALENDAR, ZONE)
    asked = Wanted(rota, span, [Person(name, frozenset({"a"})) for name in names], CALENDAR, ZONE)
    had = [one.days_off for one in tallies(propose(asked), names, CALENDAR, ZONE).values()]
    assert max(had) - min(had) <= 2


def test_the_same_question_has_the_same_answer_whatever_the_order():
    rota = shape(slots={"a": {}, "b": {"substitutes": "a"}}, rest="24h")
    span = turns(rota, FIRST, FIRST + timedelta(13), CALENDAR, ZONE)
    persons = [Person(name, frozenset({"a", "b"})) for name in NAMES]
    one = propose(Wanted(rota, span, persons, CALENDAR, ZONE))
    other = propose(Wanted(rota, span[::-1], persons[::-1], CALENDAR, ZONE))
    assert one == other
    assert gaps(holes(rota, span, one, (), ZONE)) == []


def test_who_was_away_for_long_makes_up_for_two():
    rota = shape(slots={"a": {}}, hours=8)
    past = turns(rota, FIRST - timedelta(28), FIRST - timedelta(1), CALENDAR, ZONE)
    two = [Person(name, frozenset({"a"})) for name in "甲乙"]
    before = propose(Wanted(rota, past, two, CALENDAR, ZONE))
    assert len(before) == 28
    new = [*two, Person("丙", frozenset({"a"}))]
    span = turns(rota, FIRST, FIRST + timedelta(8), CALENDAR, ZONE)
    made = propose(Wanted(rota, span, new, CALENDAR, ZONE, planned=before))
    had = Counter(one.person for one in made)
    assert had["丙"] == 3 + CATCH_UP - 1
    assert [one.person for one in made][:CATCH_UP] == ["丙"] * CATCH_UP


def test_turns_begin_on_the_days_of_the_rota_and_end_after_their_hours():
    span = turns(shape(days="workday", hours=8), FIRST, FIRST + timedelta(6), CALENDAR, ZONE)
    assert [one.day.day for one in span] == [2, 3, 5, 6, 7]
    assert not any(one.off or one.night for one in span)
    around = turns(shape(), FIRST, FIRST + timedelta(6), CALENDAR, ZONE)
    assert [one.off for one in around] == [False, False, True, False, False, False, True]
    assert all(one.night for one in around)
    assert [one.ends for one in around][:-1] == [one.begins for one in around][1:]
    until = turns(shape(begins="16:00", hours=8), FIRST, FIRST, CALENDAR, ZONE)
    assert not until[0].night


def test_rest_and_overlap_are_found():
    rota = shape(rest="24h")
    one, two, three = turns(rota, FIRST, FIRST + timedelta(2), CALENDAR, ZONE)
    rows = [Stand(one.begins, one.ends, "a", "甲"), Stand(two.begins, two.ends, "a", "甲"),
            Stand(three.begins, three.ends, "a", "乙"), Stand(one.begins, two.ends, "b", "丙"),
            Stand(two.begins, two.ends, "a", "丙")]  # fmt: skip
    assert [first.person for first, _second in overlaps(rows)] == ["丙"]
    assert [first.person for first, _second in rest_broken(rota, rows)] == ["甲"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"rest": "3wd"}, {"rest": "5wh"}, {"rest": "1m"}, {"rest": "8nd"},
        {"rest": "169h"}, {"hours": 25}, {"begins": "24:00"},
        {"slots": {"a": {"substitutes": "a"}}}, {"slots": {"a": {"substitutes": "nobody"}}},
        {"slots": {"a": {}, "b": {"substitutes": "a"}, "c": {"substitutes": "b"}}}, {"slots": {}},
    ],
)  # fmt: skip
def test_a_rota_that_cannot_be_kept_is_refused(wrong):
    with pytest.raises(ValidationError):
        shape(**wrong)
