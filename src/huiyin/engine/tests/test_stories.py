"""The stories of the sample pass, and a story that tells something wrong fails."""

# ruff: noqa: E501 -- a case of a table stays on one line
from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from huiyin.engine.check import check
from huiyin.engine.stories import run_stories
from huiyin.engine.story_events import Expected, parse_event
from huiyin.engine.tests.petition import FILE, ZONE, calendar, patched, process, sample


def run(pack):
    loaded = pack.versions["petition"][0]
    return run_stories(loaded.process, loaded.source, calendar(), ZoneInfo(pack.zone))


@pytest.mark.parametrize("result", run(sample()), ids=lambda result: result.story)
def test_sample_story(result):
    assert result.failures == ()
    assert result.passed


def test_there_are_stories_enough_and_they_use_every_act():
    stories = process().stories
    assert len(stories) >= 34
    assert len({story.story for story in stories}) == len(stories)
    assert check(sample()) == []


# Each change makes exactly one story wrong: (what, by what, what is looked at, expected, found)
WRONG = [
    ("legal: 2026-04-07, status: running", "legal: 2026-04-06, status: running", "identify.legal", "2026-04-06", "2026-04-07"),
    ("expect: {state: handling, handle: {nominal: 2026-10-02", "expect: {state: closed, handle: {nominal: 2026-10-02", "state", "closed", "handling"),
    ("provisional: true", "provisional: false", "handle.provisional", "False", "True"),
    ("facts.channel: letter", "facts.channel: call", "facts.channel", "call", "letter"),
    ("expect: {notice: none,", "expect: {notice: {status: running},", "notice", "{'status': 'running'}", "None"),
    ("holder: dispatcher of office", "holder: head of office", "holder", "head of office", "dispatcher of office"),
    ("outcome: diverted, letters", "outcome: declined, letters", "outcome", "declined", "diverted"),
    ("letters: [decline_notice, service_receipt]", "letters: [decline_notice]", "letters", "['decline_notice']", "['decline_notice', 'service_receipt']"),
    ("may_not: [object]}", "may_not: [accept]}", "may_not", "['accept']", None),
    ("objection: {cycle: 2,", "objection: {cycle: 1,", "objection.cycle", "1", "2"),
    ("handle: {extensions: 1, legal", "handle: {extensions: 2, legal", "handle.extensions", "2", "1"),
    ("refused extend_expired}]\n", "refused extend_used_up}]\n", "event", "refused extend_used_up", None),
    ("refused: form days too_big", "refused: form days too_small", "event", "refused form days too_small", "refused form days too_big 31"),
    ("{2026-05-21 object: refused too_late}", "{2026-05-20 object: refused too_late}", "event", "refused too_late", "done"),
    ("{2026-05-20 object: refused too_late}, 2026-05-21 accept", "2026-05-20 object, 2026-05-21 accept", "event", "done", "refused too_late clock=objection"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "what", "expected", "found"), WRONG)
def test_a_story_that_tells_something_wrong_fails_at_its_line(old, new, what, expected, found):
    pack, problems, line = patched(old, new)
    assert not problems
    (failed,) = [result for result in run(pack) if not result.passed]
    (failure,) = failed.failures
    assert (failure.what, failure.expected) == (what, expected)
    assert found is None or failure.found == found
    assert (failure.file, failed.file) == (FILE, FILE)
    assert failed.line <= failure.line == line


def test_a_looser_term_in_the_file_fails_the_stories():
    pack, _, _ = patched("within: 60nd", "within: 61nd")
    assert sum(not result.passed for result in run(pack)) >= 5


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        ("2026-05-11", "is not “DATE ACT”"),
        ("register 2026-05-11", "is not “DATE ACT”"),
        ("2026-05-11 nothing", "does not exist"),
        ("2026-05-11 register by king of office", "is not “ROLE of UNIT”"),
        ("2026-05-11 register by head of moon", "is not “ROLE of UNIT”"),
        ("2026-02-30 register", "day is out of range"),
        ({"2026-05-11 register": "rejected"}, "is not “refused CODE”"),
        ({"2026-05-11 register": 3}, "form data or “refused CODE”"),
        ({"2026-05-11 register": {}, "2026-05-12 identify": {}}, "one line"),
    ],
)
def test_a_line_that_cannot_be_read(item, sentence):
    with pytest.raises(ValueError, match=sentence):
        parse_event(process().acts, item)


def test_a_line_as_a_value():
    event = parse_event(process().acts, {"2026-05-11T16:20 propose extend by handler and head of bureau": {
        "refused": "form days too_big", "with": {"days": 31}}})  # fmt: skip
    assert (event.act, event.word, event.by) == ("extend", "propose", "handler and head of bureau")
    assert event.at.replace(tzinfo=ZONE).isoformat() == "2026-05-11T16:20:00+08:00"
    assert event.data == {"days": 31}
    assert event.refused == Expected("form", "days", "too_big")
