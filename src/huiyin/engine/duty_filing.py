"""Filing a duty: its form with the proof, whether it can be filed now, how it stands.

Pages, the API, the demo and stories all pass here. Nothing happened (零报告) is something that is
said: it is never assumed, and what was not filed is missing (METHODS Z9).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from huiyin.engine.definition import FormField
from huiyin.engine.forms import Context, FieldError, clean
from huiyin.engine.method_shape import DutyShape

PROOF = "proof"
"""Name of the field for what a filing rests on."""
_PROOFS: Mapping[str, FormField] = {
    "file": FormField(type="files", required=True, min=1, max=9, zh="佐证材料", en="Proof"),
    "matter": FormField(
        type="matter", required=True, max=20, zh="佐证事项编号", en="Matter that proves it"
    ),
}


class Standing(StrEnum):
    """How one duty stands at a moment."""

    COMING = "coming"
    OPEN = "open"
    MISSING = "missing"
    IN_TIME = "in_time"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Filing:
    """What somebody wants to file: the raw form, or that nothing happened."""

    raw: Mapping[str, Any]
    is_zero: bool = False


class CannotFile(Exception):
    """It cannot be filed like this: `code` is not_open, filed, no_zero or zero_with_content."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def standing(
    opens_at: datetime, due_at: datetime, filed_at: datetime | None, now: datetime
) -> Standing:
    """How a duty stands: filed in time or late; else to come, open, or missing once it was due."""
    if filed_at is not None:
        return Standing.IN_TIME if filed_at <= due_at else Standing.LATE
    if now > due_at:
        return Standing.MISSING
    return Standing.OPEN if now >= opens_at else Standing.COMING


def form_of(duty: DutyShape) -> dict[str, FormField]:
    """The fields of the duty, and the one for its proof."""
    proof = _PROOFS.get(duty.proof)
    return {**duty.form, PROOF: proof} if proof else dict(duty.form)


def check(
    duty: DutyShape,
    filing: Filing,
    context: Context,
    *,
    opens_at: datetime,
    filed_at: datetime | None = None,
) -> tuple[dict[str, Any], tuple[FieldError, ...]]:
    """(clean data, errors) of a filing at `context.now`. Late is accepted, and shows as late.

    Raises CannotFile when it was filed before, is not open yet, or says that nothing happened
    where that cannot be said or together with what did.
    """
    if filed_at is not None:
        raise CannotFile("filed")
    if context.now < opens_at:
        raise CannotFile("not_open")
    if not filing.is_zero:
        return clean(form_of(duty), filing.raw, context)
    if not duty.zero:
        raise CannotFile("no_zero")
    if any(_says_something(duty, name, value) for name, value in filing.raw.items()):
        raise CannotFile("zero_with_content")
    return {}, ()


def _says_something(duty: DutyShape, name: str, value: Any) -> bool:
    """Whether a field holds more than what a page puts there by itself."""
    spec = form_of(duty).get(name)
    default = "" if spec is None or spec.default is None else str(spec.default)
    return value not in ("", None, [], False) and str(value) != default
