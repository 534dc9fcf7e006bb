"""Codes of places: 12-digit divisions (statistical division codes) and 15-digit grids."""

from __future__ import annotations

# Digits of a code that are significant at each level: province, city, county, town, village.
LEVEL_DIGITS = {1: 2, 2: 4, 3: 6, 4: 9, 5: 12}
CODE_DIGITS = 12
GRID_DIGITS = 15


def pad(code: str) -> str:
    """Return a 2/4/6/9/12-digit code as 12 digits, padded right with zeros."""
    return code.ljust(CODE_DIGITS, "0")


def level_of(code: str) -> int:
    """Return the level (1 province … 5 village) of a 12-digit code by its trailing zero groups."""
    for level, digits in LEVEL_DIGITS.items():
        if not code[digits:].strip("0"):
            return level
    raise AssertionError("unreachable: level 5 has no digits left")


def significant(code: str) -> str:
    """Return a code without its trailing zero groups: `620000` → `62`, `50` → `50`."""
    full = pad(code)
    return full[: LEVEL_DIGITS[level_of(full)]]


def parent_of(code: str, level: int) -> str | None:
    """Return the 12-digit code one level up, None for a province.

    A city without counties (不设区的市) has towns whose county digits are `00`; padding makes their
    parent the city itself.
    """
    if level == 1:
        return None
    return pad(code[: LEVEL_DIGITS[level - 1]])
