"""Every pack that comes along is sound, and every story that it tells comes true: those of its
processes, and those of its duties, rotas, responsibilities, ledgers, indicators and watches."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from huiyin.cli.pack import stories
from huiyin.engine import method_stories
from huiyin.packs import calendar_files, load, method_check, method_file

PARTS = {"duty": "duties", "rota": "rotas", "ledger": "ledgers", "watch": "watches"}


@pytest.mark.parametrize("name", load.available())
def test_a_pack_has_no_mistake_and_no_act_without_a_story(name: str) -> None:
    pack, problems = load.examine(name)
    assert pack is not None
    problems = [*problems, *method_check.examine(pack)]
    assert [found.say("en") for found in problems] == []


@pytest.mark.parametrize("name", load.available())
def test_every_story_comes_true(name: str) -> None:
    pack, calendar = load.load(name), calendar_files.national()
    told = stories(pack, calendar)
    told += method_stories.run(method_file.method(name), calendar, ZoneInfo(pack.zone))
    assert told or not load.extends(name)
    assert [one.failures for one in told if not one.passed] == []


@pytest.mark.parametrize("name", ["zhangye_4x6", "liuyuan_345"])
def test_every_duty_rota_ledger_and_watch_of_a_place_has_a_story(name: str) -> None:
    method = method_file.method(name)
    told = {story.tells for story in method.stories}
    own = {
        f"{kind} {key}"
        for source in method.own
        for kind, section in PARTS.items()
        for key in source.data.get(section) or ()
    }
    assert len(own) > 20
    assert own - told == set()
