"""The responsibility map: who may enter what, gaps and overlaps, the letter that is signed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from huiyin.duties.models import Responsibility
from huiyin.duties.responsible import actions, queries
from huiyin.engine.definition import Role
from huiyin.engine.method import Method
from huiyin.engine.method_shape import ResponsibilityShape
from huiyin.people.actions.errors import Invalid, Refused
from huiyin.people.models import Change
from huiyin.people.testing import make_cast
from huiyin.places.models import Division

VILLAGE, TOWN = "910102001201", "910102001000"
DUTIES = {"duties": "接待、办理、答复村里提出的事项。"}
SHAPES = {
    "village": ResponsibilityShape(
        zh="包村", en="Village", law="本地", scope="division", level="village",
        roles=(Role.HANDLER, Role.HEAD), every=True, letter="responsibility_letter",
    ),
    "line": ResponsibilityShape(
        zh="包线", en="Line", law="本地", scope="line", roles=(Role.HEAD,)
    ),
}  # fmt: skip


@pytest.fixture
def cast(db, monkeypatch):
    made = make_cast(password=None)
    Division.objects.filter(pk="910102000000").update(pack="grassroots")
    method = Method("grassroots", responsibilities=SHAPES)
    monkeypatch.setattr(actions, "method_of", lambda pack: method if pack else Method(""))
    return made


def form(cast, **changes):
    post = cast.posts["town.handler"]
    today = timezone.localdate()
    return {
        "kind": "village", "unit": cast.units["town"].code, "post": post.title,
        "division": VILLAGE, "starts_on": today.isoformat(), **changes,
    }  # fmt: skip


def enter(cast, by="town.head", **changes):
    return actions.enter(form(cast, **changes), by=cast.actor(by))


def wrong(cast, **changes):
    with pytest.raises(Invalid) as caught:
        enter(cast, **changes)
    return {(one.field, one.code) for one in caught.value.wrong}


def board(day=None):
    shape = SHAPES["village"]
    path = Division.objects.get(pk=TOWN).path
    return queries.board("village", shape, [path], day or timezone.localdate())


def test_a_place_without_anybody_is_a_gap_until_somebody_is_entered(cast):
    before = board()
    assert before.gaps == before.places > 0
    enter(cast)
    after = board()
    assert after.gaps == before.gaps - 1
    line = next(one for one in after.lines if one.place.pk == VILLAGE)
    assert [held.row.post.title for held in line.held] == [cast.posts["town.handler"].title]
    assert line.held[0].holder
    assert not line.is_gap
    assert not line.is_overlap


def test_two_posts_for_one_place_are_shown_as_an_overlap(cast):
    enter(cast)
    enter(cast, post=cast.posts["town.head"].title)
    found = board()
    assert found.overlaps == 1
    assert next(one for one in found.lines if one.place.pk == VILLAGE).is_overlap


def test_what_has_ended_is_a_gap_again(cast):
    row = enter(cast)
    today = timezone.localdate()
    actions.end(row.pk, {"ends_on": today.isoformat()}, by=cast.actor("town.head"))
    assert board(today).gaps == board().places - 1
    assert board(today + timedelta(1)).gaps == board().places
    assert Change.objects.filter(kind="responsibility").count() == 2


def test_the_form_says_what_is_wrong(cast):
    assert ("division", "level") in wrong(cast, division=TOWN)
    assert ("division", "required") in wrong(cast, division="")
    assert ("line", "not_asked") in wrong(cast, line="住建")
    assert ("post", "unknown") in wrong(cast, post="没有的岗位")
    today = timezone.localdate()
    early = (today - timedelta(1)).isoformat()
    assert ("ends_on", "too_early") in wrong(cast, ends_on=early)
    assert ("line", "required") in wrong(cast, kind="line", division="",
                                         post=cast.posts["town.head"].title)  # fmt: skip
    assert not Responsibility.objects.exists()


def test_only_heads_and_only_for_their_own_units_and_places(cast):
    with pytest.raises(PermissionDenied):
        enter(cast, by="town.handler")
    with pytest.raises(Invalid) as caught:
        enter(cast, by="bureau.head")
    assert {one.code for one in caught.value.wrong} == {"elsewhere"}


def test_its_letter_is_a_matter_signed_by_two(cast):
    row = enter(cast)
    letter = actions.draw_up(row.pk, DUTIES, by=cast.actor("town.head"))
    assert letter.process == "responsibility_letter"
    assert Responsibility.objects.get(pk=row.pk).letter_id == letter.pk
    with pytest.raises(Refused):
        actions.draw_up(row.pk, DUTIES, by=cast.actor("town.head"))
