"""What an import did, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from huiyin.engine.definition import Process
from huiyin.exchange.met import Met
from huiyin.exchange.rejects import Reject
from huiyin.matters.models import Clock

SHOWN = 20
"""Rejects kept for the report; the file of rejects has them all."""


@dataclass
class Report:
    """Counts of rows. `loaded` of a dry run is what would be loaded."""

    read: int = 0
    loaded: int = 0
    rejected: int = 0
    already: int = 0
    met: Met = field(default_factory=Met)
    uncategorised: Counter[str] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    rejects_files: list[str] = field(default_factory=list)
    judged: dict[str, dict[str, int]] = field(default_factory=dict)
    preview: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0
    interrupted: bool = False

    def reject(self, reject: Reject) -> None:
        self.rejected += 1
        if len(self.rejects) < SHOWN:
            self.rejects.append(reject)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: the keys of issue point 8, and more."""
        return {
            "read": self.read, "loaded": self.loaded, "rejected": self.rejected,
            "already": self.already, "met": self.met.as_dict(), "replied": self.met.replied,
            "uncategorised": dict(self.uncategorised.most_common()),
            "rejects": [
                {"row": r.row, "field": r.name, "value": r.value, "rule": r.rule}
                for r in self.rejects
            ],
            "rejects_file": self.rejects_files[0] if self.rejects_files else None,
            "rejects_files": self.rejects_files, "judged": self.judged,
            "seconds": round(self.seconds, 2), "interrupted": self.interrupted,
            **({"preview": self.preview} if self.preview else {}),
        }  # fmt: skip


def judged(source: str, process: Process) -> dict[str, dict[str, int]]:
    """Clock → verdict (or status, without one) → count, over all matters of a source."""
    rows: Iterable[tuple[str, str, str, int]] = (
        Clock.objects.filter(matter__origin=source)
        .values_list("key", "verdict", "status")
        .annotate(count=Count("id"))
        .order_by("key")
    )
    counts: dict[str, dict[str, int]] = {}
    for key, verdict, status, count in rows:
        counts.setdefault(key, {})[verdict or status] = count
    order = list(process.clocks)
    return dict(sorted(counts.items(), key=lambda item: (item[0] not in order, item[0])))
