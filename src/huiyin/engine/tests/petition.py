"""The national petition process for tests: its texts, patched or not, and a matter on its way."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from huiyin.engine.calendar import Calendar
from huiyin.engine.check import check
from huiyin.engine.definition import Process
from huiyin.engine.mistakes import Problem
from huiyin.engine.pack import Pack, parse
from huiyin.engine.story_events import parse_event
from huiyin.engine.story_world import World
from huiyin.packs import calendar_files, load

ZONE = ZoneInfo("Asia/Shanghai")
FILE = "processes/petition.yaml"


def process() -> Process:
    return load.load("national").process("petition")


@cache
def calendar() -> Calendar:
    return calendar_files.national()


def patched(old: str, new: str, file: str = FILE) -> tuple[Pack | None, list[Problem], int]:
    """National with `old` (it must be there) replaced once: pack, problems, line of the change."""
    files = dict(load.read("national"))
    before, found, after = files[file].partition(old)
    assert found, f"{old!r} does not stand in {file}"
    files[file] = before + new + after
    pack, problems = parse(files)
    return pack, [*problems, *(check(pack) if pack else ())], before.count("\n") + 1


def world(*events: object, **data: dict[str, object]) -> World:
    """A matter after these story lines; `data` lays form data over the defaults of an act."""
    here = World(process(), calendar(), ZONE)
    for item in events:
        assert step(here, item, **data) is None, item
    return here


def step(here: World, item: object, **data: dict[str, object]) -> object:
    """Do one more story line; the refusal, or None."""
    event = parse_event(here.process, item)
    defaults = (
        {} if event.word in {"confirm", "send back"} else here.process.story_defaults[event.act]
    )
    given = {**defaults, **data.get(event.act, {}), **event.data}
    return here.do(event, {name: value for name, value in given.items() if value is not None})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)
