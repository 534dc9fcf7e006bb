"""One line of a story as a value.

2026-08-03 register                                  an act; its form data from the defaults
2026-08-03T10:30 accept by auditor of bureau         at a time of day, by somebody named
2026-08-05 propose extend / confirm extend / send back extend
2026-08-05 forward: {to_unit: town}                  with data laid over the defaults
2026-10-09 extend: refused extend_expired            must be refused with this code
2026-10-09 extend: {refused: form days too_big, with: {days: 31}}    … with data; field and rule
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from huiyin.engine.definition import Relation, Role
from huiyin.engine.standing import Standing, Step

MORNING = time(9)
"""When a story's event happens if it does not say."""

_LINE = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?) (?:(?P<word>propose|confirm|send back) )?"
    r"(?P<act>[a-z][a-z0-9_]*)(?: by (?P<by>.+))?"
)
_REFUSED = re.compile(
    r"refused (?P<code>[a-z_]+)(?: (?P<field>[a-z][\w.]*)(?: (?P<rule>[a-z_]+))?)?"
)
UNITS = frozenset({"office", "town", "bureau", "county", "city"})
"""The units of every story: the office that registers, two that handle, the county above them and
the city above the county."""


@dataclass(frozen=True)
class Expected:
    """The refusal that must come: its code and, for a form, the field and the rule broken."""

    code: str
    field: str | None = None
    rule: str | None = None


@dataclass(frozen=True)
class StoryEvent:
    """`word` is "" for an act done plainly (proposed and confirmed at once where it needs two)."""

    text: str
    at: datetime
    act: str
    word: str = ""
    by: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    refused: Expected | None = None

    @property
    def step(self) -> Step:
        return Step.SEND_BACK if self.word == "send back" else Step.DO


def parse_event(acts: Container[str], item: str | Mapping[str, Any]) -> StoryEvent:
    """The event that a story's line tells; `acts` are the keys it can name. Raises ValueError
    with what is wrong with it."""
    text, value = item, None
    if isinstance(item, Mapping):
        if len(item) != 1:
            raise ValueError("an event is one line, or one line with its data")
        ((text, value),) = item.items()
    match = _LINE.fullmatch(str(text))
    if match is None:
        raise ValueError(f"“{text}” is not “DATE ACT” or “DATE ACT by ROLE of UNIT”")
    if match["act"] not in acts:
        raise ValueError(f"“{text}” names the act `{match['act']}`, which does not exist")
    if match["by"]:
        parse_people(match["by"])
    at = datetime.fromisoformat(match["at"])
    at = at if "T" in match["at"] else datetime.combine(at, MORNING)
    data, refused = _value(value)
    return StoryEvent(str(text), at, match["act"], match["word"] or "", match["by"], data, refused)


def parse_people(text: str) -> list[tuple[Role, str | None]]:
    """`handler of bureau`, `handler and head of bureau`, `handler of bureau and head of county`,
    `resident` as seats. Raises ValueError."""
    seats: list[tuple[Role, str | None]] = []
    unit: str | None = None
    for part in reversed(text.split(" and ")):
        role, _, named = part.partition(" of ")
        unit = named or unit
        if role not in set(Role) or (unit or "office") not in UNITS:
            units = ", ".join(sorted(UNITS))
            raise ValueError(f"“{text}” is not “ROLE of UNIT” (units: {units})")
        seats.append((Role(role), unit))
    return seats[::-1]


def above(unit: str | None) -> frozenset[str]:
    """The units of a story above one of them."""
    return {"county": frozenset({"city"}), "city": frozenset[str]()}.get(
        unit or "", frozenset({"county", "city"})
    )


def superior(unit: str | None) -> str | None:
    """The one just above."""
    return {"county": "city", "city": None}.get(unit or "", "county")


def relation_unit(relation: Relation, standing: Standing) -> str | None:
    """The unit of a story that stands in this relation to the matter."""
    return {
        Relation.OWNER: standing.owner, Relation.INTAKE: standing.intake,
        Relation.SENDER: standing.sender, Relation.ANY: "office",
        Relation.PARTNER: min(standing.partners, default=None),
        Relation.ABOVE: superior(standing.owner), Relation.COMMON: superior(standing.owner),
    }[relation]  # fmt: skip


def _value(value: Any) -> tuple[Mapping[str, Any], Expected | None]:
    if value is None:
        return {}, None
    if isinstance(value, str):
        return {}, _expected(value)
    if isinstance(value, Mapping) and "refused" in value and set(value) <= {"refused", "with"}:
        return value.get("with", {}), _expected(f"refused {value['refused']}")
    if isinstance(value, Mapping):
        return value, None
    raise ValueError("after the colon stands form data or “refused CODE”")


def _expected(text: str) -> Expected:
    match = _REFUSED.fullmatch(text)
    if match is None:
        raise ValueError(f"“{text}” is not “refused CODE” or “refused form FIELD RULE”")
    return Expected(match["code"], match["field"], match["rule"])
