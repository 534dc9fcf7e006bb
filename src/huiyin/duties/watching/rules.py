"""The watches of every pack as rules: one for each key and shape, with the packs that have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from huiyin.engine.calendar import FIRST_YEAR
from huiyin.engine.method_shape import WatchShape
from huiyin.engine.over import cutoff
from huiyin.engine.terms import Term
from huiyin.matters import history
from huiyin.packs import load
from huiyin.packs.method_file import method
from huiyin.places import calendars

EARLIEST = datetime(FIRST_YEAR + 1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Rule:
    """A watch, and the packs on whose matters it looks."""

    watch: str
    shape: WatchShape
    packs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """Before which moment something is past by a term, for each calendar: `paths` are divisions
    with calendars of their own, the whole country ("") first."""

    paths: tuple[str, ...]
    moments: tuple[datetime, ...]

    @property
    def latest(self) -> datetime:
        return max(self.moments)

    @property
    def is_one(self) -> bool:
        """Whether every calendar gives the same moment."""
        return len(set(self.moments)) == 1


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Every rule, by key. A pack has the watches of the packs below it, unless it says otherwise
    under the same key. Raises MethodFileError."""
    found: list[tuple[str, WatchShape, list[str]]] = []
    for pack in load.available():
        for key, shape in method(pack).watches.items():
            same = next((packs for k, s, packs in found if (k, s) == (key, shape)), None)
            if same is None:
                found.append((key, shape, [pack]))
            else:
                same.append(pack)
    rows = (Rule(key, shape, tuple(packs)) for key, shape, packs in found)
    return tuple(sorted(rows, key=lambda rule: (rule.watch, rule.packs)))


def rule_of(pack: str, watch: str) -> Rule | None:
    """The watch as a pack has it; None when the pack has none of this key (any more)."""
    return next((rule for rule in rules() if rule.watch == watch and pack in rule.packs), None)


def keys(**which: str) -> list[str]:
    """Keys of the watches with these values: `keys(act="order")`, `keys(when="idle")`."""
    return sorted({
        rule.watch
        for rule in rules()
        if all(getattr(rule.shape, name) == value for name, value in which.items())
    })  # fmt: skip


def cutoffs(over: Term, now: datetime) -> Cutoffs:
    """The cut-off of a term at `now` in every calendar in use; one statement (see `stamp`)."""
    stamp, zone = calendars.stamp(), history.zone()
    paths = _places(stamp)
    moments = (
        cutoff(now, over, calendars.calendar_of(path, stamp), zone, EARLIEST) for path in paths
    )
    return Cutoffs(paths, tuple(moments))


def _places(stamp: datetime | None) -> tuple[str, ...]:
    layers: Sequence[calendars.Layer] = calendars.layers(stamp) if stamp else ()
    return ("", *sorted({layer.path for layer in layers if layer.path is not None}))
