"""What can go wrong with a draft or a migration; every face turns these into its own answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not: a stable code and its values (see `sentences`)."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


class DraftRefused(Exception):
    """A step of a draft is not possible; nothing was written (403, 409 or 422)."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.reason = Reason(code, values)


class MigrationRefused(Exception):
    """The matter cannot go on under the other definition; nothing was written (409)."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(", ".join(reason.code for reason in reasons))
        self.reasons = reasons
