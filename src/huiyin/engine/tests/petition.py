"""A sample process for tests: its texts, patched or not, and a matter on its way.

It is the petition process as it was first, kept beside the tests so that they look at the engine
and not at what the law says this year.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from huiyin.engine.calendar import Calendar
from huiyin.engine.check import check
from huiyin.engine.definition import Process
from huiyin.engine.mistakes import Problem
from huiyin.engine.pack import Pack, parse
from huiyin.engine.story_events import parse_event
from huiyin.engine.story_world import World
from huiyin.packs import calendar_files

ZONE = ZoneInfo("Asia/Shanghai")
FILE = "processes/petition.yaml"


SAMPLE = Path(__file__).parent / "sample"


@cache
def files() -> Mapping[str, str]:
    """The texts of the sample pack; of its letters only the names are looked at."""
    texts = {
        path.relative_to(SAMPLE).as_posix(): path.read_text("utf-8")
        for path in sorted(SAMPLE.rglob("*.yaml"))
    }
    letters = YAML(typ="safe").load(texts["pack.yaml"])["letters"]
    return texts | {f"letters/{key}.yaml": "" for key in letters}


@cache
def sample() -> Pack:
    pack, problems = parse(files())
    assert pack is not None
    assert problems == []
    return pack


def process() -> Process:
    return sample().process("petition")


@cache
def calendar() -> Calendar:
    return calendar_files.national()


def patched(old: str, new: str, file: str = FILE) -> tuple[Pack | None, list[Problem], int]:
    """The sample with `old` (it must be there) replaced once: pack, problems, line of it."""
    texts = dict(files())
    before, found, after = texts[file].partition(old)
    assert found, f"{old!r} does not stand in {file}"
    texts[file] = before + new + after
    pack, problems = parse(texts)
    return pack, [*problems, *(check(pack) if pack else ())], before.count("\n") + 1


def world(*events: object, **data: dict[str, object]) -> World:
    """A matter after these story lines; `data` lays form data over the defaults of an act."""
    here = World(process(), calendar(), ZONE)
    for item in events:
        assert step(here, item, **data) is None, item
    return here


def step(here: World, item: object, **data: dict[str, object]) -> object:
    """Do one more story line; the refusal, or None."""
    event = parse_event(here.acts, item)
    defaults = (
        {} if event.word in {"confirm", "send back"} else here.process.story_defaults[event.act]
    )
    given = {**defaults, **data.get(event.act, {}), **event.data}
    return here.do(event, {name: value for name, value in given.items() if value is not None})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)
