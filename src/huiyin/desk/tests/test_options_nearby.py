"""In a large installation a form lists the units and posts nearby, not all of them."""

from __future__ import annotations

import pytest

from huiyin.desk import options
from huiyin.desk.options import Setting, options_for
from huiyin.engine.definition import FormField
from huiyin.people.testing import make_cast
from huiyin.places.models import Division

UNITS = {"to_unit": FormField(zh="单位", en="Unit", type="unit")}
POSTS = {"team": FormField(zh="岗位", en="Posts", type="posts")}


@pytest.fixture
def cast(db):
    return make_cast(password=None)


def values(form, kind, cast, by):
    return {one.value for one in options_for(form, Setting(cast.actor(by)))[kind]}


def test_all_are_listed_while_they_are_few(cast):
    assert values(UNITS, "unit", cast, "town.handler") == {str(u.pk) for u in cast.units.values()}


def test_of_many_those_above_and_below_are_listed(cast, monkeypatch):
    monkeypatch.setattr(options, "MOST_PLACES", len(cast.units) - 1)
    elsewhere = Division.objects.create(code="920000000000", name="别省", level=1)
    far = cast.units["bureau"]
    far.division = elsewhere
    far.save()
    shown = values(UNITS, "unit", cast, "town.handler")
    assert str(far.pk) not in shown
    assert str(cast.units["town"].pk) in shown


def test_grid_posts_are_left_out_of_a_long_list(cast, monkeypatch):
    every = values(POSTS, "posts", cast, "office.dispatcher")
    monkeypatch.setattr(options, "MOST_PLACES", len(every) - 1)
    shown = values(POSTS, "posts", cast, "office.dispatcher")
    grids = {str(post.pk) for name, post in cast.posts.items() if post.role == "grid"}
    assert grids
    assert shown.isdisjoint(grids)
    assert shown < every
