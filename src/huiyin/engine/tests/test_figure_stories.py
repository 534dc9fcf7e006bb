"""Stories of ledgers and indicators: those of the packs hold, and a wrong one is told."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest

from huiyin.engine.calendar import Calendar
from huiyin.engine.figure_stories import tell
from huiyin.engine.method_shape import MethodStory
from huiyin.packs.method_file import method

PACK = "grassroots"
NEVER: Any = None
"""Days off do not matter to what is counted."""
TOLD = [one for one in method(PACK).stories if one.tells.split()[0] in {"ledger", "indicator"}]


@pytest.mark.parametrize("story", TOLD, ids=lambda story: story.story)
def test_the_stories_of_the_shared_pack_hold(story):
    assert list(tell(method(PACK), story, NEVER, UTC)) == []


def test_every_ledger_has_a_story():
    assert {one.tells.split()[1] for one in TOLD} >= method(PACK).ledgers.keys()


def story(expect: dict[str, Any], **given: Any) -> MethodStory:
    matters = {"甲": {"process": "dispute", "events": [{"on": "2026-03-02", "act": "register",
               "data": {"listed": "growth"}}]}}  # fmt: skip
    whole = {"period": "2026-03", "matters": matters} | given
    return MethodStory(story="一件", tells="ledger growth", given=whole, expect=expect)


def test_what_is_not_as_told_is_found():
    calendar: Calendar = NEVER
    assert list(tell(method(PACK), story({"closing": 1}), calendar, UTC)) == []
    assert list(tell(method(PACK), story({"closing": 2}), calendar, UTC)) == [("closing", "2", "1")]
    rows = list(tell(method(PACK), story({"rows": ["乙"]}), calendar, UTC))
    assert rows == [("rows", "['乙']", "['甲']")]


@pytest.mark.parametrize(
    "given",
    [{"period": "2026"}, {"matters": {"甲": {"process": "dispute", "events": ["yesterday"]}}},
     {"records": [{"grids": {}, "points": {}}]}],
)  # fmt: skip
def test_a_story_that_cannot_be_read_is_an_error(given):
    with pytest.raises(ValueError, match=r".+"):
        list(tell(method(PACK), story({"closing": 1}, **given), NEVER, UTC))
