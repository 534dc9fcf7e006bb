"""Shapes of ledgers, indicators and bulletins."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from huiyin.api.shapes.base import Named, Shape, Words
from huiyin.api.shapes.matters import MatterLine


class PartOut(Shape):
    key: str
    name: Words
    shown: str


class IndicatorOut(Shape):
    """A figure as it is shown; `part` and `whole` are what a share or a change was made of."""

    key: str
    name: Words
    law: str
    form: str
    shown: str
    value: float | None
    part: float | None
    whole: float | None
    year_before: str
    change: str
    parts: list[PartOut]
    has_matters: bool


class Indicators(Shape):
    pack: str
    first: date
    last: date
    place: str | None
    items: list[IndicatorOut]


class MadeOut(Shape):
    """A matter and the moment of the act by which it counts."""

    at: datetime
    matter: MatterLine


class Behind(Shape):
    items: list[MadeOut]
    next: str | None


class RoundOut(Shape):
    """Opening + entered − left = closing; both days belong to the round."""

    first: date
    last: date
    opening: int
    entered: int
    left: int
    closing: int


class LedgerOut(Shape):
    key: str
    name: Words
    law: str
    rounds: list[RoundOut]


class Ledgers(Shape):
    pack: str
    items: list[LedgerOut]


class LedgerRow(Shape):
    """One matter in a ledger: its cells by column, texts of the pack in both languages."""

    number: str
    cells: dict[str, Any]


class LedgerPage(Shape):
    pack: str
    key: str
    columns: list[Named]
    rounds: list[RoundOut]
    rows: list[LedgerRow]
    next: str | None


class BulletinLine(Shape):
    """`visit`: so little comes from there that somebody should go; never a merit."""

    code: str
    name: str
    counts: dict[str, int]
    visit: bool


class BulletinOut(Shape):
    pack: str
    key: str
    name: Words
    place: str
    month: date
    total: dict[str, int]
    lines: list[BulletinLine]
