"""Stories about duties: what is told is found, and what is not is said."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.engine.calendar import Calendar
from huiyin.engine.duty_filing import CannotFile, Filing, Standing, check, form_of, standing
from huiyin.engine.duty_stories import tell
from huiyin.engine.forms import Context
from huiyin.engine.method import parse_method
from huiyin.engine.tests.oracles import ZONE

FILE = """
sensitive:
  day_one: {zh: 国庆, en: National Day, from: "10-01", to: "10-07", law: 通知}
duties:
  zero:
    {zh: 零报告, en: Zero report, law: 制度, every: sensitive, due: "17:00", zero: true,
     owners: {role: window},
     form: {people: {type: int, zh: 人数, en: People, required: true, min: 0}}}
  check: {zh: 排查, en: Check, law: 制度, every: day, owners: {role: grid}, proof: file}
  again: {zh: 回访, en: Visit, law: 制度, after: {process: p, act: close, in: 3wd},
          owners: {role: handler}}
stories:
  - story: 国庆
    tells: duty zero
    given: {from: 2026-09-28, to: 2026-10-09, now: 2026-10-04T09:00, filings: [
      {day: 2026-10-01, at: 2026-10-01T16:00, zero: true},
      {day: 2026-10-02, at: 2026-10-03T09:00, with: {people: 3}},
      {day: 2026-10-05, at: 2026-10-04T09:00, with: {people: 3}},
      {day: 2026-10-06, at: 2026-10-06T09:00}, {day: 2026-10-07, at: 2026-10-08T09:00, zero: true}]}
    expect: {count: 7, standing: {2026-10-01: zero, 2026-10-02: late, 2026-10-03: missing,
      2026-10-04: open, 2026-10-05: refused not_open, 2026-10-06: refused form people required,
      2026-10-07: zero_late}}
  - story: 之后
    tells: duty again
    given: {acts: [2026-03-06T20:00 close, 2026-03-09 other], days_off: [2026-03-10]}
    expect: {days: [2026-03-12], due: [2026-03-12T17:30], opens: [2026-03-06T20:00]}
  - story: 讲错了
    tells: duty zero
    given: {from: 2026-10-01, to: 2026-10-02, now: 2026-10-09}
    expect: {days: [2026-10-01], due: [2026-10-01T17:00, 2026-10-02T17:00],
             standing: {2026-10-02: in_time, 2026-11-02: missing}}
"""


@pytest.fixture(scope="module")
def method():
    found, problems = parse_method("town", {"method/duties.yaml": FILE})
    assert not problems
    return found


@pytest.mark.parametrize("number", [0, 1])
def test_what_is_told_is_found(method, number):
    assert not list(tell(method, method.stories[number], Calendar("plain"), ZONE))


def test_what_is_not_is_said(method):
    assert list(tell(method, method.stories[2], Calendar("plain"), ZONE)) == [
        ("days", "['2026-10-01']", "['2026-10-01', '2026-10-02']"),
        ("standing 2026-10-02", "in_time", "missing"),
        ("standing 2026-11-02", "missing", "no duty on this day"),
    ]


def test_a_story_that_cannot_be_read(method):
    broken = method.stories[2].model_copy(update={"given": {"form": "2026-10-01"}})
    with pytest.raises(KeyError, match="form"):
        list(tell(method, broken, Calendar("plain"), ZONE))


def refused(shape, filing, now, **more):
    with pytest.raises(CannotFile) as error:
        check(shape, filing, Context(now, ZONE), **more)
    return error.value.code


def test_nothing_happened_is_said_and_never_assumed(method):
    now = datetime(2026, 10, 1, 9, tzinfo=ZONE)
    zero, day = method.duties["zero"], method.duties["check"]
    context = Context(now, ZONE)
    assert check(zero, Filing({}, is_zero=True), context, opens_at=now) == ({}, ())
    _data, errors = check(zero, Filing({}), context, opens_at=now)
    assert [(error.field, error.rule) for error in errors] == [("people", "required")]
    assert refused(day, Filing({}, is_zero=True), now, opens_at=now) == "no_zero"
    both = Filing({"people": "3"}, is_zero=True)
    assert refused(zero, both, now, opens_at=now) == "zero_with_content"
    assert refused(zero, Filing({}), now, opens_at=now, filed_at=now) == "filed"
    assert refused(zero, Filing({}), now, opens_at=now + timedelta(seconds=1)) == "not_open"


def test_proof_is_a_field_of_its_own(method):
    now = datetime(2026, 10, 1, 9, tzinfo=ZONE)
    shape = method.duties["check"]
    assert list(form_of(shape)) == ["proof"]
    _data, errors = check(shape, Filing({}), Context(now, ZONE), opens_at=now)
    assert [(error.field, error.rule) for error in errors] == [("proof", "required")]


@given(st.integers(-50, 50), st.none() | st.integers(-50, 50))
def test_a_standing_is_one_of_five(now, filed):
    zero = datetime(2026, 3, 2, tzinfo=ZONE)
    opens, due = zero, zero + timedelta(hours=10)
    at = zero + timedelta(hours=now)
    filed_at = None if filed is None else zero + timedelta(hours=filed)
    found = standing(opens, due, filed_at, at)
    if filed is not None:
        assert found is (Standing.LATE if filed > 10 else Standing.IN_TIME)
    elif now < 0:
        assert found is Standing.COMING
    else:
        assert found is (Standing.OPEN if now <= 10 else Standing.MISSING)
