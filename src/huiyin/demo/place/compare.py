"""Published beside computed: the figures that a place made public, and those of its events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Q
from django.utils import timezone

from huiyin.demo.place import files
from huiyin.demo.place.shape import Over, PublishedShape
from huiyin.demo.place.when import period
from huiyin.engine.figure_values import Span
from huiyin.insight.indicators import measure
from huiyin.packs.method_file import method


@dataclass(frozen=True)
class Compared:
    """One published figure and what the events say; a percentage in per cent, as published."""

    shape: PublishedShape
    computed: float | None

    @property
    def difference(self) -> float | None:
        if self.computed is None:
            return None
        return round(self.computed - self.shape.value, self.shape.digits)

    @property
    def holds(self) -> bool:
        """Whether they agree; of a figure published as “more than”, whether there are as many."""
        if self.difference is None:
            return False
        return self.difference >= 0 if self.shape.least else self.difference == 0

    @property
    def cells(self) -> tuple[str, str, str]:
        """Published, computed and difference, as a table shows them."""
        unit = " %" if self.shape.percent else ""
        more = "+" if self.shape.least else ""
        if self.computed is None or self.difference is None:
            return f"{self.shape.value}{more}{unit}", "–", "–"
        difference = "0" if self.holds and not self.difference else f"{self.difference:+g}"
        return f"{self.shape.value:g}{more}{unit}", f"{self.computed:g}{unit}", difference

    def as_dict(self) -> dict[str, Any]:
        shape = self.shape
        return {
            "id": shape.id, "row": shape.row, "published": shape.value, "least": shape.least,
            "percent": shape.percent, "computed": self.computed, "difference": self.difference,
            "holds": self.holds,
        }  # fmt: skip


def compare(pack: str, today: date) -> list[Compared]:
    """Every published figure of the place in this database, which was built on the day `today`."""
    published = files.published(pack).published
    found = {}
    for over in sorted({one.over for one in published}):
        wanted = [one for one in published if one.over == over]
        for shape, number in _measured(pack, over, today, wanted):
            found[shape.id] = Compared(shape, as_published(shape, number))
    return [found[one.id] for one in published]


def _measured(
    pack: str, over: Over, today: date, wanted: list[PublishedShape]
) -> Iterator[tuple[PublishedShape, Fraction | None]]:
    days = period(over, today)
    keys = [one.of or one.id for one in wanted]
    # Everybody's matters: the command is for who has the machine.
    measured = measure(
        method(pack).indicators, keys, Q(), Span(days.first, days.last), None, timezone.now()
    )
    for shape, key in zip(wanted, keys, strict=True):
        yield shape, measured.of(key).number


def as_published(shape: PublishedShape, number: Fraction | None) -> float | None:
    """A figure with the precision that was published: per cent for a share."""
    if number is None:
        return None
    if shape.percent:
        return round(float(100 * number), shape.digits)
    return int(number) if number.denominator == 1 else float(number)
