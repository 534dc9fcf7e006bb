"""A town's pack over the national one: it may add and tighten, never loosen a statutory term.

`overlay` merges the data of two files; `loosened` compares the two processes. A term in another
unit must be provably no longer: `n` natural days never end after `n` working days, a month has at
least 28 days, a day 24 hours; what cannot be shown this way is refused.

Numbers whose confidence is C or D are settings (LAW.md): they may be changed either way. What an
act asks, who does it and what stops a clock is no number and stays, whatever the confidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from huiyin.engine.complaints import place_of
from huiyin.engine.definition import Act, ByField, ClockShape, FollowUp, Needs, Process
from huiyin.engine.inherit_fields import (
    LESS_SURE,
    Loss,
    applies_no_less,
    field_losses,
    is_setting,
    less_sure,
)
from huiyin.engine.lengths import no_longer
from huiyin.engine.mistakes import Problem
from huiyin.engine.source import Source
from huiyin.engine.terms import Term

_ADDED = ("ladder",)
"""Lists to which an overlay adds; of every other list it gives the whole."""

_OPTIONS = "options"
"""`options: {N5: null}` switches an option off; nothing else can be taken away."""


def overlay(below: Source, above: Source, version: str | None = None) -> Source:
    """The file `above` laid over `below`. Stories are its own: those below prove dates below."""
    data = {key: value for key, value in above.data.items() if key != "overlay"}
    merged = _merge({**below.data, "stories": []}, data)
    merged["version"] = version or f"{below.data['version']}+{data.get('version', '')}"
    places = {key: place for key, place in below.places.items() if key[0] != "stories"}
    for name in _ADDED:
        shift = len(below.data.get(name, []))
        for path, place in above.places.items():
            if path[0] == name and len(path) > 1:
                places[(name, int(path[1]) + shift, *path[2:])] = place
    own = {path: place for path, place in above.places.items() if path[0] not in _ADDED}
    return Source(above.file, merged, {**places, **own})


def _merge(below: Mapping[str, Any], above: Mapping[str, Any], name: str = "") -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        if isinstance(under, dict) and isinstance(value, dict):
            merged[key] = _merge(under, value, key)
        elif key in _ADDED and isinstance(under, list) and isinstance(value, list):
            merged[key] = [*under, *value]
        elif name == _OPTIONS and value is None and key in merged:
            del merged[key]
        else:
            merged[key] = value
    return merged


def loosened(base: Process, new: Process, source: Source) -> list[Problem]:
    """What `new` makes looser than `base`: statutory clocks, duties, checks and letters of acts."""
    problems = []
    for path, en, zh in _losses(base, new):
        place, place_zh = place_of(path)
        problems.append(
            source.problem("loosens", path, place=place, place_zh=place_zh, detail=en, detail_zh=zh)
        )
    return problems


def _losses(base: Process, new: Process) -> Iterator[Loss]:
    if base.sealed and not new.sealed:
        yield ("sealed",), "its matters are no longer sealed", "事项不再保密"
    for key, clock in base.clocks.items():
        for name, en, zh in _clock(clock, new.clocks[key]):
            yield ("clocks", key, name), en, zh
    for key, duty in base.follow_ups.items():
        for name, en, zh in _duty(duty, new.follow_ups[key]):
            yield ("follow_ups", key, name), en, zh
    for key, act in base.acts.items():
        for path, en, zh in _act(act, new.acts[key]):
            yield ("acts", key, *path), en, zh


def _duty(base: FollowUp, new: FollowUp) -> Iterator[tuple[str, str, str]]:
    if less_sure(base.confidence, new.confidence):
        yield "confidence", *LESS_SURE
    if not is_setting(base.confidence) and not no_longer(new.within, base.within):
        yield "in", f"not provably within {base.within}", f"不能保证不超过{base.within}"


def _clock(base: ClockShape, new: ClockShape) -> Iterator[tuple[str, str, str]]:
    if less_sure(base.confidence, new.confidence):
        yield "confidence", *LESS_SURE
    if base.kind == "statutory":
        yield from _statutory(base, new)


def _statutory(base: ClockShape, new: ClockShape) -> Iterator[tuple[str, str, str]]:
    if new.kind != "statutory":
        yield "kind", "it is no longer statutory", "不再是法定时限"
    if not is_setting(base.confidence):
        yield from _lengths(base, new)
    if not applies_no_less(base.condition, new.condition):
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


def _lengths(base: ClockShape, new: ClockShape) -> Iterator[tuple[str, str, str]]:
    """The numbers of a clock."""
    if not _within_tight(base, new):
        yield (
            "within",
            f"not provably within {base.within or base.until}",
            f"不能保证不超过{base.within or base.until}",
        )
    if new.extend and not _extend_tight(base, new):
        yield "extend", "more can be extended than before", "可以延期的比原来多"
    if base.max_pause and not (new.max_pause and no_longer(new.max_pause, base.max_pause)):
        yield "max_pause", "it may stand still longer", "停表的时间长了"


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


def _within_tight(base: ClockShape, new: ClockShape) -> bool:
    if base.within is None or new.within is None:
        return base.within == new.within and base.until == new.until
    if isinstance(base.within, Term):
        return isinstance(new.within, Term) and no_longer(new.within, base.within)
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


_KEPT = (
    "second", "before", "after", "letter", "times", "once_per", "recuses", "becomes", "names",
    "names_only", "intake",
)  # fmt: skip
"""What an act has must stay as it is."""


def _act(base: Act, new: Act) -> Iterator[Loss]:
    for name in _KEPT:
        if getattr(base, name) is not None and getattr(new, name) != getattr(base, name):
            yield (name,), "it must stay as the base pack has it", "要和上级的包一致"
    if base.needs and not _needs_no_less(base.needs, new.needs):
        yield ("needs",), "an act that must come first is left out", "少了必须先做的操作"
    if not set(base.barred) <= set(new.barred):
        yield ("barred",), "somebody who had to withdraw may act", "应当回避的人可以办了"
    if not applies_no_less(new.condition, base.condition):
        yield ("if",), "it is allowed in more cases", "可以做的情形多了"
    for name, field in base.form.items():
        for path, en, zh in field_losses(field, new.form[name]):
            yield ("form", name, *path), en, zh


def _needs_no_less(base: Needs, new: Needs | None) -> bool:
    return new is not None and set(base.acts) <= set(new.acts) and base.unless == new.unless
