"""Pages offer the matters of the method in force alone."""

from __future__ import annotations

from huiyin.desk.kinds import kinds
from huiyin.packs import load
from huiyin.people.testing import make_cast
from huiyin.places.models import Division


def test_without_a_method_the_national_pack_and_what_stands_beside_it(db):
    cast = make_cast(password=None)
    found = {one.pack for one in kinds(cast.actor("office.window"))}
    assert found <= {load.NATIONAL, "hotline"}


def test_a_method_takes_the_place_of_the_packs_below_it(db):
    cast = make_cast(password=None)
    Division.objects.filter(pk="910102000000").update(pack="grassroots")
    found = {one.pack for one in kinds(cast.actor("office.window"))}
    assert "grassroots" in found
    assert load.NATIONAL not in found
