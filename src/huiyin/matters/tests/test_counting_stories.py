"""The counting stories of every pack: figures that were counted by hand."""

from __future__ import annotations

import pytest

from huiyin.engine.counting_stories import World, run
from huiyin.matters import categories, search
from huiyin.packs import counting_file, load

STORIES = [
    pytest.param(pack, story, id=f"{pack}: {story.story}")
    for pack in load.available()
    if (told := counting_file.stories(pack)) is not None
    for story in told.stories
]


@pytest.fixture(scope="module")
def codes():
    return {entry.zh: code for code, entry in categories.read("national").categories.items()}


@pytest.mark.parametrize(("pack", "story"), STORIES)
def test_the_story_is_counted_as_told(pack, story, codes):
    assert run(story, World(counting_file.rules(pack), search.tokens, codes)) == []


def test_a_wrong_figure_is_told(codes):
    world = World(counting_file.rules(), search.tokens, codes)
    story = STORIES[0].values[1]
    wrong = story.model_copy(update={"expect": {"total": 2}, "before": {"total": 1}})
    assert run(wrong, world) == ["total: told 2, counted 1"]
    asked = story.model_copy(update={"suggest": {"第一封": {"第一封": "related"}}})
    assert run(asked, world) == ["第一封 beside 第一封: told related, suggested same_matter"]
