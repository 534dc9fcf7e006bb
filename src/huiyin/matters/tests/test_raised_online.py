"""What a resident raises without an account is taken in by the unit that says it does."""

import pytest

from huiyin.matters import testing
from huiyin.matters.actions import register
from huiyin.matters.errors import Refused
from huiyin.people.actor import resident
from huiyin.people.intake import intake_of, intake_unit

pytestmark = pytest.mark.django_db


def online(cast, *keys):
    for key in keys:
        cast.units[key].takes_online = True
        cast.units[key].save()


def test_the_nearest_unit_above_the_place_takes_it_in(cast):
    online(cast, "office", "town")
    assert intake_unit(cast.divisions["village"]) == cast.units["town"]
    assert intake_unit(cast.divisions["other_town"]) == cast.units["office"]
    assert intake_unit(cast.divisions["far"]) is None


def test_a_resident_registers_with_the_unit_that_was_found(cast):
    by = resident("web", intake=intake_of(cast.units["office"]))
    done = register(by=by, data=testing.petition(channel="web"), via="portal")
    assert done.matter.intake_unit == done.matter.owner_unit == cast.units["office"]
    assert done.matter.registrar_id is None
    assert done.event.account_id is None


def test_without_a_unit_nothing_is_registered(cast):
    with pytest.raises(Refused) as refused:
        register(by=resident("web"), data=testing.petition(channel="web"), via="portal")
    assert refused.value.refusal.code == "no_unit"
