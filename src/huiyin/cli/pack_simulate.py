"""``huiyin pack simulate``: walk a process and see states, acts, dates and letters at each step."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from huiyin.cli import pack_refs
from huiyin.cli.pack_stop import show_stop
from huiyin.engine.definition import Process, Story
from huiyin.engine.pack import Pack
from huiyin.engine.walk import Line, Stop, walk
from huiyin.packs import calendar_files
from huiyin.packs.load import PackNotFound

_SPLIT = re.compile(r",\s*(?=\d{4}-\d\d-\d\d)")
_ASK = {
    "en": "number and date (empty: the same day; q: end) > ",
    "zh": "序号 日期（不写日期就是当天，q结束） > ",
}
_NONE = {"en": "nothing is open any more", "zh": "没有可以做的操作了"}


def main(argv: list[str]) -> int:
    """Walk: 0 to the end, 1 when a line was refused, 2 when a line or a story is unknown."""
    given = _parser().parse_args(argv)
    named = pack_refs.read(given.process)
    process = named.process or next(iter(named.pack.processes.values()))
    try:
        lines = _lines(given, process)
    except (YAMLError, ValueError) as wrong:
        print(wrong, file=sys.stderr)
        return 2
    start = _first_day(lines) or given.date
    stops = _walk(named.pack, process, lines, start)
    for stop in stops:
        show_stop(stop, named.pack.name, given.lang)
    if given.walk or (given.acts is None and given.story is None and sys.stdin.isatty()):
        return _by_numbers(named.pack, process, start, given.lang)
    return 1 if stops[-1].refusal or stops[-1].error else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="huiyin pack simulate", description=__doc__)
    parser.add_argument("process", nargs="?", default="national/petition",
                        help="PACK, PACK/PROCESS or PACK/PROCESS@VERSION")  # fmt: skip
    parser.add_argument("--acts", help="“2026-05-11 register, 2026-05-12 identify”; "
                        "{2026-05-13 forward: {to_unit: town}} gives data")  # fmt: skip
    parser.add_argument("--story", help="walk through this story of the process")
    parser.add_argument("--walk", action="store_true", help="ask for the acts by number")
    parser.add_argument("--date", type=date.fromisoformat, default=None,
                        help="the first day of a walk by numbers (default: today)")  # fmt: skip
    parser.add_argument("--lang", choices=["zh", "en"], default="zh", help="language")
    return parser


def _lines(given: argparse.Namespace, process: Process) -> list[Line]:
    if given.story is not None:
        return list(_story(process, given.story).events)
    return parse_acts(given.acts or "")


def parse_acts(text: str) -> list[Line]:
    """`2026-05-11 register, {2026-05-12 forward: {to_unit: town}}` as lines of a story. Raises
    YAMLError."""
    if not text.strip():
        return []
    if "{" not in text:
        return [part.strip() for part in _SPLIT.split(text.strip())]
    rows: Any = YAML(typ="safe", pure=True).load(f"[{text}]")
    return [{str(k): v for k, v in row.items()} if isinstance(row, dict) else str(row)
            for row in rows]  # fmt: skip


def _story(process: Process, name: str) -> Story:
    for story in process.stories:
        if name in story.story:
            return story
    raise PackNotFound(f"no story “{name}”: {', '.join(one.story for one in process.stories)}")


def _first_day(lines: Sequence[Line]) -> date | None:
    found = re.search(r"\d{4}-\d\d-\d\d", str(lines[0])) if lines else None
    return date.fromisoformat(found.group()) if found else None


def _walk(pack: Pack, process: Process, lines: Sequence[Line], start: date | None) -> list[Stop]:
    zone = ZoneInfo(pack.zone)
    moment = datetime.combine(start or datetime.now(zone).date(), time(9), zone)
    return walk(process, lines, calendar_files.national(), zone, pack.processes, start=moment)


def _by_numbers(pack: Pack, process: Process, start: date | None, language: str) -> int:
    """Ask for the next act until there is none, or the reader has seen enough."""
    day = start or datetime.now(ZoneInfo(pack.zone)).date()
    lines: list[Line] = []
    stop = _walk(pack, process, lines, day)[-1]
    while opened := [one for one in stop.acts if one.who]:
        try:
            number, _, text = input(_ASK[language]).strip().partition(" ")
            if number in {"", "q"}:
                return 0
            day = date.fromisoformat(text.strip()) if text.strip() else day
            line = f"{day} {opened[int(number) - 1].key}"
        except (ValueError, IndexError) as wrong:
            print(wrong)
            continue
        except EOFError:
            return 0
        stop = _walk(pack, process, [*lines, line], day)[-1]
        show_stop(stop, pack.name, language)
        if stop.refusal is None and not stop.error:
            lines.append(line)
    print(_NONE[language])
    return 0
