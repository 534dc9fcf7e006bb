"""A town's pack over the national one: it may add and tighten, never loosen a statutory term.

`overlay` merges the data of two files; `loosened` compares the two processes. A term in another
unit must be provably no longer: `n` natural days never end after `n` working days, a month has at
least 28 days, a day 24 hours; what cannot be shown this way is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from huiyin.engine.complaints import place_of
from huiyin.engine.definition import (
    Act,
    ByField,
    ClockShape,
    Condition,
    FormField,
    Needs,
    Process,
)
from huiyin.engine.mistakes import Problem
from huiyin.engine.source import Path, Source
from huiyin.engine.terms import Term, Unit

_ADDED = ("ladder",)
"""Lists to which an overlay adds; of every other list it gives the whole."""

_AT_LEAST = {(Unit.DAY, Unit.WORKDAY): 1, (Unit.DAY, Unit.MONTH): 28, (Unit.HOUR, Unit.DAY): 24,
             (Unit.HOUR, Unit.WORKDAY): 24, (Unit.HOUR, Unit.MONTH): 24 * 28}  # fmt: skip
"""How many of the first unit the second one lasts at least."""

Loss = tuple[Path, str, str]
"""Where something is loosened, and what, in English and Chinese."""


def overlay(below: Source, above: Source) -> Source:
    """The file `above` laid over `below`. Stories are its own: those below prove dates below."""
    data = {key: value for key, value in above.data.items() if key != "overlay"}
    merged = _merge({**below.data, "stories": []}, data)
    merged["version"] = f"{below.data['version']}+{data.get('version', '')}"
    places = {key: place for key, place in below.places.items() if key[0] != "stories"}
    for name in _ADDED:
        shift = len(below.data.get(name, []))
        for path, place in above.places.items():
            if path[0] == name and len(path) > 1:
                places[(name, int(path[1]) + shift, *path[2:])] = place
    own = {path: place for path, place in above.places.items() if path[0] not in _ADDED}
    return Source(above.file, merged, {**places, **own})


def _merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        if isinstance(under, dict) and isinstance(value, dict):
            merged[key] = _merge(under, value)
        elif key in _ADDED and isinstance(under, list) and isinstance(value, list):
            merged[key] = [*under, *value]
        else:
            merged[key] = value
    return merged


def loosened(base: Process, new: Process, source: Source) -> list[Problem]:
    """What `new` makes looser than `base`: statutory clocks, and the checks and letters of acts."""
    losses: list[Loss] = []
    for key, clock in base.clocks.items():
        if clock.kind == "statutory":
            losses += [
                (("clocks", key, name), en, zh) for name, en, zh in _clock(clock, new.clocks[key])
            ]
    for key, act in base.acts.items():
        losses += [(("acts", key, *path), en, zh) for path, en, zh in _act(act, new.acts[key])]
    problems = []
    for path, en, zh in losses:
        place, place_zh = place_of(path)
        problems.append(
            source.problem("loosens", path, place=place, place_zh=place_zh, detail=en, detail_zh=zh)
        )
    return problems


def no_longer(new: Term, base: Term) -> bool:
    """Whether `new` provably never ends after `base`."""
    if new.unit is base.unit:
        return new.amount <= base.amount
    return new.amount <= base.amount * _AT_LEAST.get((new.unit, base.unit), 0)


def _clock(base: ClockShape, new: ClockShape) -> Iterator[tuple[str, str, str]]:
    if new.kind != "statutory":
        yield "kind", "it is no longer statutory", "不再是法定时限"
    if not _within_tight(base, new):
        yield (
            "within",
            f"not provably within {base.within or base.until}",
            f"不能保证不超过{base.within or base.until}",
        )
    if new.extend and not _extend_tight(base, new):
        yield "extend", "more can be extended than before", "可以延期的比原来多"
    if not _applies_no_less(base.condition, new.condition):
        yield "if", "it applies to fewer matters", "适用的事项少了"
    yield from _course(base, new)
    flags = (
        base.first_day == "same" != new.first_day,
        new.roll > base.roll,
        new.silent > base.silent,
    )
    for name, loose in zip(("first_day", "roll", "silent"), flags, strict=True):
        if loose:
            yield name, "it ends or warns later than before", "到期或者提醒比原来晚"


def _course(base: ClockShape, new: ClockShape) -> Iterator[tuple[str, str, str]]:
    """From which acts the clock starts, and what may end it or make it stand still."""
    if not set(base.start) <= set(new.start):
        yield "start", "an act that starts it is left out", "少了起算的操作"
    if set(base.stop) != set(new.stop):
        yield "stop", "the acts that stop it must stay the same", "停止的操作不能改"
    if not set(new.cancel) <= set(base.cancel):
        yield "cancel", "one more act cancels it", "多了取消它的操作"
    if not set(new.pause) <= set(base.pause) or not set(base.resume) <= set(new.resume):
        yield "pause", "it stands still more often", "停表的情形多了"
    if base.max_pause and not (new.max_pause and no_longer(new.max_pause, base.max_pause)):
        yield "max_pause", "it may stand still longer", "停表的时间长了"


def _within_tight(base: ClockShape, new: ClockShape) -> bool:
    if base.within is None or new.within is None:
        return base.within == new.within and base.until == new.until
    if isinstance(base.within, Term):
        lengths = [new.within] if isinstance(new.within, Term) else []
        return bool(lengths) and all(no_longer(length, base.within) for length in lengths)
    if isinstance(new.within, ByField) and new.within.field != base.within.field:
        return False
    ours = new.within
    return all(
        no_longer(ours if isinstance(ours, Term) else ours.cases[case], length)
        for case, length in base.within.cases.items()
    )


def _extend_tight(base: ClockShape, new: ClockShape) -> bool:
    if base.extend is None or new.extend is None:
        return new.extend is None
    return no_longer(new.extend.by, base.extend.by) and new.extend.times <= base.extend.times


def _applies_no_less(base: Condition, new: Condition) -> bool:
    return all(field in base and set(base[field]) <= set(allowed) for field, allowed in new.items())


def _act(base: Act, new: Act) -> Iterator[tuple[Path, str, str]]:
    for name in ("second", "before", "after", "letter", "times"):
        if getattr(base, name) is not None and getattr(new, name) != getattr(base, name):
            yield (name,), "it must stay as the base pack has it", "要和上级的包一致"
    if base.needs and not _needs_no_less(base.needs, new.needs):
        yield ("needs",), "an act that must come first is left out", "少了必须先做的操作"
    if not _applies_no_less(new.condition, base.condition):
        yield ("if",), "it is allowed in more cases", "可以做的情形多了"
    for name, field in base.form.items():
        yield from (
            (("form", name, *path), en, zh) for path, en, zh in _field(field, new.form[name])
        )


def _needs_no_less(base: Needs, new: Needs | None) -> bool:
    return new is not None and set(base.acts) <= set(new.acts) and base.unless == new.unless


def _field(base: FormField, new: FormField) -> Iterator[tuple[Path, str, str]]:
    if base.required and not new.required:
        yield ("required",), "the field may now be left empty", "字段可以不填了"
    if not _applies_no_less(base.condition, new.condition):
        yield ("if",), "the field is asked for in fewer cases", "要填的情形少了"
    if base.must is not None and new.must is None:
        yield ("must",), "the confirmation is no longer asked for", "不再要求确认"
    if base.type != new.type:
        yield ("type",), "the type of a field cannot change", "字段的类型不能改"
    if base.type == "int" and base.max is not None and (new.max is None or new.max > base.max):
        yield ("max",), "a larger number is allowed", "允许的数大了"
    for name, field in base.fields.items():
        yield from (
            (("fields", name, *path), en, zh) for path, en, zh in _field(field, new.fields[name])
        )
