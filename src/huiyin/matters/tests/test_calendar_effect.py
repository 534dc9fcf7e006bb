"""What a calendar would do is what it does: the preview is held against the recomputation."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from huiyin.matters import testing
from huiyin.matters.calendar_effect import effect, pending
from huiyin.matters.history import zone
from huiyin.matters.models import Clock, Event
from huiyin.matters.recompute import recompute
from huiyin.matters.testing import Walk
from huiyin.people.actions import calendars
from huiyin.people.forms.calendar import HoursForm, YearForm
from huiyin.people.models import Change
from huiyin.people.testing import make_cast
from huiyin.places.preview import preview
from huiyin.places.publish import thought

LONG_REST = "day,kind,zh,en\n" + "".join(
    f"2025-{(date(2025, 4, 21) + timedelta(n)):%m-%d},rest,长假,Long rest\n" for n in range(20)
)


@pytest.fixture
def cast(db):
    return make_cast(None)


@pytest.fixture
def walk(cast, monkeypatch):
    monkeypatch.setattr(testing, "START", (2025, 3, 3))
    return Walk(cast).to_handling()


def at(*day: int) -> datetime:
    return datetime(*day, tzinfo=zone())


def looked(cast, text=LONG_REST, **given):
    return preview(calendars.look(YearForm({"text": text, **given}), by=cast.actor("county.admin")))


def test_the_preview_is_what_then_happens(cast, walk):
    moves = effect(looked(cast), at(2025, 3, 20)).moves
    told = {(one.clock, one.before, one.after) for one in moves}
    assert told
    row = calendars.publish(YearForm({"text": LONG_REST}), by=cast.actor("county.admin"))
    assert pending(row) == 1
    recompute(row)
    assert pending(row) == 0
    event = Event.objects.filter(matter=walk.pk, act="recomputed").get()
    done = {
        (one["key"], datetime.fromisoformat(one["old_legal"]),
         datetime.fromisoformat(one["new_legal"]))
        for one in event.data["clocks"] if one["old_legal"] != one["new_legal"]
    }  # fmt: skip
    running = set(
        Clock.objects.filter(matter=walk.pk, status="running").values_list("key", flat=True)
    )
    assert told == {one for one in done if one[0] in running}


def test_looking_writes_nothing(cast, walk):
    before = list(Clock.objects.order_by("pk").values())
    effect(looked(cast), at(2025, 3, 20))
    assert list(Clock.objects.order_by("pk").values()) == before
    assert not Change.objects.exists()


def test_what_is_overdue_now_can_be_in_time_then(cast, walk):
    found = effect(looked(cast), at(2025, 5, 8))
    assert {(one.turns, one.before < one.after) for one in found.moves} <= {
        ("", True), ("in_time", True)
    }  # fmt: skip
    assert found.in_time == sum(one.before < at(2025, 5, 8) <= one.after for one in found.moves)


def test_a_year_of_other_days_moves_nothing(cast, walk):
    text = "day,kind,zh,en\n2031-01-01,rest,元旦,\n"
    found = effect(looked(cast, text), at(2025, 3, 20))
    assert (found.matters, found.moves) == (0, [])
    assert found.days


def test_a_region_elsewhere_moves_nothing(cast, walk):
    found = effect(looked(cast, division="910200000000"), at(2025, 3, 20))
    assert (found.matters, found.moves) == (0, [])


def test_more_matters_than_are_counted_are_named(cast, walk):
    Walk(cast).to_handling()
    found = effect(looked(cast), at(2025, 3, 20), most=1)
    assert (found.counted, found.matters, found.is_whole) == (1, 2, False)


def test_a_sealed_matter_is_counted_and_not_named(cast, walk):
    matter = walk.matter
    matter.sealed = True
    matter.save(update_fields=["sealed"])
    moves = effect(looked(cast), at(2025, 3, 20)).moves
    assert {one.number for one in moves} == {""}


def test_office_hours_are_published_and_kept_below_a_later_year(cast):
    asked = {"mon": "09:00-12:00, 14:00-17:30", "sat": "09:00-11:00"}
    form = HoursForm(asked, year=2025)
    row = calendars.publish(form, by=cast.actor("county.admin"))
    one = preview(thought({"overlay": "other", "rest": []}, year=2026))
    calendar = one.after("91.01.02")
    assert row.body["hours"]["mon"] == ["09:00-12:00", "14:00-17:30"]
    assert [f"{s.start:%H:%M}" for s in calendar.shifts(date(2025, 3, 3))] == ["09:00", "14:00"]
    assert Change.objects.get(kind="calendar").account_id is not None
