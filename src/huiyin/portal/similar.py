"""What is known already about something like this, shown before a matter is sent; it never blocks.

Nothing of other people's matters is told but what two persons have made public, and that there are
several: from three on, without any detail.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huiyin.engine.repeats import likeness
from huiyin.matters import search
from huiyin.matters.queries import alike
from huiyin.packs import counting_file


@dataclass(frozen=True)
class Published:
    """A public answer to something alike: when, and where it can be read."""

    at: datetime
    where: str


@dataclass(frozen=True)
class Similar:
    """`handled_by` is the office that has most of the others; empty when there are too few."""

    handled_by: str
    published: list[Published]


def similar(place: str, category: str, title: str) -> Similar:
    """What can be said about matters like this one; nothing without a place. Two statements."""
    if not place:
        return Similar("", [])
    handled_by = alike.handled_by(place, category) if category else ""
    return Similar(handled_by, _published(place, title))


def _published(place: str, title: str) -> list[Published]:
    rules, own = counting_file.rules().alike, set(search.tokens(title))
    found = [
        Published(answer.at, answer.where)
        for answer in alike.published(place)
        if likeness(len(own & set(answer.tokens)), len(answer.tokens), len(own)) >= rules.least
    ]
    return found[: rules.most]
