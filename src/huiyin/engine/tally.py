"""Counting matters (件次, 批次, 人次): a pure function of what each one was.

One letter, call or web entry is a piece (件次); one visit of one group at one time on one matter
is a batch (批次), its persons are those present (人次); a repeat counts again. What people merged
on the day it came is counted once: every figure is given before and after merging. LAW.md 2.3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from huiyin.engine.counting_rules import UNSTATED, Counting

FIRST_LEVEL = 2
"""Digits of a first-level category."""


@dataclass(frozen=True, slots=True)
class Came:
    """One matter as counting sees it; equal ones are counted together. `repeat` and `merged` are
    the flags in force at the end of the period, `signatories` the rows of a joint letter."""

    channel: str = ""
    people: int = 1
    signatories: int = 0
    purpose: str = ""
    category: str = ""
    beyond: bool = False
    repeat: bool = False
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A count after merging (what is reported) and before (what was registered)."""

    number: int = 0
    before: int = 0


def amounts(came: Came, rules: Counting) -> Mapping[str, int]:
    """What one matter adds to each measure; a measure it is not in is missing."""
    return Counter(dict(_amounts(came, rules)))


def tally(groups: Iterable[tuple[Came, int]], rules: Counting) -> Mapping[str, Figure]:
    """Every measure over `groups` of equal matters with their number."""
    count: Counter[str] = Counter()
    before: Counter[str] = Counter()
    for came, number in groups:
        for measure, amount in amounts(came, rules).items():
            before[measure] += amount * number
            count[measure] += 0 if came.merged else amount * number
    return {measure: Figure(count[measure], before[measure]) for measure in before}


def band_key(least: int) -> str:
    """The measure of the band that begins at `least` people."""
    return f"band.{least}"


def _amounts(came: Came, rules: Counting) -> Iterator[tuple[str, int]]:
    flag = "repeat" if came.repeat else "first"
    yield from (("total", 1), (f"total.{flag}", 1))
    if rules.mode(came.channel) == "batch":
        yield from (("batches", 1), (f"batches.{flag}", 1))
        yield from _visit(max(came.people, 1), rules)
        if came.beyond:
            yield "beyond.batches", 1
    else:
        yield from (("pieces", 1), (f"pieces.{flag}", 1))
        yield from _letter(came, rules)
    yield f"channel.{came.channel or UNSTATED}", 1
    purpose = rules.purposes.get(came.purpose)
    yield f"class.{purpose.kind if purpose else UNSTATED}", 1
    yield f"category.{came.category[:FIRST_LEVEL] or UNSTATED}", 1


def _visit(people: int, rules: Counting) -> Iterator[tuple[str, int]]:
    yield "persons", people
    kind = "group" if people >= rules.group_visit.least else "individual"
    yield from ((f"{kind}.batches", 1), (f"{kind}.persons", people))
    for band in rules.bands:
        if band.least <= people and (band.most is None or people <= band.most):
            yield from (
                (f"{band_key(band.least)}.batches", 1),
                (f"{band_key(band.least)}.persons", people),
            )


def _letter(came: Came, rules: Counting) -> Iterator[tuple[str, int]]:
    """Who stands behind a letter is kept apart from the persons present in a visit."""
    yield "letter_persons", max(came.people, came.signatories, 1)
    signed = came.signatories or came.people
    if signed >= rules.joint_letter.least:
        yield from (("joint.pieces", 1), ("joint.persons", signed))
