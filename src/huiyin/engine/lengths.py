"""Comparing terms in different units, as far as it can be proved without a calendar."""

from __future__ import annotations

from huiyin.engine.terms import Term, Unit

_AT_LEAST = {(Unit.DAY, Unit.WORKDAY): 1, (Unit.DAY, Unit.MONTH): 28, (Unit.HOUR, Unit.DAY): 24,
             (Unit.HOUR, Unit.WORKDAY): 24, (Unit.HOUR, Unit.MONTH): 24 * 28}  # fmt: skip
"""How many of the first unit the second one lasts at least."""


def no_longer(new: Term, base: Term) -> bool:
    """Whether `new` provably never ends after `base`."""
    if new.unit is base.unit:
        return new.amount <= base.amount
    return new.amount <= base.amount * _AT_LEAST.get((new.unit, base.unit), 0)
