"""pydantic's errors as sentences an official can act on, each at the line of the offending key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from huiyin.engine.definition import ONE_LENGTH, ONE_SIDE
from huiyin.engine.mistakes import Problem
from huiyin.engine.source import Path, Source

_PLACES = {
    "acts": ("act", "操作"), "states": ("state", "状态"), "clocks": ("clock", "时限"),
    "form": ("field", "字段"), "fields": ("column", "列"), "options": ("option", "选项"),
    "outcomes": ("outcome", "结果"), "follow_ups": ("follow-up", "后续"), "doors": ("door", "入口"),
    "stories": ("story", "情景"), "ladder": ("rung", "阶梯"),
}  # fmt: skip

_TYPES = {
    "int": ("a whole number", "整数"),
    "string": ("text", "文字"),
    "bool": ("yes or no (true, false)", "true或false"),
    "dict": ("keys and values", "键和值"),
    "model": ("keys and values", "键和值"),
    "tuple": ("a list", "列表"),
    "date": ("a date such as 2026-05-01", "日期（如2026-05-01）"),
}

_VALUES = {"bad_term": "is not a term", "bad_who": "is not “ROLE of RELATION”"}
"""Value errors of `huiyin.engine.definition`, known by their words."""

_ONE_OF_TWO = {ONE_LENGTH: "`within`, `until`", ONE_SIDE: "`left`, `over`"}


def complaints(error: ValidationError, source: Source) -> Iterator[Problem]:
    """One problem for each place that is wrong."""
    seen: set[Path] = set()
    for item in error.errors(include_url=False):
        path = _path_in(source.data, item["loc"])
        if item["type"] == "missing":
            path = (*path, item["loc"][-1])
        if path not in seen:
            seen.add(path)
            yield _problem(source, path, item)


def place_of(path: Path) -> tuple[str, str]:
    """Where a path leads, in words: (English, Chinese)."""
    parts = [
        (*_PLACES[str(kind)], str(name) if isinstance(name, str) else str(int(name) + 1))
        for kind, name in pairwise(path)
        if kind in _PLACES
    ]
    if not parts:
        return "the file", "文件"
    english = " of ".join(f"{en} `{name}`" for en, _, name in reversed(parts))
    return english, "的".join(f"{zh}`{name}`" for _, zh, name in parts)


def _path_in(data: Any, loc: Path) -> Path:
    """The part of pydantic's location that is in the data (it also names branches of unions)."""
    path: list[str | int] = []
    for step in loc:
        known = isinstance(data, dict) and step in data
        if not known and not (
            isinstance(data, list) and isinstance(step, int) and step < len(data)
        ):
            break
        path.append(step)
        data = data[step]
    return tuple(path)


def _problem(source: Source, path: Path, item: Any) -> Problem:
    kind, key, found = item["type"], path[-1] if path else "", item["input"]
    en, zh = place_of(path[:-1])
    if kind in {"extra_forbidden", "missing"}:
        code = "missing" if kind == "missing" else "unknown_key"
        return source.problem(code, path, key=key, place=en, place_zh=zh)
    if kind in {"string_too_short", "too_short"}:
        return source.problem("empty", path, key=key)
    shown, shown_zh = _shown(found)
    if kind in {"literal_error", "enum"}:
        expected = item["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
        return source.problem(
            "not_one_of", path, key=key, expected=expected, found=shown, found_zh=shown_zh
        )
    if kind == "dataclass_exact_type":  # the only dataclass in a pack is a term
        return source.problem("bad_term", path, key=key, found=shown, found_zh=shown_zh)
    wanted = _TYPES.get(kind.removesuffix("_type").removesuffix("_from"))
    if wanted:
        return source.problem(
            "wrong_type",
            path,
            key=key,
            expected=wanted[0],
            expected_zh=wanted[1],
            found=shown,
            found_zh=shown_zh,
        )
    detail = item["msg"].removeprefix("Value error, ")
    if detail in _ONE_OF_TWO:
        en, zh = place_of(path)
        return source.problem(
            "one_of_two", path, place=en, place_zh=zh, expected=_ONE_OF_TWO[detail]
        )
    code = next((code for code, mark in _VALUES.items() if mark in detail), "bad_value")
    return source.problem(code, path, key=key, detail=detail, found=shown, found_zh=shown_zh)


def _shown(value: Any) -> tuple[str, str]:
    if isinstance(value, str):
        return f"text “{value}”", f"文字“{value}”"
    if isinstance(value, (date, datetime)):
        return (
            f"a date ({value}; put it in quotes to make it text)",
            f"日期（{value}，加引号才是文字）",
        )
    if isinstance(value, dict):
        return "keys and values", "键和值"
    if isinstance(value, (list, tuple)):
        return "a list", "列表"
    if value is None:
        return "nothing", "空"
    return str(value).lower(), str(value).lower()
