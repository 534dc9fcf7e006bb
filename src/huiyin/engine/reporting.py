"""Which places report so little that somebody should go there (X4).

Few matters are never a merit: a place that nobody hears from may have nobody to tell. Numbers of
neighbours in, the quiet ones out; there is no ranking here and nothing to win.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from statistics import median


def quiet(numbers: Mapping[str, int], low: int) -> frozenset[str]:
    """The places with nothing, or with less than `low` per cent of the median of the others."""
    return frozenset(
        place
        for place, number in numbers.items()
        if number == 0 or number < _usual(numbers, place) * Fraction(low, 100)
    )


def _usual(numbers: Mapping[str, int], place: str) -> Fraction:
    others = [number for other, number in numbers.items() if other != place]
    return Fraction(median(others)) if others else Fraction()
