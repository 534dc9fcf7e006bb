"""Units: set up, changed, dissolved; what the database refuses is an error of its field."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.people.actions import units
from huiyin.people.actions.errors import Invalid, Refused
from huiyin.people.actions.saving import seen
from huiyin.people.forms.unit import FIELDS
from huiyin.people.models import Change, Unit
from huiyin.people.testing import make_cast

NEW = {"name": "松石镇司法所", "code": "justice", "kind": "bureau", "division": "松石镇"}


@pytest.fixture
def cast(db):
    return make_cast(None)


@pytest.fixture
def admin(cast):
    return cast.actor("county.admin")


def wrong(act, *args, **options):
    with pytest.raises(Invalid) as refused:
        act(*args, **options)
    return {(one.field, one.code) for one in refused.value.wrong}


def as_typed(unit, **changes):
    """The form of a unit as its page fills it in."""
    typed = {
        "name": unit.name, "code": unit.code, "kind": unit.kind, "division": unit.division_id,
        "parent": unit.parent.code if unit.parent else "", "address": unit.address,
        "phone": unit.phone, "reception_hours": unit.reception_hours,
        "short_word": unit.short_word,
    }  # fmt: skip
    return typed | changes


def test_a_unit_is_set_up_and_logged(cast, admin):
    unit = units.create(NEW | {"parent": "town 松石镇人民政府"}, by=admin)
    assert (unit.parent, unit.division) == (cast.units["town"], cast.divisions["town"])
    assert unit.above[-1] == cast.units["town"].pk
    change = Change.objects.get(kind="unit")
    assert (change.account_id, change.act, change.title) == (
        admin.account_id, "create", "松石镇司法所"
    )  # fmt: skip
    assert change.after["parent"] == cast.unit("town")


@pytest.mark.parametrize("post", ["town.head", "county.auditor", "office.window"])
def test_only_administration_sets_up_units(cast, post):
    with pytest.raises(PermissionDenied):
        units.create(NEW, by=cast.actor(post))
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"name": ""}, "name", "required"),
        ({"code": "town"}, "code", "taken"),
        ({"code": "two words"}, "code", "invalid"),
        ({"kind": "club"}, "kind", "invalid_choice"),
        ({"division": "nowhere"}, "division", "unknown"),
        ({"parent": "nobody"}, "parent", "unknown"),
        ({"vertical": "on"}, "line_parent", "required"),
        ({"name": "长" * 101}, "name", "max_length"),
        ({"name": "松石\x00"}, "name", "null_characters_not_allowed"),
    ],
)
def test_wrong_fields_are_named(cast, admin, changes, field, code):
    assert (field, code) in wrong(units.create, NEW | changes, by=admin)
    assert Unit.objects.count() == len(cast.units)


def test_a_name_of_several_asks_for_the_code(cast, admin):
    units.create(NEW, by=admin)
    units.create(NEW | {"code": "justice2"}, by=admin)
    asked = NEW | {"code": "third", "parent": "松石镇司法所"}
    assert ("parent", "ambiguous") in wrong(units.create, asked, by=admin)
    assert units.create(asked | {"parent": "justice2"}, by=admin).parent.code == "justice2"


def test_a_unit_cannot_come_under_itself(cast, admin):
    county = cast.units["county"]
    typed = as_typed(county, parent="town")
    found = wrong(units.change, county.pk, typed, by=admin, expected=seen(county, FIELDS))
    assert found == {("parent", "loop")}


def test_one_unit_of_a_division_takes_in_what_is_raised_online(cast, admin):
    units.create(NEW | {"takes_online": "on"}, by=admin)
    asked = NEW | {"code": "other", "takes_online": "on"}
    assert wrong(units.create, asked, by=admin) == {("takes_online", "taken")}


def test_a_change_keeps_what_differs(cast, admin):
    town = cast.units["town"]
    units.change(town.pk, as_typed(town, phone="0999-2"), by=admin, expected=seen(town, FIELDS))
    change = Change.objects.get()
    assert (change.before, change.after) == ({"phone": "0999-1000000"}, {"phone": "0999-2"})


def test_a_form_with_nothing_new_leaves_no_line(cast, admin):
    town = cast.units["town"]
    units.change(town.pk, as_typed(town), by=admin, expected=seen(town, FIELDS))
    assert not Change.objects.exists()


def test_what_changed_meanwhile_is_not_overwritten(cast, admin):
    town = cast.units["town"]
    before = seen(town, FIELDS)
    units.change(town.pk, as_typed(town, phone="0999-2"), by=admin, expected=before)
    with pytest.raises(Refused, match="stale"):
        units.change(town.pk, as_typed(town, phone="0999-3"), by=admin, expected=before)
    assert Unit.objects.get(pk=town.pk).phone == "0999-2"


def test_a_unit_with_units_below_is_not_dissolved(cast, admin):
    with pytest.raises(Refused, match="has_units"):
        units.dissolve(cast.units["county"].pk, {"reason": "撤并"}, by=admin)


def test_a_unit_is_dissolved_into_its_successor(cast, admin):
    asked = {"reason": "撤并", "successor": "other_town"}
    unit = units.dissolve(cast.units["town"].pk, asked, by=admin)
    assert unit.successor == cast.units["other_town"]
    assert cast.actor("town.head").posts == ()
    change = Change.objects.get()
    assert (change.act, change.reason) == ("dissolve", "撤并")
    with pytest.raises(Refused, match="dissolved"):
        units.dissolve(unit.pk, asked, by=admin)


def test_a_unit_does_not_succeed_itself(cast, admin):
    asked = {"reason": "撤并", "successor": "town"}
    found = wrong(units.dissolve, cast.units["town"].pk, asked, by=admin)
    assert found == {("successor", "loop")}
