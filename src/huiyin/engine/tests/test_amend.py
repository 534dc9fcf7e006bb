"""A published change adds a version: named, dated, checked, beside the ones that run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huiyin.engine.amend import amend, version_after
from huiyin.engine.tests.petition import FILE, files, process, sample

DAY = date(2027, 1, 1)
HEAD = 'process: petition\noverlay: "2022-05-01"\n'
TIGHTER = {FILE: HEAD + "clocks: {handle: {within: 45nd}}\n"}
NEW = "processes/visit.yaml"


def codes(changes, pack=None, day=DAY):
    amended, problems = amend(pack or sample(), changes, "7", day)
    assert (amended is None) is bool(problems)
    return [problem.code for problem in problems]


def test_a_version_beside_the_others():
    amended, problems = amend(sample(), TIGHTER, "7", DAY)
    assert problems == amended.problems() == []
    pack = amended.pack
    assert [one.process.version for one in pack.versions["petition"]] == [
        "2022-05-01~7", "2022-05-01",
    ]  # fmt: skip
    assert pack.process("petition", "2022-05-01") is process()
    new = pack.process("petition")
    assert (new.valid_from, str(new.clocks["handle"].within)) == (DAY, "45nd")
    for today, version in ((date(2026, 12, 31), "2022-05-01"), (DAY, "2022-05-01~7")):
        assert replace(pack, today=today).processes["petition"].version == version
        assert pack.process("petition", on=today).version == version


def test_marks_do_not_pile_up():
    one, _ = amend(sample(), TIGHTER, "7", DAY)
    over = {FILE: HEAD.replace('01"', '01~7"') + "clocks: {rating: {within: 9nd}}\n"}
    two, problems = amend(one.pack, over, "12", DAY)
    assert not problems
    assert two.pack.process("petition").version == "2022-05-01~12"
    assert str(two.pack.process("petition").clocks["handle"].within) == "45nd"
    assert version_after("2022-05-01+1~3", "4") == "2022-05-01+1~4"


def test_what_cannot_be_in_a_draft():
    assert codes({}) == ["empty_draft"]
    assert codes({"pack.yaml": "x: 1"}) == ["not_in_draft"]
    assert codes({"letters/opinion.yaml": ""}) == ["letter_exists"]
    assert codes({FILE: files()[FILE]}) == ["needs_overlay"]
    assert codes({FILE: HEAD.replace("2022", "2021")}) == ["outdated_base"]
    assert codes({FILE: HEAD.replace("petition", "none")}) == ["no_base_process"]
    assert codes(TIGHTER, day=date(2022, 4, 30)) == ["valid_before"]
    assert codes({FILE: HEAD + "clocks: {handle: {within: soon}}\n"}) == ["bad_term"]
    assert codes({FILE: "- x"}) == ["not_a_mapping"]
    assert codes({FILE: HEAD, "processes/again.yaml": HEAD}) == ["same_version"]


def test_a_new_process_and_its_letter():
    text = files()[FILE].replace("process: petition", "process: visit")
    assert codes({NEW: text, "letters/visit_notice.yaml": "x"}) == []
    amended, _ = amend(sample(), {NEW: text, "letters/visit_notice.yaml": "x"}, "7", DAY)
    assert amended.pack.process("visit").valid_from == DAY
    assert {"visit_notice"} <= set(amended.pack.letters) & amended.pack.wordings
    assert amended.problems() == []
    with pytest.raises(KeyError):
        sample().process("visit")


def test_the_strict_check_looks_at_what_is_new():
    body = "acts: {note: {letter: nowhere}}\nclocks: {handle: {stop: give_opinion}}\n"
    amended, _ = amend(sample(), {FILE: HEAD + body}, "7", DAY)
    (letter,) = [one for one in amended.problems() if one.severity == "error"]
    assert (letter.code, letter.file, letter.line) == ("unknown_letter", FILE, 3)
