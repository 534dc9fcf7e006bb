"""Changes of packs that were published in an installation (drafts that two people agreed on).

The tables lie above this module; whoever keeps them enters itself here (`register`), and `load`
lays what it gives over the packs from disk. Published changes are immutable, so everything built
from those up to one moment can be kept for ever under that moment, the *stamp*. The newest stamp
is asked together with the time in the statement that begins every act (`STAMP_SQL`, `know`), so
no process takes in a matter under an old definition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True)
class Published:
    """Files laid over a pack from a day on; `mark` names the versions that come of it."""

    mark: str
    valid_from: date
    files: Mapping[str, str]


class Keeper(Protocol):
    """Who keeps the published changes."""

    stamp_sql: str
    """A scalar SELECT of the newest stamp, for statements that ask something else besides."""

    def stamp(self) -> datetime | None:
        """The newest stamp; None before the first publication."""

    def today(self) -> date:
        """The installation's day."""

    def published(self, pack: str, newest: datetime) -> Sequence[Published]:
        """The changes of one pack up to a stamp, the oldest first."""


_KEEPERS: list[Keeper] = []
_KNOWN: list[datetime | None] = [None]


def register(keeper: Keeper) -> None:
    """Let `keeper` be asked from now on (from an AppConfig.ready)."""
    _KEEPERS[:] = [keeper]


def stamp_sql() -> str:
    """SQL of the newest stamp."""
    return _KEEPERS[0].stamp_sql if _KEEPERS else "SELECT NULL::timestamptz"


def know(newest: datetime | None) -> None:
    """Note the stamp that the database gave; an older one, read by a slower thread, is passed over
    unless there is none at all."""
    known = _KNOWN[0]
    if newest is None or known is None or newest > known:
        _KNOWN[0] = newest


def known() -> datetime | None:
    """The newest stamp this process has heard of."""
    return _KNOWN[0]


def refresh() -> bool:
    """Ask for the newest stamp, with one statement; whether it is news."""
    if not _KEEPERS:
        return False
    before = known()
    know(_KEEPERS[0].stamp())
    return known() != before


def today() -> date | None:
    """The installation's day; None where nobody keeps one (a pack checked in a folder)."""
    return _KEEPERS[0].today() if _KEEPERS else None


def changes(pack: str, newest: datetime | None) -> Sequence[Published]:
    """The published changes of a pack up to a stamp."""
    return _KEEPERS[0].published(pack, newest) if _KEEPERS and newest is not None else ()
