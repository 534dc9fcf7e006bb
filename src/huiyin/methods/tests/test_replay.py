"""Replaying what a place recorded: the same matters, nothing sealed, only one's own places."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.matters.testing import Walk, moment
from huiyin.matters.testing_reports import ReportWalk
from huiyin.methods.replay import asking
from huiyin.methods.replay.assumptions import assumptions
from huiyin.methods.replay.chart import chart, svg
from huiyin.methods.replay.compare import NothingCame, Question, compare
from huiyin.methods.replay.gather import gather
from huiyin.places.models import Division

COUNTY = "910102000000"


@pytest.fixture
def county(cast):
    return Division.objects.get(pk=COUNTY)


def question(county, pack="liuyuan_345", **more):
    day = moment(0).date()
    return Question(county, day - timedelta(3), day + timedelta(3), pack, **more)


def test_what_is_replayed_is_what_was_recorded(cast, county):
    walk = Walk(cast).to_archive()
    found = gather(county, moment(-3), moment(3))
    (arrival,) = found.arrivals
    acts = [event.act for event in walk.matter.events.filter(step="do").order_by("seq")]
    assert [step.act for step in arrival.steps] == acts
    assert arrival.steps[1].desk.role == "dispatcher"
    assert found.processes == {"petition": "national"}


def test_both_methods_see_the_same_matters(cast, county):
    for _ in range(3):
        Walk(cast).to_archive()
    answer = compare(question(county))
    assert answer.own.matters == answer.other.matters == 3
    assert answer.own.plan == "national"
    assert answer.other.plan == "liuyuan_345"
    assert answer.own.clocks["petition.handle"].total == 3
    assert len(assumptions(answer)) >= 8


def test_more_work_for_each_act_lays_more_load_on_posts(cast, county):
    Walk(cast).to_archive()
    light, heavy = (compare(question(county, effort=effort)) for effort in (10, 240))
    assert heavy.own.loads[0].busy > light.own.loads[0].busy


def test_sealed_matters_stay_out(cast, county):
    ReportWalk(cast)
    with pytest.raises(NothingCame):
        compare(question(county))


def test_nobody_asks_for_places_above_their_own(cast, county):
    given = {"pack": "xupu", "place": COUNTY, "first": "2026-01-01", "last": "2026-02-01",
             "effort": "30", "duty": "15"}  # fmt: skip
    with pytest.raises(asking.BadQuestion):
        asking.question(cast.actor("town.head"), given)
    with pytest.raises(PermissionDenied):
        asking.question(cast.actor("town.handler"), given)
    mine = asking.place_of(cast.actor("town.head"))
    assert asking.question(cast.actor("town.head"), {**given, "place": mine}).place.pk == mine
    for name, value in (("effort", "0"), ("last", "x"), ("last", "2025-01-01"), ("pack", "no")):
        with pytest.raises(asking.BadQuestion) as caught:
            asking.question(cast.actor("town.head"), {**given, "place": mine, name: value})
        assert caught.value.field == name
        assert asking.say(caught.value)


def test_the_chart_has_a_line_for_each(cast, county):
    Walk(cast).to_archive()
    answer = compare(question(county))
    drawn = chart((answer.own, answer.other), ["<a>", "b"])
    picture = svg(drawn, "积压")
    assert picture.count("<polyline") == 2
    assert "&lt;a&gt;" in picture
