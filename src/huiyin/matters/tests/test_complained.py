"""A report never reaches whom it is about: the unit, what is below it, the person, their posts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huiyin.matters.actions import register
from huiyin.matters.actions.complained import is_about
from huiyin.matters.errors import Refused
from huiyin.matters.models import Matter
from huiyin.matters.testing_reports import ReportWalk, report
from huiyin.people.models import Holding, Post

pytestmark = pytest.mark.django_db


def ids(cast, *names: str) -> list[str]:
    """Ids of units (`town`) and posts (`town.head`)."""
    return [str((cast.posts if "." in name else cast.units)[name].pk) for name in names]


@pytest.mark.parametrize(
    ("named", "one", "expected"),
    [
        ("town", "town", True), ("town", "county", False), ("town", "other_town", False),
        ("county", "town", True), ("county", "office", True), ("county", "far", False),
        ("town", "town.head", True), ("town", "office.head", False),
        ("county", "town.grid", True), ("county", "far.head", False),
        ("town.head", "town.head", True), ("town.head", "town", True),
        ("town.head", "town.window", True), ("town.head", "county", False),
        ("town.window", "town", False), ("town.window", "town.head", False),
        ("county.leader", "town", True), ("county.auditor", "town", False),
    ],
)  # fmt: skip
def test_units_and_posts(cast, named, one, expected):
    (wanted,) = ids(cast, one)
    assert is_about(wanted, ids(cast, named)) is expected
    assert is_about(wanted, ids(cast, "far.window", named)) is expected


def test_other_posts_of_the_same_person(cast):
    also = Post.objects.create(unit=cast.units["office"], title="兼任", role="handler")
    heads = Post.objects.create(unit=cast.units["bureau"], title="兼任局长", role="head")
    start = date(2021, 1, 1)
    accused = cast.accounts["town.window"]
    assert not is_about(str(also.pk), ids(cast, "town.window"))
    Holding.objects.create(post=also, account=accused, starts_on=start)
    assert is_about(str(also.pk), ids(cast, "town.window"))
    assert not is_about(*ids(cast, "office"), ids(cast, "town.window"))
    ended = Holding.objects.create(
        post=heads, account=accused, starts_on=start, ends_on=start + timedelta(days=1)
    )
    assert not is_about(*ids(cast, "bureau"), ids(cast, "town.window"))
    ended.ends_on = None
    ended.save()
    assert is_about(*ids(cast, "bureau"), ids(cast, "town.window"))


def test_who_held_the_post_before_is_meant_too(cast):
    """The report is about what was done from a post, perhaps years ago."""
    Holding.objects.filter(post=cast.posts["town.window"]).update(ends_on=date(2022, 1, 1))
    new = Post.objects.create(unit=cast.units["office"], title="新岗位", role="handler")
    Holding.objects.create(
        post=new, account=cast.accounts["town.window"], starts_on=date(2022, 1, 2)
    )
    assert is_about(str(new.pk), ids(cast, "town.window"))


def refusals(cast, **changes) -> set[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        register("report", by=cast.actor("office.window"), data=report(cast, **changes))
    assert not Matter.objects.exists()
    return {(error.field, error.rule) for error in refused.value.refusal.errors}


def test_a_report_is_not_registered_with_those_it_is_about(cast):
    town, county, auditor, head = ids(cast, "town", "county", "county.auditor", "town.head")
    assert refusals(cast, to_unit=town, keeper=head) == {("to_unit", "complained_about")}
    assert ("to_unit", "complained_about") in refusals(cast, accused_units=[county])
    assert ("keeper", "complained_about") in refusals(cast, accused_units=[county])
    own = ids(cast, "bureau.handler")
    assert refusals(cast, accused_units=None, accused_posts=own) == {("keeper", "complained_about")}
    boss = ids(cast, "county.leader")
    led = {"accused_units": None, "accused_posts": boss, "to_unit": county, "keeper": auditor}
    assert refusals(cast, **led) == {("keeper", "complained_about")}


def test_a_post_has_to_be_of_the_unit_named_with_it(cast):
    (keeper,) = ids(cast, "office.handler")
    assert refusals(cast, keeper=keeper) == {("keeper", "unknown_post")}
    assert refusals(cast, to_unit=None, keeper=keeper) == {("to_unit", "required")}


def test_what_becomes_known_later_counts_too(cast):
    walk = ReportWalk(cast, accused_units=None, accused_text=None)
    noted = {"accused_units": ids(cast, "county"), "basis": "来信附的合同"}
    walk.act("note_accused", "bureau.handler", 1, noted)
    handed = {"competence": "other", "basis": "县管", "way": "person", "pieces": 1,
              "to_unit": cast.unit("office"), "keeper": ids(cast, "office.head")[0]}  # fmt: skip
    with pytest.raises(Refused) as refused:
        walk.act("hand_over", "bureau.handler", 2, handed)
    found = {(error.field, error.rule) for error in refused.value.refusal.errors}
    assert found == {("to_unit", "complained_about"), ("keeper", "complained_about")}
