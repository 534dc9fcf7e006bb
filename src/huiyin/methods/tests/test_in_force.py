"""Which method rules where: put in force by administrators alone, logged, read by everybody."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.methods import in_force
from huiyin.methods.testing import ADMIN
from huiyin.people.models import Change
from huiyin.places.method import in_force as known
from huiyin.places.method import nearest
from huiyin.places.models import Division

COUNTY, TOWN = "910102000000", "910102001000"


def put(cast, code, pack, by=ADMIN):
    in_force.put(cast.actor(by), code, pack)


def test_the_nearest_division_above_decides(cast):
    put(cast, COUNTY, "xupu")
    assert cast.actor("town.handler").packs == {"xupu"}
    put(cast, TOWN, "liuyuan_345")
    assert cast.actor("town.handler").packs == {"liuyuan_345"}
    assert cast.actor("office.window").packs == {"xupu"}
    put(cast, TOWN, "")
    assert cast.actor("town.handler").packs == {"xupu"}


def test_only_an_administrator_and_only_what_is_there(cast):
    with pytest.raises(PermissionDenied):
        put(cast, COUNTY, "xupu", by="town.head")
    for code, pack, field in ((COUNTY, "hotline", "pack"), ("999999999999", "xupu", "division")):
        with pytest.raises(in_force.NotPossible) as caught:
            put(cast, code, pack)
        assert caught.value.field == field
    assert not Division.objects.exclude(pack="").exists()


def test_it_is_logged_once(cast):
    for _ in range(2):
        put(cast, COUNTY, "xupu")
    (change,) = Change.objects.filter(act="in_force")
    assert (change.before, change.after) == ({"pack": ""}, {"pack": "xupu"})


def test_a_place_without_a_method_has_none(cast):
    put(cast, COUNTY, "xupu")
    methods = known()
    assert nearest(methods, "910102001201") == "xupu"
    assert nearest(methods, "910103000000") == ""
    assert nearest(methods, "") == "xupu"
