"""The packs of the five places: none loosens the law, and none can be made to."""

from __future__ import annotations

from pathlib import Path

import pytest

from huiyin.engine.inherit import loosened
from huiyin.packs import load, method_file
from huiyin.packs.method_rows import rows

PLACES = sorted({row.pack for row in rows().values()})
LOOSER = {
    "sixty days become more": "clocks: {handle: {within: 61nd}}",
    "sixty days become working days": "clocks: {handle: {within: 60wd}}",
    "the notice is no longer statutory": "clocks: {notice: {kind: internal}}",
    "one more act stops the clock": "clocks: {identify: {stop: [forward, accept, note]}}",
    "one more pause": "clocks: {handle: {pause: note, resume: check_facts}}",
    "nobody confirms the opinion": "acts: {give_opinion: {second: null}}",
    "the extension is longer": "acts: {extend: {form: {days: {max: 60}}}}",
    "no reason for an extension": "acts: {extend: {form: {reason: {required: false}}}}",
    "no acceptance notice": "acts: {accept: {letter: null}}",
}


def folder(root: Path, below: str, change: str) -> Path:
    """A pack over a place's own, with one change of the petition."""
    version = load.process(below, "petition").version
    pack = f"pack: street\nversion: '1'\nname: {{zh: 街道, en: Street}}\nextends: {below}\n"
    (root / "pack.yaml").write_text(f"{pack}processes: [petition]\n", "utf-8")
    (root / "processes").mkdir()
    overlay = f"process: petition\noverlay: '{version}'\nversion: '1'\n{change}\n"
    (root / "processes" / "petition.yaml").write_text(overlay, "utf-8")
    return root


def refuse(pack: Path) -> None:
    """The pack cannot be used, because it loosens."""
    with pytest.raises(load.PackError) as refused:
        load.load(str(pack))
    assert {problem.code for problem in refused.value.problems} == {"loosens"}


@pytest.mark.parametrize("place", PLACES)
def test_a_place_loosens_nothing_that_the_country_sets(place: str) -> None:
    national = load.load(load.NATIONAL).processes
    for key, versions in load.load(place).versions.items():
        if key in national:
            found = loosened(national[key], versions[0].process, versions[0].source)
            assert [problem.say("en") for problem in found] == [], key


@pytest.mark.parametrize("change", LOOSER.values(), ids=LOOSER)
def test_a_pack_that_loosens_a_statutory_rule_is_refused(tmp_path: Path, change: str) -> None:
    refuse(folder(tmp_path, PLACES[0], change))


@pytest.mark.parametrize("place", PLACES[1:])
def test_over_every_place_a_longer_statutory_term_is_refused(tmp_path: Path, place: str) -> None:
    refuse(folder(tmp_path, place, LOOSER["sixty days become more"]))


@pytest.mark.parametrize("place", PLACES)
def test_a_pack_that_tightens_is_taken(tmp_path: Path, place: str) -> None:
    pack = load.load(str(folder(tmp_path, place, "clocks: {handle: {within: 45nd}}")))
    assert str(pack.process("petition").clocks["handle"].within) == "45nd"


@pytest.mark.parametrize("place", PLACES)
def test_promises_of_a_place_are_never_called_statutory(place: str) -> None:
    national = load.process(load.NATIONAL, "petition").clocks
    own = {
        key: clock.kind
        for key, clock in load.process(place, "petition").clocks.items()
        if key not in national
    }
    assert set(own.values()) <= {"internal"}


def test_1_3_7_are_working_days_and_shown_to_the_resident() -> None:
    clock = load.process("shagedu_1234", "petition").clocks["one_three_seven"]
    assert clock.model_dump(mode="json")["within"] is not None
    cases = getattr(clock.within, "cases", {})
    assert {key: str(term) for key, term in cases.items()} == {
        "urgent": "1wd", "livelihood": "3wd", "complex": "7wd",
    }  # fmt: skip
    assert clock.public is not None


def test_lists_of_lincang_hand_over_to_each_other() -> None:
    ledgers = method_file.method("lincang_215").ledgers
    for act, into in (("to_backlog", "backlog"), ("to_shift", "shift")):
        assert act in ledgers[into].enter.act
        for other in {"growth", "backlog", "shift"} - {into}:
            leaves = ledgers[other].exit
            assert leaves is not None
            assert act in leaves.act, (other, act)
