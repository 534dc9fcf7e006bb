"""What narrows a worklist, read from an address and written back in one canonical form.

`parse` takes names and texts (a query string, the API's parameters) and gives the filters that
make sense and what was wrong with the others; `query` of its answer gives the address back, so
that a saved view and the list on the screen can be compared. No SQL here (see `narrowing`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final, Literal, cast, get_args
from urllib.parse import urlencode
from uuid import UUID

Due = Literal["", "late", "today", "week", "later", "none"]
Sort = Literal["", "newest", "oldest", "number"]
Phase = Literal["", "intake", "accept", "handle", "review", "closed", "in_force", "final"]
ME: Final = "me"
NOBODY: Final = "nobody"
QUIET: Final = (10, 20, 30)
"""Days without any event after which a matter can be asked for."""
_LONGEST = 60
_YEARS = range(1949, 2201)


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty means: not asked. `kind` is `PACK/PROCESS`; `holder` is `me`, `nobody` or the id of a
    post; `unit`, `category` and `place` count with everything below them; `since` and `until` are
    local days of receipt, both included; `quiet` is days without an event."""

    due: Due = ""
    phase: Phase = ""
    state: str = ""
    kind: str = ""
    unit: str = ""
    holder: str = ""
    category: str = ""
    place: str = ""
    channel: str = ""
    since: date | None = None
    until: date | None = None
    waiting: bool = False
    repeat: bool = False
    quiet: int = 0
    sort: Sort = ""

    def given(self) -> dict[str, str]:
        """The filters that are asked, in a fixed order, as an address writes them."""
        return {
            field.name: _written(value)
            for field in fields(self)
            if (value := getattr(self, field.name))
        }

    def query(self, **first: str) -> str:
        """The canonical query string; `first` (the tab) stands before the filters."""
        return urlencode({**{name: text for name, text in first.items() if text}, **self.given()})

    @property
    def narrows(self) -> bool:
        """Whether anything is left out; an order alone leaves nothing out."""
        return any(name != "sort" for name in self.given())


NONE: Final = Filters()


@dataclass(frozen=True, slots=True)
class Wrong:
    """A filter that cannot be read: `rule` is one of `huiyin.engine.refusals.RULES`."""

    rule: str
    value: str
    limit: str = ""


def parse(given: Mapping[str, str]) -> tuple[Filters, dict[str, Wrong]]:
    """The filters that can be read, and what is wrong with the rest by name."""
    found: dict[str, Any] = {}
    wrong: dict[str, Wrong] = {}
    for name, read in _READERS.items():
        text = given.get(name, "").replace("\x00", "").strip()[:_LONGEST]
        if not text:
            continue
        try:
            found[name] = read(text)
        except _UnreadableError as error:
            wrong[name] = Wrong(error.rule, text, error.limit)
    since, until = found.get("since"), found.get("until")
    if since and until and until < since:
        del found["until"]
        wrong["until"] = Wrong("too_early", until.isoformat(), since.isoformat())
    return Filters(**found), wrong


class _UnreadableError(Exception):
    def __init__(self, rule: str, limit: str = "") -> None:
        super().__init__(rule)
        self.rule, self.limit = rule, limit


def _written(value: object) -> str:
    return "1" if value is True else str(value)


def _one_of(options: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in options:
            raise _UnreadableError("choice", ", ".join(filter(None, options)))
        return text

    return read


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _UnreadableError("date") from None
    if day.year not in _YEARS:
        raise _UnreadableError("impossible_year", f"{_YEARS[0]}–{_YEARS[-1]}")
    return day


def _id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise _UnreadableError("choice") from None


def _quiet(text: str) -> int:
    if text not in map(str, QUIET):
        raise _UnreadableError("choice", ", ".join(map(str, QUIET)))
    return int(text)


def _yes(text: str) -> bool:
    if text not in {"1", "on"}:
        raise _UnreadableError("yes_or_no")
    return True


def _holder(text: str) -> str:
    return text if text in {ME, NOBODY} else _id(text)


_READERS: Mapping[str, Callable[[str], Any]] = {
    "due": _one_of(cast("tuple[str, ...]", get_args(Due))),
    "phase": _one_of(cast("tuple[str, ...]", get_args(Phase))),
    "state": str, "kind": str, "unit": _id, "holder": _holder, "category": str, "place": str,
    "channel": str, "since": _day, "until": _day, "waiting": _yes, "repeat": _yes,
    "quiet": _quiet, "sort": _one_of(cast("tuple[str, ...]", get_args(Sort))),
}  # fmt: skip
