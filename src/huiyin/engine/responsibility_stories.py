"""Stories about responsibilities: entries in, gaps and overlaps out (see `coverage`).

tells: responsibility county_leader
given: {from: 2026-01-01, to: 2026-12-31, subjects: [甲县, 乙县],
        entries: [{subject: 甲县, post: 局长, starts: 2026-01-01, ends: 2026-06-30}]}
expect: {gaps: [甲县 2026-07-01 2026-12-31, 乙县 2026-01-01 2026-12-31], overlaps: []}
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from huiyin.engine.coverage import Entry, gaps, overlaps
from huiyin.engine.method import Method
from huiyin.engine.method_shape import MethodStory, ResponsibilityShape


def tell(method: Method, story: MethodStory) -> Iterator[tuple[str, str, str]]:
    """What is not as told: (what, expected, found). Raises KeyError, TypeError, ValueError for a
    story that cannot be read."""
    shape = method.responsibilities[story.tells.split()[1]]
    given = story.given
    first, last = _day(given["from"]), _day(given["to"])
    entries = [_entry(one) for one in given.get("entries", ())]
    found: dict[str, list[str]] = {
        "gaps": _gaps(shape, [str(one) for one in given.get("subjects", ())], entries, first, last),
        "overlaps": [
            f"{one.subject} {'+'.join(one.posts)} {one.first} {one.last}"
            for one in (overlaps(entries, first, last) if shape.single else ())
        ],
    }
    for what, expected in story.expect.items():
        if found[what] != [str(one) for one in expected]:
            yield what, str(expected), str(found[what])


def _gaps(
    shape: ResponsibilityShape, subjects: list[str], entries: list[Entry], first: date, last: date
) -> list[str]:
    if not shape.every:
        return []
    found = gaps(subjects, entries, first, last)
    return [f"{one.subject} {one.first} {one.last}" for one in found]


def _entry(given: dict[str, Any]) -> Entry:
    ends = given.get("ends")
    return Entry(
        str(given["subject"]), str(given["post"]), _day(given["starts"]),
        _day(ends) if ends is not None else None,
    )  # fmt: skip


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value))
