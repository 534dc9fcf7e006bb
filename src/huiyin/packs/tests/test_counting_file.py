"""Counting files are read strictly; a pack without one counts like the pack below it."""

from __future__ import annotations

import pytest

from huiyin.packs import counting_file, load
from huiyin.packs.counting_file import CountingFileError

NATIONAL = (load.folder("national") / counting_file.FILE).read_text("utf-8")


def test_every_pack_has_rules():
    for pack in load.available():
        rules = counting_file.rules(pack)
        assert rules.processes


def test_the_rules_fit_the_forms_of_the_processes():
    """Channels, purposes, ratings, acts and clocks that are counted by are there."""
    rules = counting_file.rules()
    petition = load.process("national", "petition")
    form = petition.acts["register"].form
    assert {*rules.channels.batch, *rules.channels.piece} == form["channel"].options.keys()
    assert rules.purposes.keys() == form["purpose"].options.keys()
    facts = rules.facts
    wanted = {facts.people, facts.signatories, facts.beyond, rules.repeat.field}
    assert wanted <= form.keys()
    assert {"petitioner", "representatives", "signatories"} <= form.keys()
    acts = {*rules.repeat.set_by, *rules.repeat.cleared_by, *rules.closed.acts, rules.ratings.act}
    assert acts <= petition.acts.keys()
    clocks = {rules.ratings.clock, *(key for keys in rules.clocks.values() for key in keys)}
    assert clocks <= petition.clocks.keys()
    rating = petition.acts[rules.ratings.act].form
    told = {value for values in rules.ratings.values.values() for value in values}
    assert all(rating[name].options.keys() == told for name in rules.ratings.objects)
    assert set(rules.processes) <= load.load("national").processes.keys()


def test_what_differs_by_place_says_so():
    rules = counting_file.rules()
    assert rules.joint_letter.confidence == "D"
    assert rules.group_visit.confidence == "C"
    assert {band.confidence for band in rules.bands} == {"B"}
    assert {one.confidence for one in rules.indicators.values()} <= {"B", "D"}


@pytest.mark.parametrize(
    ("change", "told"),
    [(("least: 5, zh: 集体访", "least: five, zh: 集体访"), "line|:"),
     (("processes: [petition, suggestion, report]", "processes: 3"), "processes"),
     (("group_visit:", "group_visits:"), "group_visit"),
     (("part: notice.in_time", "part: notice.soon"), "notice.soon")],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(tmp_path, monkeypatch, change, told):
    (tmp_path / counting_file.FILE).write_text(NATIONAL.replace(*change), "utf-8")
    monkeypatch.setattr(load, "folder", lambda _pack: tmp_path)
    counting_file.rules.cache_clear()
    try:
        with pytest.raises(CountingFileError, match=told):
            counting_file.rules()
    finally:
        counting_file.rules.cache_clear()


def test_a_story_names_matters_that_are_there(tmp_path, monkeypatch):
    story = (
        "stories:\n  - story: x\n    period: [2026-08-01, 2026-08-31]\n"
        "    came: {one: {day: 2026-08-01, merged: {into: two, on: 2026-08-01}}}\n"
    )
    (tmp_path / counting_file.STORIES).write_text(story, "utf-8")
    monkeypatch.setattr(load, "folder", lambda _pack: tmp_path)
    with pytest.raises(CountingFileError, match="unknown matters"):
        counting_file.stories()
