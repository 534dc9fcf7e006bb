"""Typed forms: raw input in, clean data or errors that name the field, the value and the rule out.

HTML, API and import all pass here, so the three enforce the same (PEERS.md §4.5). Clean data is
plain JSON: dates are ISO strings, references are id strings, persons are mappings with name,
phone, id_number, address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from huiyin.engine.calendar import FIRST_YEAR, LAST_YEAR
from huiyin.engine.definition import OWNER, FormField
from huiyin.engine.facts import matches

PERSON_PARTS = ("kind", "name", "phone", "id_number", "address")
_PART_MAX = {"kind": 20, "name": 100, "phone": 40, "id_number": 40, "address": 300}
_SHOWN = 60
_WHOLE = re.compile(r"-?\d{1,18}")
_POINT = re.compile(r"(-?\d{1,2}(?:\.\d{1,12})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,12})?)", re.ASCII)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_FIRST_DAY_YEAR = 1900
_LAST_YEAR = LAST_YEAR - 10
"""Later dates would lead clocks beyond the end of every calendar."""
_ID = FormField(type="text", zh="编号", en="id", max=64)


@dataclass(frozen=True)
class FieldError:
    """One broken rule. `rule` is a stable code; `limit` and `law` fill its sentence."""

    field: str
    rule: str
    value: str = ""
    limit: str = ""
    law: str | None = None


@dataclass(frozen=True)
class Context:
    """What a form may be compared with: the local moment, and facts of the matter."""

    now: datetime
    zone: tzinfo
    received_at: datetime | None = None
    owner: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    units: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """What `among` may name: superiors, partners."""
    done: Mapping[str, int] = field(default_factory=dict)
    """How often each act was done in this cycle."""

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()


class _Wrong(Exception):
    def __init__(self, rule: str, limit: object = "") -> None:
        self.rule, self.limit = rule, str(limit)


def clean(
    form: Mapping[str, FormField], raw: Mapping[str, Any], context: Context
) -> tuple[dict[str, Any], tuple[FieldError, ...]]:
    """Check `raw` against `form`: (clean data, errors); data is complete only without errors.

    The `if` of a field looks at the fields of this form, and for any other name at what earlier
    acts have recorded.
    """
    data: dict[str, Any] = {}
    errors: list[FieldError] = [
        FieldError(name, "unknown_field", _show(raw[name])) for name in raw if name not in form
    ]
    recorded = {name: value for name, value in context.facts.items() if name not in form}
    for name, spec in form.items():
        if spec.condition and not matches(spec.condition, {**recorded, **data}):
            continue
        if spec.is_computed:
            data |= _last_day(name, spec, data) if spec.latest else _count(name, spec, context)
            if raw.get(name) not in (None, "", data.get(name)):
                errors.append(FieldError(name, "unknown_field", _show(raw[name])))
            continue
        _clean_field(name, spec, raw.get(name), context, data, errors)
    return data, tuple(errors)


def _last_day(name: str, spec: FormField, data: Mapping[str, Any]) -> dict[str, str]:
    """The last of the days that `latest` names; nothing while none of them is there. Rows that
    leave the day out do not count."""
    days: list[str] = []
    for source in spec.latest:
        given, _, column = source.partition(".")
        value = data.get(given)
        found = [row.get(column) for row in value or ()] if column else [value]
        days += [day for day in found if day]
    return {name: max(days)} if days else {}


def _count(name: str, spec: FormField, context: Context) -> dict[str, int]:
    """How often the acts that `counts` names have been done, with the one that is being done."""
    return {name: sum(context.done.get(act, 0) for act in spec.counts) + 1}


def _clean_field(
    name: str,
    spec: FormField,
    value: Any,
    context: Context,
    data: dict[str, Any],
    errors: list[FieldError],
) -> None:
    if _is_empty(value):
        value = spec.default
    if spec.type == "bool" and value is None:
        value = False
    try:
        if _is_empty(value):
            if spec.required:
                raise _Wrong("required")
            return
        if spec.type in {"list", "each"}:
            data[name] = _rows(name, spec, value, context, errors)
        else:
            data[name] = _CLEANERS[spec.type](spec, value, context)
        if spec.adds:
            data[name] = list(dict.fromkeys((*context.facts.get(name, ()), *data[name])))
        if spec.must is not None and data[name] is not spec.must:
            raise _Wrong("must_be_true")
        _against_others(spec, data[name], data, context)
    except _Wrong as wrong:
        errors.append(FieldError(name, wrong.rule, _show(value), wrong.limit, spec.law))


def _rows(
    name: str, spec: FormField, value: Any, context: Context, errors: list[FieldError]
) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise _Wrong("list")
    _between(len(value), spec, "too_few_rows", "too_many_rows")
    asked = context.facts.get(spec.of or name, 0)
    if (spec.type == "each" or spec.of) and len(value) != asked:
        raise _Wrong("each_once", asked)
    rows = []
    for number, row in enumerate(value):
        cleaned, wrong = clean(spec.fields, row, context)
        rows.append(cleaned)
        errors.extend(
            FieldError(f"{name}.{number}.{e.field}", e.rule, e.value, e.limit, e.law or spec.law)
            for e in wrong
        )
    return rows


def _text(spec: FormField, value: Any, _context: Context) -> str:
    if not isinstance(value, str):
        raise _Wrong("text")
    text = value.replace("\r\n", "\n").strip()
    if not storable(text):
        raise _Wrong("control_character")
    _between(len(text), spec, "too_short", "too_long")
    return text


def _int(spec: FormField, value: Any, context: Context) -> int:
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _Wrong("whole_number")
    _between(value, spec, "too_small", "too_big")
    if spec.of and value > rows_of(spec.of, context.facts):
        raise _Wrong("too_big", rows_of(spec.of, context.facts))
    return value


def rows_of(name: str, facts: Mapping[str, Any]) -> int:
    """How many rows a list has; one when it was not filled in (the only signatory)."""
    return int(facts.get(name) or 1)


def _bool(_spec: FormField, value: Any, _context: Context) -> bool:
    known = {
        "on": True,
        "true": True,
        "1": True,
        "yes": True,
        "off": False,
        "false": False,
        "0": False,
        "no": False,
    }
    answer = known.get(value.lower()) if isinstance(value, str) else value
    if not isinstance(answer, bool):
        raise _Wrong("yes_or_no")
    return answer


def _choice(spec: FormField, value: Any, _context: Context) -> str:
    if not isinstance(value, str) or value not in spec.options:
        raise _Wrong("choice", ", ".join(spec.options))
    return value


def _date(spec: FormField, value: Any, context: Context) -> str:
    if isinstance(value, datetime) or not isinstance(value, (str, date)):
        raise _Wrong("date")
    try:
        day = date.fromisoformat(value.strip()) if isinstance(value, str) else value
    except ValueError:
        raise _Wrong("date") from None
    _in_years(day.year, _FIRST_DAY_YEAR)
    if spec.not_after and day > context.today:
        raise _Wrong("in_the_future", context.today)
    _not_before(spec, day, context)
    return day.isoformat()


def _datetime(spec: FormField, value: Any, context: Context) -> str:
    if not isinstance(value, (str, datetime)):
        raise _Wrong("datetime")
    try:
        moment = datetime.fromisoformat(value.strip()) if isinstance(value, str) else value
    except ValueError:
        raise _Wrong("datetime") from None
    _in_years(moment.year, FIRST_YEAR + 1)  # a zone may move a moment into the year before
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=context.zone)
    if spec.not_after and moment > context.now:
        raise _Wrong(
            "in_the_future", context.now.astimezone(context.zone).isoformat(" ", "minutes")
        )
    _not_before(spec, moment.astimezone(context.zone).date(), context)
    return moment.astimezone(UTC).isoformat()


def _in_years(year: int, first: int) -> None:
    if not first <= year <= _LAST_YEAR:
        raise _Wrong("impossible_year", f"{first}–{_LAST_YEAR}")


def _not_before(spec: FormField, day: date, context: Context) -> None:
    received = context.received_at.astimezone(context.zone).date() if context.received_at else None
    earliest = {"today": context.today, "received": received}.get(spec.not_before or "")
    if earliest and day < earliest:
        raise _Wrong("too_early", earliest)
    if spec.ahead and day < context.today + timedelta(days=spec.ahead.amount):
        raise _Wrong("too_early", context.today + timedelta(days=spec.ahead.amount))


def _against_others(spec: FormField, value: Any, data: Mapping[str, Any], context: Context) -> None:
    """What depends on other fields: the order of two dates, and whom a field must not name."""
    first = data.get(spec.not_before or "")
    if isinstance(first, str) and _local_day(value, context) < _local_day(first, context):
        raise _Wrong("too_early", _local_day(first, context))
    for name in spec.excludes:
        barred = context.owner if name == OWNER else data.get(name) or context.facts.get(name)
        if _ids(value) & _ids(barred):
            raise _Wrong("same_unit" if name == OWNER else "complained_about")
    if spec.among and not _ids(value) <= context.units.get(spec.among, frozenset()):
        raise _Wrong(_AMONG[spec.among])


_AMONG: Mapping[str, str] = {
    "superiors": "not_among_superiors",
    "partners": "not_among_partners",
}


def _local_day(text: str, context: Context) -> date:
    """The day of clean data: of an ISO date, or of a moment where the office is."""
    moment = datetime.fromisoformat(text)
    return moment.date() if moment.tzinfo is None else moment.astimezone(context.zone).date()


def _ids(value: Any) -> frozenset[str]:
    if isinstance(value, str):
        return frozenset({value})
    return frozenset(value) if isinstance(value, (list, tuple)) else frozenset()


def _person(spec: FormField, value: Any, _context: Context) -> dict[str, str]:
    if not isinstance(value, Mapping) or not set(value) <= set(PERSON_PARTS):
        raise _Wrong("person", ", ".join(PERSON_PARTS))
    person = {}
    for part, text in value.items():
        if _is_empty(text):
            continue
        if not isinstance(text, str) or len(text) > _PART_MAX[part] or not storable(text):
            raise _Wrong("person_part", f"{part} ≤ {_PART_MAX[part]}")
        person[part] = text.strip()
    if spec.required and not person.get("name"):
        raise _Wrong("name_required")
    return person


def _reference(_spec: FormField, value: Any, context: Context) -> str:
    return _text(_ID, str(value), context)


def _references(spec: FormField, value: Any, context: Context) -> list[str]:
    if not isinstance(value, list):
        raise _Wrong("list")
    _between(len(value), spec, "too_few_rows", "too_many_rows")
    return list(dict.fromkeys(_reference(spec, item, context) for item in value))


def _point(_spec: FormField, value: Any, _context: Context) -> str:
    """Latitude and longitude (WGS84, degrees) to five places: about a metre."""
    found = _POINT.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        raise _Wrong("point")
    return f"{float(found[1]):.5f},{float(found[2]):.5f}"


def _files(spec: FormField, value: Any, _context: Context) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _Wrong("files")
    _between(len(value), spec, "too_few_files", "too_many_files")
    return value


_CLEANERS: Mapping[str, Callable[[FormField, Any, Context], Any]] = {
    "text": _text, "long": _text, "int": _int, "bool": _bool, "choice": _choice, "date": _date,
    "datetime": _datetime, "person": _person, "files": _files, "point": _point,
    "unit": _reference, "post": _reference, "division": _reference, "category": _reference,
    "grid": _reference,
    "matter": _reference, "units": _references, "posts": _references,
}  # fmt: skip


def _between(size: int, spec: FormField, low: str, high: str) -> None:
    if spec.min is not None and size < spec.min:
        raise _Wrong(low, spec.min)
    if spec.max is not None and size > spec.max:
        raise _Wrong(high, spec.max)


def _is_empty(value: Any) -> bool:
    """A person of whom only the kind is given is nobody: pages send it with every empty one."""
    if isinstance(value, Mapping):
        return all(_is_empty(part) for name, part in value.items() if name != "kind")
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def storable(text: str) -> bool:
    """Whether PostgreSQL can hold the text: no NUL, no half of a surrogate pair."""
    return _UNSTORABLE.search(text) is None


def _show(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
