"""Who answers for what: gaps and overlaps of a responsibility map (责任包保, METHODS Z5, L6, C9).

Entries in, findings out; days are whole local days, both ends included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One post that answers for one subject (a place, line, point or matter) over some days."""

    subject: str
    post: str
    starts: date
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Days on which nobody answers for a subject."""

    subject: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Overlap:
    """Days on which several posts answer for a subject at once."""

    subject: str
    posts: tuple[str, ...]
    first: date
    last: date


def gaps(subjects: Iterable[str], entries: Iterable[Entry], first: date, last: date) -> list[Gap]:
    """For each subject the stretches of `first`..`last` that no entry covers, in order."""
    of = _by_subject(entries)
    return [
        Gap(subject, begin, end)
        for subject in subjects
        for begin, end in _uncovered(of.get(subject, []), first, last)
    ]


def overlaps(entries: Iterable[Entry], first: date, last: date) -> list[Overlap]:
    """Stretches of `first`..`last` with more than one post for a subject; the posts in order."""
    found = []
    for subject, mine in sorted(_by_subject(entries).items()):
        for begin, end in _stretches(mine, first, last):
            posts = tuple(sorted({one.post for one in mine if _holds(one, begin)}))
            if len(posts) > 1:
                found.append(Overlap(subject, posts, begin, end))
    return found


def _by_subject(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.subject, []).append(entry)
    return found


def _holds(entry: Entry, day: date) -> bool:
    return entry.starts <= day and (entry.ends is None or day <= entry.ends)


def _uncovered(entries: Sequence[Entry], first: date, last: date) -> Iterator[tuple[date, date]]:
    day = first
    for entry in sorted(entries, key=lambda one: one.starts):
        if day > last or entry.starts > last:
            break
        if entry.starts > day:
            yield day, entry.starts - _DAY
        if entry.ends is None:
            return
        day = max(day, entry.ends + _DAY)
    if day <= last:
        yield day, last


def _stretches(entries: Sequence[Entry], first: date, last: date) -> Iterator[tuple[date, date]]:
    """`first`..`last` cut wherever an entry begins or ends."""
    cuts = {first, last + _DAY}
    for entry in entries:
        ends = entry.ends + _DAY if entry.ends else None
        cuts |= {day for day in (entry.starts, ends) if day and first < day <= last}
    for begin, after in pairwise(sorted(cuts)):
        yield begin, after - _DAY
