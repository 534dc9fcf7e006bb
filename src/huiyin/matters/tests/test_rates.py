"""The call-backs of a period by unit, and the command that shows the three rates."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from huiyin.matters.actions import perform, register
from huiyin.matters.models import Matter
from huiyin.matters.queries.rates import callbacks, report
from huiyin.matters.testing import moment
from huiyin.people.actor import SYSTEM

GOOD = {"reached": True, "contacted": "yes", "solved": "solved", "satisfied": "good"}
POOR = {"reached": True, "contacted": "no", "solved": "unsolved", "satisfied": "poor"}
MISSED = {"reached": False}
FIRST, LAST = moment(0).date(), moment(30).date()


class Order:
    """A hotline order taken in by the office and sent to a unit."""

    def __init__(self, cast, unit="town", **changes) -> None:
        self.cast, self.unit = cast, unit
        form = {
            "channel": "call", "received_at": moment(0).isoformat(), "kind": "complaint",
            "petitioner": {"name": "王小明", "phone": "13800001234"}, "title": "路灯不亮",
            "text": "三天不亮了",
        } | changes  # fmt: skip
        done = register(
            "order", pack="hotline", by=cast.actor("office.window"), data=form, at=moment(0, 10)
        )
        self.pk, self.number = done.matter.pk, done.matter.number
        self.act("dispatch", "office.dispatcher", 0, to_unit=cast.unit(unit))
        self.act("sign_in", f"{unit}.handler", 1)

    def act(self, act, by, day, **data):
        seq = Matter.objects.values_list("seq", flat=True).get(pk=self.pk)
        actor = self.cast.actor(by)
        at = moment(day, 11)
        return perform(self.pk, act, by=actor, data=data, expected_seq=seq, at=at)

    def replied(self, day=3):
        reply = {"answer_text": "已经修好", "reply_by": "call", "result": "solved"}
        self.act("reply", f"{self.unit}.handler", day, **reply)
        return self

    def called(self, day, answers, attempt=1):
        data = {"way": "call", "attempt": attempt, **answers}
        self.act("callback", "office.window", day, **data)
        return self

    def again(self, day):
        self.act("handle_again", "office.dispatcher", day, why_again="unsolved", demands="彻底修好")
        return self.replied(day + 1)


def kinds(counts):
    return {(one.kind, one.reached, one.solved): count for one, count in counts.items()}


def test_call_backs_are_counted_for_the_unit_that_replied(cast):
    Order(cast).replied().called(9, GOOD)
    Order(cast).replied().called(9, POOR)
    Order(cast, "bureau", kind="help").replied().called(9, GOOD)
    Order(cast)  # no call-back yet
    found = {one.name: one.counts for one in callbacks(SYSTEM, FIRST, LAST)}
    assert kinds(found["松石镇人民政府"]) == {
        ("complaint", True, "solved"): 1,
        ("complaint", True, "unsolved"): 1,
    }
    assert kinds(found["松岭县住建局"]) == {("help", True, "solved"): 1}


def test_only_the_period_counts_and_both_its_days(cast):
    Order(cast).replied().called(9, GOOD)
    day = moment(9).date()
    assert len(callbacks(SYSTEM, day, day)) == 1
    assert callbacks(SYSTEM, FIRST, day - timedelta(days=1)) == []
    assert callbacks(SYSTEM, day + timedelta(days=1), LAST) == []


def test_an_order_counts_once_and_a_later_success_does_not_wash_the_first_answer(cast):
    order = Order(cast).replied().called(9, POOR).again(10).called(20, GOOD)
    order.act("close", "office.dispatcher", 21)
    (first,) = callbacks(SYSTEM, FIRST, LAST)
    assert kinds(first.counts) == {("complaint", True, "unsolved"): 1}
    (last,) = callbacks(SYSTEM, FIRST, LAST, which="last")
    assert kinds(last.counts) == {("complaint", True, "solved"): 1}
    # the second call-back alone is no first answer
    assert callbacks(SYSTEM, moment(15).date(), LAST) == []


def test_not_reached_counts_only_while_nobody_was_ever_reached(cast):
    Order(cast).replied().called(9, MISSED).called(10, GOOD, attempt=2)
    Order(cast).replied().called(9, MISSED)
    (found,) = callbacks(SYSTEM, FIRST, LAST)
    assert kinds(found.counts) == {
        ("complaint", True, "solved"): 1,
        ("complaint", False, None): 1,
    }
    rates = report(SYSTEM, FIRST, LAST).total.rates
    assert (rates.called, rates.excluded["not_reached"], rates.response.denominator) == (2, 1, 1)


def test_a_repeat_is_known_and_left_out(cast):
    order = Order(cast).replied().called(9, GOOD)
    Order(cast, repeat_of=order.number).replied().called(9, POOR)
    found = report(SYSTEM, FIRST, LAST)
    assert found.total.rates.excluded == {"inquiry": 0, "repeat": 1, "not_reached": 0}
    assert (found.total.rates.called, found.total.rates.satisfaction.denominator) == (2, 1)


def test_a_deferred_order_stays_open_and_in_the_totals(cast):
    order = Order(cast).replied().called(9, POOR)
    plan = {
        "hang_ground": "project", "plan": "等管网改造，九月开工，期间每周抽排",
        "review_on": (date.today() + timedelta(days=30)).isoformat(),  # noqa: DTZ011 -- any later day fits
        "resident_told": True,
    }  # fmt: skip
    order.act("hang", "town.handler", 10, **plan)
    order.act("hang", "office.head", 11)
    matter = Matter.objects.get(pk=order.pk)
    assert (matter.state, matter.is_open) == ("hung", True)
    assert report(SYSTEM, FIRST, LAST).total.rates.solution.denominator == 1


def test_nobody_counts_what_he_may_not_see(cast):
    Order(cast).replied().called(9, GOOD)
    Order(cast, "bureau").replied().called(9, GOOD)
    assert len(callbacks(cast.actor("office.dispatcher"), FIRST, LAST)) == 2
    assert [one.name for one in callbacks(cast.actor("town.head"), FIRST, LAST)] == [
        "松石镇人民政府"
    ]
    assert callbacks(cast.actor("other_town.head"), FIRST, LAST) == []
    assert callbacks(cast.actor("county.admin"), FIRST, LAST) == []


def test_a_report_takes_few_statements_whatever_its_size(cast, django_assert_max_num_queries):
    for _number in range(3):
        Order(cast).replied().called(9, GOOD)
    actor = cast.actor("office.dispatcher")
    with django_assert_max_num_queries(2):
        report(actor, FIRST, LAST)


def test_the_rule_is_that_of_the_last_day(cast):
    assert report(SYSTEM, FIRST, LAST).rule.weights.response == 30
    assert report(SYSTEM, date(2023, 1, 1), date(2023, 12, 31)).rule.weights.response == 10
    with pytest.raises(LookupError):
        report(SYSTEM, date(2020, 1, 1), date(2020, 12, 31))
    with pytest.raises(ValueError, match="before"):
        report(SYSTEM, LAST, FIRST)


def test_the_command_prints_numbers_with_their_origin(cast):
    Order(cast).replied().called(9, GOOD)
    Order(cast).replied().called(9, POOR)
    out = StringIO()
    call_command("rates", FIRST.isoformat(), LAST.isoformat(), "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert found["weights"] == {"response": 30, "solution": 35, "satisfaction": 35}
    assert found["total"]["response"] == {"numerator": 1, "denominator": 2, "percent": "50.00"}
    assert [unit["unit"] for unit in found["units"]] == ["松石镇人民政府"]
    assert found["total"]["composite"] == "50.00"
    out = StringIO()
    call_command("rates", FIRST.isoformat(), LAST.isoformat(), stdout=out)
    assert "1/2 50.00" in out.getvalue()


def test_the_command_tells_what_is_wrong(db):
    with pytest.raises(CommandError, match="no rates are defined"):
        call_command("rates", "2020-01-01", "2020-02-01")
    with pytest.raises(CommandError, match="invalid"):
        call_command("rates", "yesterday", "2020-02-01")
