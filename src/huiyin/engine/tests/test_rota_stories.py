"""Stories about rotas: those of the shared pack hold, and a story that is wrong is told so."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from huiyin.engine import rota_stories
from huiyin.engine.method_shape import MethodStory
from huiyin.packs import calendar_files
from huiyin.packs.method_file import method

PACK = "grassroots"
ZONE = ZoneInfo("Asia/Shanghai")
TOLD = [story for story in method(PACK).stories if story.tells.startswith("rota ")]


def tell(story: MethodStory) -> list[tuple[str, str, str]]:
    return list(rota_stories.tell(method(PACK), story, calendar_files.national(), ZONE))


@pytest.mark.parametrize("story", TOLD, ids=lambda story: story.story)
def test_the_stories_of_the_pack_hold(story):
    assert tell(story) == []


def test_every_rota_has_a_story():
    assert {story.tells.split()[1] for story in TOLD} == set(method(PACK).rotas)


def wrong(expect, **given) -> MethodStory:
    usual = {"from": "2026-03-02", "to": "2026-03-02", "shifts": ["2026-03-02 a 甲"]}
    return MethodStory(story="x", tells="rota reception", given=usual | given, expect=expect)


def test_what_is_not_as_told_is_named():
    found = {what: told for what, _expected, told in tell(wrong({"gaps": [], "turns": 2}))}
    assert found == {"gaps": "['2026-03-02 b 1']", "turns": "1"}


@pytest.mark.parametrize(
    "story",
    [
        wrong({"nothing": 1}), wrong({}, shifts=["2026-03-01 a 甲"]),
        wrong({}, shifts=["2026-03-02 z 甲"]), wrong({}, people={"甲": "z"}),
        wrong({}, leave=["甲 soon"]), wrong({}, **{"from": "today"}),
    ],
)  # fmt: skip
def test_a_story_that_cannot_be_read_is_refused(story):
    with pytest.raises((KeyError, ValueError)):
        tell(story)
