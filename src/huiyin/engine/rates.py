"""The three rates of 接诉即办: how many call-backs said “contacted”, “solved”, “satisfied”.

Counts in, rates out, each with its numerator and denominator (LAW.md §4; rows 4.8, 4.11–4.13).
What is left out, what counts as solved and the weights are data, given by date: `RatesRule`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

INQUIRY, REPEAT, NOT_REACHED = "inquiry", "repeat", "not_reached"
"""Why a call-back is left out. `INQUIRY` stands for the kinds that the rule leaves out."""


@dataclass(frozen=True, slots=True)
class Callback:
    """What one call-back found. The three answers are None when nobody was reached."""

    kind: str
    repeat: bool = False
    reached: bool = True
    contacted: str | None = None
    solved: str | None = None
    satisfied: str | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each rate counts in the whole; in any unit, they are divided by their sum."""

    response: int
    solution: int
    satisfaction: int

    @property
    def total(self) -> int:
        return self.response + self.solution + self.satisfaction


@dataclass(frozen=True, slots=True)
class RatesRule:
    """How the rates are reckoned from `valid_from` on. `to_solve` are the kinds of request that
    ought to be solved; the answers that count stand under `contacted`, `solved`, `satisfied`."""

    valid_from: date
    weights: Weights
    contacted: frozenset[str]
    solved: frozenset[str]
    satisfied: frozenset[str]
    to_solve: frozenset[str]
    excluded_kinds: frozenset[str] = frozenset()
    exclude_repeats: bool = True


@dataclass(frozen=True, slots=True)
class Rate:
    """`numerator` of `denominator`; there is no value without a denominator."""

    numerator: int
    denominator: int

    @property
    def value(self) -> Fraction | None:
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def percent(self) -> str:
        """With two decimals, halves rounded up; empty without a denominator."""
        return percent(self.value)


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of one unit. `called` counts every call-back, the ones left out too."""

    called: int
    excluded: Mapping[str, int]
    response: Rate
    solution: Rate
    satisfaction: Rate
    composite: Fraction | None


def rates(counts: Mapping[Callback, int], rule: RatesRule) -> Rates:
    """The three rates and their weighted sum from how often each kind of call-back occurred.

    The sum is None while one of the rates that have weight has no denominator. Raises ValueError
    for a negative count.
    """
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count is negative")
    excluded = {INQUIRY: 0, REPEAT: 0, NOT_REACHED: 0}
    valid: dict[Callback, int] = {}
    for callback, count in counts.items():
        reason = left_out(callback, rule)
        if reason is None:
            valid[callback] = count
        else:
            excluded[reason] += count
    to_solve = {one: count for one, count in valid.items() if one.kind in rule.to_solve}
    response = _rate(valid, (one for one in valid if one.contacted in rule.contacted))
    solution = _rate(to_solve, (one for one in to_solve if one.solved in rule.solved))
    satisfaction = _rate(valid, (one for one in valid if one.satisfied in rule.satisfied))
    return Rates(
        sum(counts.values()), excluded, response, solution, satisfaction,
        _composite(rule.weights, response, solution, satisfaction),
    )  # fmt: skip


def left_out(callback: Callback, rule: RatesRule) -> str | None:
    """Why this call-back is not a valid one, None when it is; one reason, the first that holds."""
    if callback.kind in rule.excluded_kinds:
        return INQUIRY
    if callback.repeat and rule.exclude_repeats:
        return REPEAT
    return None if callback.reached else NOT_REACHED


def rule_on(rules: Iterable[RatesRule], day: date) -> RatesRule:
    """The rule in force on `day`. Raises LookupError before the first one."""
    in_force = [rule for rule in rules if rule.valid_from <= day]
    if not in_force:
        raise LookupError(f"no rates are defined for {day}")
    return max(in_force, key=lambda rule: rule.valid_from)


def percent(value: Fraction | None) -> str:
    """`Fraction(2, 3)` → `66.67`; halves go up; empty for None."""
    if value is None:
        return ""
    hundredths = int(value * 10000 + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _rate(of: Mapping[Callback, int], counted: Iterable[Callback]) -> Rate:
    return Rate(sum(of[one] for one in counted), sum(of.values()))


def _composite(weights: Weights, *three: Rate) -> Fraction | None:
    parts = (weights.response, weights.solution, weights.satisfaction)
    weighed = [(weight, rate.value) for weight, rate in zip(parts, three, strict=True) if weight]
    total = Fraction(0)
    for weight, value in weighed:
        if value is None:
            return None
        total += weight * value
    return total / weights.total if weights.total else None
