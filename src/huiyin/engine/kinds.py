"""Words that a process file can choose from: types of fields, phases, kinds of relations."""

from __future__ import annotations

from typing import Literal

FieldType = Literal[
    "text", "long", "int", "bool", "choice", "date", "datetime",
    "person", "unit", "units", "post", "posts", "matter", "division", "grid", "category", "point",
    "files", "list", "each",
]  # fmt: skip

Phase = Literal["intake", "accept", "handle", "review", "closed", "in_force", "final"]
"""`in_force`: nothing waits to be done (it stands in no worklist), and it can still be changed."""

NOT_OPEN = frozenset({"in_force", "final"})
"""Phases in which nothing waits to be done, and so no clock runs."""

LinkKind = Literal[
    "repeat_of", "same_issue", "split_from", "review_of", "supervises", "settled_by", "merged_into",
    "arises_from", "cites",
]  # fmt: skip
