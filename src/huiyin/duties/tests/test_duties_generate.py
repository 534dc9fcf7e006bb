"""Generating duties: against a slow loop, twice, stopped in the middle, after a change."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from huiyin.duties import generate as module
from huiyin.duties.generate import generate
from huiyin.duties.models import Duty
from huiyin.duties.tests.duty_world import DUTIES, MONDAY, at, filed, in_force, one
from huiyin.people.models import Holding, Post
from huiyin.people.testing import Cast, make_cast
from huiyin.places.models import CalendarVersion, Division

SUNDAY = MONDAY + timedelta(days=6)
BEFORE = at(1, 0)


@pytest.fixture
def cast(db, monkeypatch) -> Cast:
    made = make_cast(password=None)
    in_force(monkeypatch, made)
    return made


def rows() -> Counter:
    values = Duty.objects.values_list("key", "unit__code", "post__title", "day")
    return Counter((*names, day.day) for *names, day in values)


def expected(cast: Cast) -> Counter:
    """What a person would write down: unit by unit, duty by duty, day by day."""
    found: Counter = Counter()
    for day in range(1, 8):
        for unit in ("town", "other_town"):
            posts = list(Post.objects.filter(unit=cast.units[unit], active=True).order_by("pk"))
            if day <= 5:
                of_role = [post.title for post in posts if post.role == "handler"]
                found.update(("daily", unit, title, day) for title in of_role or [None])
            if day == 5:
                found["weekly", unit, next(p.title for p in posts if p.role == "head"), day] += 1
            if day in {3, 4}:
                of_role = [post.title for post in posts if post.role == "mediator"]
                found.update(("zero", unit, title, day) for title in of_role or [None])
    return found


def test_every_unit_post_and_day_once(cast):
    Post.objects.create(unit=cast.units["town"], title="第二承办", role="handler")
    Post.objects.create(unit=cast.units["town"], title="撤掉的", role="handler", active=False)
    done = generate(MONDAY, SUNDAY, now=BEFORE)
    assert rows() == expected(cast)
    assert done.made == sum(rows().values())
    assert one("weekly").due_at == at(5, 17, 30)
    assert one("zero").opens_at == at(2, 0)


def test_a_second_run_makes_nothing(cast):
    generate(MONDAY, SUNDAY, now=BEFORE)
    ids = set(Duty.objects.values_list("pk", flat=True))
    again = generate(MONDAY, SUNDAY, now=BEFORE)
    assert (again.made, again.taken_back) == (0, 0)
    assert set(Duty.objects.values_list("pk", flat=True)) == ids


def test_a_stopped_run_goes_on(cast, monkeypatch):
    monkeypatch.setattr(module, "MOST", 1)

    def stop(done: int, units: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(MONDAY, SUNDAY, now=BEFORE, advance=stop)
    there = set(Duty.objects.values_list("pk", flat=True))
    seen = []
    generate(MONDAY, SUNDAY, now=BEFORE, advance=lambda done, units: seen.append((done, units)))
    assert rows() == expected(cast)
    assert there
    assert there < set(Duty.objects.values_list("pk", flat=True))
    assert seen[-1] == (6, 6)


def test_only_where_a_method_is_in_force_and_only_where_asked(cast):
    generate(MONDAY, SUNDAY, [cast.divisions["town"].pk], now=BEFORE)
    assert set(Duty.objects.values_list("unit__code", flat=True)) == {"town"}
    Division.objects.filter(pack="national").update(pack="")
    generate(MONDAY, SUNDAY, now=BEFORE)
    assert not Duty.objects.exists()


def test_a_unit_without_the_post_gets_a_row_without_one(cast):
    generate(MONDAY, SUNDAY, now=BEFORE)
    assert one("zero", unit=cast.units["other_town"]).post is None
    Post.objects.create(unit=cast.units["other_town"], title="新设调解", role="mediator")
    done = generate(MONDAY, SUNDAY, now=BEFORE)
    assert (done.made, done.taken_back) == (2, 2)
    assert one("zero", unit=cast.units["other_town"]).post.title == "新设调解"


def test_a_unit_that_need_not_have_the_post_lacks_nothing(cast, monkeypatch):
    text = DUTIES.replace("{role: mediator,", "{role: mediator, optional: true,")
    in_force(monkeypatch, cast, text)
    generate(MONDAY, SUNDAY, now=BEFORE)
    assert not Duty.objects.filter(post=None).exists()


def test_where_one_is_enough_it_is_somebody_who_is_there(cast):
    old = cast.posts["town.head"]
    Holding.objects.filter(post=old).update(ends_on=MONDAY - timedelta(days=1))
    new = Post.objects.create(unit=cast.units["town"], title="新负责人", role="head")
    Holding.objects.create(post=new, account=cast.accounts["town.head"], starts_on=MONDAY)
    generate(MONDAY, SUNDAY, now=BEFORE)
    assert one("weekly", unit=cast.units["town"]).post == new


def test_what_changed_is_replaced_and_what_was_filed_stays(cast, monkeypatch):
    generate(MONDAY, SUNDAY, now=BEFORE)
    mine = {"key": "daily", "unit": cast.units["town"]}
    early = filed(cast, "town.handler", one(**mine, day=date(2027, 3, 1)), at(1, 16))
    later = DUTIES.replace('due: "17:00"', 'due: "18:00"').replace("every: week fri", "every: day")
    in_force(monkeypatch, cast, later)
    generate(MONDAY, SUNDAY, now=at(3, 12))
    found = {row.day.day: row for row in Duty.objects.filter(**mine)}
    assert found[1].pk == early.pk
    assert found[1].filed_at == at(1, 16)
    assert [found[day].due_at.astimezone(at(1).tzinfo).hour for day in (1, 2, 3, 4)] == [
        17, 17, 18, 18,
    ]  # fmt: skip
    assert Duty.objects.filter(key="weekly", unit=cast.units["town"]).count() == 7


def test_a_duty_that_is_gone_leaves_what_was_due(cast, monkeypatch):
    generate(MONDAY, SUNDAY, now=BEFORE)
    in_force(monkeypatch, cast, "duties: {}")
    generate(MONDAY, SUNDAY, now=at(3, 12))
    left = Duty.objects.order_by("day").values_list("key", "day").distinct()
    assert [(key, day.day) for key, day in left] == [("daily", 1), ("daily", 2)]


def test_dissolved_units_have_no_duties_any_more(cast):
    unit = cast.units["town"]
    unit.dissolved_on = date(2027, 3, 3)
    unit.save()
    generate(MONDAY, SUNDAY, now=BEFORE)
    assert set(Duty.objects.filter(unit=unit).values_list("day", flat=True)) == {
        date(2027, 3, 1), date(2027, 3, 2),
    }  # fmt: skip


def test_a_place_with_its_own_days_off(cast):
    off = {"from": "2027-03-02", "to": "2027-03-02", "zh": "停工", "en": "closed"}
    body = {"overlay": "town", "rest": [off]}
    CalendarVersion.objects.create(
        division=cast.divisions["town"], year=2027, version="1", source="通知", body=body,
        published_at=at(1, 0),
    )  # fmt: skip
    generate(MONDAY, SUNDAY, now=BEFORE)
    daily = Duty.objects.filter(key="daily")
    assert {row.day.day for row in daily.filter(unit=cast.units["town"])} == {1, 3, 4, 5}
    assert {row.day.day for row in daily.filter(unit=cast.units["other_town"])} == {1, 2, 3, 4, 5}
