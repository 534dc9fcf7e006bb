"""What a verification found: counts, and every break by matter and event."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Broken:
    """One thing that does not hold. `number` is the matter's ("" for a root), `seq` its event."""

    number: str
    seq: int | None
    what: str

    def say(self) -> str:
        """One sentence: `matter 26-000042-7, event 3: …`."""
        place = f"matter {self.number}" if self.number else ""
        if self.seq is not None:
            place += f", event {self.seq}"
        return f"{place}: {self.what}" if place else self.what

    def as_dict(self) -> dict[str, Any]:
        return {"number": self.number, "seq": self.seq, "what": self.what}


@dataclass
class Report:
    """Counts of what was looked at, and what is broken, in the order it was found."""

    matters: int = 0
    events: int = 0
    roots: int = 0
    broken: list[Broken] = field(default_factory=list)
    last: str = ""
    """Number of the last matter looked at: where a stopped run goes on (`--after`)."""

    @property
    def ok(self) -> bool:
        return not self.broken

    def as_dict(self) -> dict[str, Any]:
        """The keys of `huiyin verify --json`."""
        broken = [one.as_dict() for one in self.broken]
        return {
            "matters": self.matters, "events": self.events, "roots": self.roots,
            "broken": broken, "ok": self.ok,
        }  # fmt: skip
