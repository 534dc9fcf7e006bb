"""Settings: every C and D row, changed by a draft, ruling new matters only."""

from __future__ import annotations

import pytest

from huiyin.engine.adjustable import BadValue
from huiyin.matters.errors import NotVisible
from huiyin.matters.testing import Walk
from huiyin.methods import drafts, settings
from huiyin.methods.errors import DraftRefused
from huiyin.methods.review import review
from huiyin.methods.testing import in_days
from huiyin.packs import load

RATING = "clocks.rating.within"


def values() -> dict[str, str]:
    return {row.setting.key: row.setting.value for row in settings.rows("national")}


@pytest.mark.django_db
def test_rows_of_confidence_c_and_d_are_listed_with_their_source():
    found = {row.setting.key: row.setting for row in settings.rows("national")}
    rating = found[RATING]
    assert (rating.value, rating.confidence, rating.version) == ("30nd", "D", "2022-05-01")
    assert rating.law
    assert found["follow_ups.execution.in"].confidence == "D"
    assert not [key for key in found if key.startswith("clocks.handle")]


def test_a_change_goes_through_two_people_and_rules_new_matters(cast, admin, second):
    old = Walk(cast)
    draft = settings.propose("national", "petition", RATING, "45nd", by=admin)
    assert values()[RATING] == "30nd"
    draft = drafts.submit(draft.number, in_days(0), by=admin, expected_seq=draft.seq)
    drafts.approve(draft.number, by=second, expected_seq=draft.seq)
    new = Walk(cast)
    row = next(row for row in settings.rows("national") if row.setting.key == RATING)
    assert (row.setting.value, row.default, row.is_changed) == ("45nd", "30nd", True)
    assert row.setting.version == new.matter.version != old.matter.version
    ours = load.process("national", "petition", old.matter.version)
    assert str(ours.clocks["rating"].within) == "30nd"


def test_several_changes_in_one_draft(cast, admin):
    draft = settings.propose("national", "petition", RATING, "45nd", by=admin)
    both = settings.propose(
        "national", "petition", "follow_ups.execution.in", "10nd", by=admin, into=draft.number
    )
    assert both.number == draft.number
    (effect,) = review(both, in_days(0)).effects
    told = [change.path for change in effect.changes if change.section != "stories"]
    assert told == ["process.valid_from", RATING, "follow_ups.execution.within"] or set(told) == {
        "process.valid_from", RATING, "follow_ups.execution.within",
    }  # fmt: skip
    assert review(both, in_days(0)).is_sound


def test_what_is_no_setting_cannot_be_changed_here(admin):
    for process, key in (("petition", "clocks.handle.within"), ("petition", "x"), ("none", RATING)):
        with pytest.raises(NotVisible):
            settings.propose("national", process, key, "90nd", by=admin)
    with pytest.raises(NotVisible):
        settings.find("nowhere", "petition", RATING)


@pytest.mark.parametrize("value", ["", "soon", "-3nd", "45 days", "45"])
def test_a_value_is_written_as_the_pack_writes_it(admin, value):
    with pytest.raises(BadValue):
        settings.propose("national", "petition", RATING, value, by=admin)


def test_the_same_value_is_no_change(admin):
    with pytest.raises(DraftRefused, match="no_change"):
        settings.propose("national", "petition", RATING, " 30nd ", by=admin)
