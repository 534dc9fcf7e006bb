"""A unit that owns open matters, a post that holds some, are not closed."""

from __future__ import annotations

import pytest

from huiyin.matters.testing import TRIAGE, Walk
from huiyin.people.actions import posts, units
from huiyin.people.actions.errors import Refused
from huiyin.people.models import Change, Unit
from huiyin.people.testing import make_cast


@pytest.fixture
def cast(db):
    return make_cast(None)


def test_a_unit_with_open_matters_is_not_dissolved(cast):
    Walk(cast).to_handling()
    town = cast.units["town"]
    with pytest.raises(Refused, match="owns_matters") as refused:
        units.dissolve(town.pk, {"reason": "撤并"}, by=cast.actor("county.admin"))
    assert "1" in refused.value.said
    assert Unit.objects.get(pk=town.pk).dissolved_on is None
    assert not Change.objects.exists()


def test_a_unit_whose_matters_are_closed_can_be_dissolved(cast):
    Walk(cast).to_archive()
    units.dissolve(cast.units["town"].pk, {"reason": "撤并"}, by=cast.actor("county.admin"))
    assert Unit.objects.get(code="town").dissolved_on is not None


def test_a_post_with_open_matters_is_not_closed(cast):
    walk = Walk(cast)
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    post = cast.posts["office.handler"]
    walk.act("allot", "office.dispatcher", 2, {"post": str(post.pk)})
    with pytest.raises(Refused, match="holds_matters"):
        posts.close(post.pk, by=cast.actor("county.admin"))
