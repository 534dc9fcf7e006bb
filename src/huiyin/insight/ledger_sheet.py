"""One ledger as somebody asked for it: its rounds with their balances, and one list of a round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from huiyin.engine.figure_values import Span
from huiyin.engine.figures import Balance
from huiyin.engine.ledger_rounds import Rounds, balances, latest, round_of
from huiyin.engine.method_shape import LedgerShape
from huiyin.insight.ledger_rows import Row, rows
from huiyin.insight.ledgers import Moves, Which, moves, standing
from huiyin.matters.queries.keyset import Page, Place
from huiyin.places.models import Division

SHOWN_ROUNDS = 12
_CHUNK = 500
MOST = 20_000
"""Rows of a workbook."""


@dataclass(frozen=True)
class Round:
    """A round with its balance."""

    span: Span
    balance: Balance


def rounds_of(ledger: LedgerShape, found: Moves, today: date, most: int) -> list[Round]:
    """The rounds of a ledger until today, the newest first (by month where it has none)."""
    spans = latest(ledger.rounds or "month", today, most)
    return [Round(*pair) for pair in zip(spans, balances(found, spans), strict=True)]


def round_at(ledger: LedgerShape, day: date) -> Span:
    """The round of the ledger in which a day lies."""
    rounds: Rounds = ledger.rounds or "month"
    return round_of(rounds, day)


def rounds_for(ledger: LedgerShape, seen: Q, place: Division | None, today: date) -> list[Round]:
    """The last rounds of one ledger; one statement."""
    return rounds_of(ledger, moves({"": ledger}, seen, place)[""], today, SHOWN_ROUNDS)


def listed(
    ledger: LedgerShape,
    seen: Q,
    place: Division | None,
    span: Span,
    which: Which,
    after: Place | None = None,
) -> Page[Row]:
    """A page of a list of the ledger with its columns; six statements or fewer."""
    page = standing(ledger, seen, place, span, which, after)
    return Page(rows(ledger, page.rows, seen), page.after)


def every_row(
    ledger: LedgerShape, seen: Q, place: Division | None, span: Span, which: Which
) -> Iterator[Row]:
    """All rows of a list, a few hundred at a time, at most MOST."""
    after, done = None, 0
    while done < MOST:
        page = standing(ledger, seen, place, span, which, after, _CHUNK)
        yield from rows(ledger, page.rows, seen)
        done, after = done + len(page.rows), page.after
        if after is None:
            return
