"""Indicators (按期率, 满意率 …): shares of raw counts by a formula of the pack, raw counts beside.

The formulas are local (LAW.md 1.10, confidence B). One of them counts whoever never answered as
satisfied; so every share is shown with the counts it was made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from huiyin.engine.counting_rules import Counting, Indicator


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`; of a product both are None. `value` is None where nothing was to count."""

    value: Fraction | None
    part: int | None = None
    whole: int | None = None

    @property
    def percent(self) -> str:
        """With one decimal, half up; "" without a value."""
        if self.value is None:
            return ""
        tenths = (2000 * self.value.numerator + self.value.denominator) // (
            2 * self.value.denominator
        )
        return f"{tenths // 10}.{tenths % 10}"


def shares(counts: Mapping[str, int], rules: Counting) -> Mapping[str, Share]:
    """Every indicator of the rules from raw counts; a raw count that is missing is 0."""
    simple = {key: _share(counts, one) for key, one in rules.indicators.items() if not one.product}
    return {
        key: simple[key] if key in simple else _product(one, simple)
        for key, one in rules.indicators.items()
    }


def _share(counts: Mapping[str, int], one: Indicator) -> Share:
    part = sum(counts.get(name, 0) for name in one.part)
    whole = sum(counts.get(name, 0) for name in one.whole)
    return Share(Fraction(part, whole) if whole else None, part, whole)


def _product(one: Indicator, simple: Mapping[str, Share]) -> Share:
    value = Fraction(1)
    for name in one.product:
        share = simple[name].value if name in simple else None
        if share is None:
            return Share(None)
        value *= share
    return Share(value)
