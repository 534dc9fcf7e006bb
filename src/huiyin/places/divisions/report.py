"""What an import or a revision did, for people and for programs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reject:
    """One row left out: file, row (1 is the header), field, value and the broken rule."""

    file: str
    row: int
    field: str
    value: str
    rule: str


@dataclass(frozen=True)
class Undecided:
    """A retired code without exactly one successor of its name; a person decides (revision file).

    `candidates` are several divisions of the same name, else those with a similar one, else none.
    """

    code: str
    name: str
    candidates: tuple[str, ...]


@dataclass
class Report:
    """Counts of rows; `same` were there already, `repeated` twice in the lists of a year."""

    read: int = 0
    added: int = 0
    renamed: int = 0
    same: int = 0
    repeated: int = 0
    left_retired: int = 0
    retired: int = 0
    mapped: int = 0
    rejects: list[Reject] = field(default_factory=list)
    undecided: list[Undecided] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def changed(self) -> bool:
        """Whether anything in the database is different now."""
        return bool(self.added or self.renamed or self.retired or self.mapped)

    def as_dict(self) -> dict[str, Any]:
        """Return the report for JSON, with the number of rejected rows as `rejected`."""
        return {**asdict(self), "rejected": len(self.rejects), "seconds": round(self.seconds, 2)}
