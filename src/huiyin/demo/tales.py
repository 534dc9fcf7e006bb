"""Lives of matters that take the longer ways of the law, told in `tales/*.yaml`.

A tale is a list of lines `DAYS [MATTER] WHO ACT`, days after the line before; a line that ends in a
colon carries form data, the rest is in `tales/words.yaml`. A tale is lived once for each of its
`starts`: days ago, and the title of a petition of `matters.yaml` or the first form itself. WHO is a
sign-in, or `handler` or `head` of the unit of that petition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from huiyin.demo.county import HERE, read
from huiyin.demo.diary import MAIN, PETITION, Diary, Number, Step
from huiyin.demo.script import HANDLER, HEAD
from huiyin.engine.calendar import Calendar
from huiyin.matters.history import zone
from huiyin.packs import load

WORDS = "words.yaml"
_LATER = re.compile(r"\+(\d+)d(?: (\d\d):00)?")
_NUMBER = re.compile(r"#(\w+)(?:/(\w+))?")


def plans(today: date, calendar: Calendar) -> Iterator[list[Step]]:
    """Every tale at each of its starts, the same ones for the same day."""
    chance = Random(20260702)  # noqa: S311 -- a story, not a secret
    stock = {item["title"]: item for item in read("matters.yaml")}
    for tale in _tales():
        for days_ago, about in tale["starts"].items():
            day = calendar.next_workday(today - timedelta(days_ago))
            start = datetime.combine(min(day, today), time(8, 5), zone())
            diary = Diary(start, chance, calendar)
            diary.later(0, 0)
            item = stock[about] if isinstance(about, str) else about
            yield _Telling(diary, tale, item).tell()


def _tales() -> Iterator[Mapping[str, Any]]:
    for path in sorted((HERE / "tales").glob("*.yaml")):
        if path.name != WORDS:
            yield from read(f"tales/{path.name}")["tales"]


@dataclass
class _Telling:
    """One tale, being lived: `item` is what it is about."""

    diary: Diary
    tale: Mapping[str, Any]
    item: Mapping[str, Any]

    def tell(self) -> list[Step]:
        for line in _lines(self.tale["acts"]):
            said, data = next(iter(line.items())) if isinstance(line, dict) else (line, {})
            days, *matter, who, act = said.split()
            self.diary.later(int(days), int(days))
            self._act(matter[0] if matter else MAIN, who, act, data)
        return self.diary.steps

    def _act(self, matter: str, who: str, act: str, data: Mapping[str, Any]) -> None:
        kind = {MAIN: PETITION, **self.tale.get("kinds", {})}[matter]
        last = self.diary.steps[-1] if self.diary.steps else None
        again = last is not None and (last.matter, last.act) == (matter, act)
        confirms = again and load.process(*kind.split("/")).acts[act].second is not None
        whole = {} if confirms else {**self._usual(matter, kind, act), **data}
        by = {"handler": HANDLER, "head": HEAD}.get(who, {}).get(self.item.get("unit", ""), who)
        filled = {name: self._fill(value) for name, value in whole.items() if value is not None}
        self.diary.add(Step(self.diary.now, act, by, filled, matter, kind))

    def _usual(self, matter: str, kind: str, act: str) -> dict[str, Any]:
        """The words of the kind for the act; in the tale's first form, those of its start too."""
        words = read(f"tales/{WORDS}")[kind].get(act) or {}
        begins = not self.diary.steps and "requests" not in self.item
        mine = {name: value for name, value in self.item.items() if name != "unit"}
        return {**words, **mine} if begins else words

    def _fill(self, value: Any) -> Any:
        """A value of a form with its placeholders replaced."""
        if isinstance(value, list):
            return [self._fill(one) for one in value]
        if isinstance(value, dict):
            return {name: self._fill(one) for name, one in value.items()}
        return self._word(value) if isinstance(value, str) else value

    def _word(self, word: str) -> Any:
        diary, item = self.diary, self.item
        if later := _LATER.fullmatch(word):
            return self._later(int(later[1]), later[2])
        if number := _NUMBER.fullmatch(word):
            return Number(number[1], number[2] or "")
        unit = item.get("unit", "")
        known: dict[str, Callable[[], Any]] = {
            "now": diary.now.isoformat,
            "today": lambda: diary.today,
            "SOMEONE": diary.someone,
            "VILLAGE": lambda: diary.village(unit),
            "UNIT": lambda: unit,
            "HANDLER": lambda: HANDLER[unit],
            "HEAD": lambda: HEAD[unit],
            "TEXT": lambda: item["text"],
            "CATEGORY": lambda: item["category"],
            "REQUESTS": lambda: [{"request": one} for one in item["requests"]],
            "ANSWERS": lambda: [_answer(item) for _one in item["requests"]],
        }
        if word in known:
            return known[word]()
        return word.replace("TITLE", item.get("title", ""))

    def _later(self, days: int, hour: str | None) -> str:
        day = self.diary.now.astimezone(zone()).date() + timedelta(days)
        if hour is None:
            return day.isoformat()
        return datetime.combine(day, time(int(hour)), zone()).isoformat()


def _answer(item: Mapping[str, Any]) -> dict[str, str]:
    return {name: item[name] for name in ("finding", "decision", "basis")}


def _lines(acts: list[Any]) -> Iterator[Any]:
    """Lists within the list are parts that several tales share."""
    for one in acts:
        if isinstance(one, list):
            yield from _lines(one)
        else:
            yield one
