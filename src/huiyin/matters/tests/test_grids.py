"""A matter belongs to the grid that its first form names: the grid's member sees it."""

from __future__ import annotations

import pytest

from huiyin.matters import policy
from huiyin.matters.actions import register
from huiyin.matters.errors import Refused
from huiyin.matters.models import Matter
from huiyin.matters.testing import moment
from huiyin.matters.verify import verify


def found(cast, **changes: str) -> Matter:
    data = {
        "source": "call", "found_at": moment(0).isoformat(), "kind": "d17", "title": "争水沟",
        "text": "两家争水沟。", "place": cast.divisions["village"].pk, **changes,
    }  # fmt: skip
    by = cast.actor("town.handler")
    return register("dispute", by=by, data=data, pack="grassroots", at=moment(0, 10)).matter


def seen(cast, post: str) -> set[str]:
    visible = policy.visible(cast.actor(post))
    return set(Matter.objects.filter(visible).values_list("number", flat=True))


def test_the_member_of_the_grid_sees_the_dispute_there_and_no_other(cast):
    here, elsewhere = found(cast, grid=cast.grid.pk), found(cast)
    assert here.grid_id == cast.grid.pk
    assert seen(cast, "town.grid") == {here.number}
    assert verify([here.number, elsewhere.number]).ok


def test_a_grid_that_does_not_exist_is_refused(cast):
    with pytest.raises(Refused) as told:
        found(cast, grid="910102001201999")
    assert [(one.field, one.rule) for one in told.value.refusal.errors] == [
        ("grid", "unknown_grid")
    ]


def test_a_grid_that_was_changed_beside_the_events_is_found(cast):
    here = found(cast, grid=cast.grid.pk)
    Matter.objects.filter(pk=here.pk).update(grid=None)
    assert not verify([here.number]).ok
