"""A definition in words for its page: who, from where to where, how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.engine import explain
from huiyin.engine.clock_table import FOLLOW_UP
from huiyin.engine.clocks import ClockState
from huiyin.engine.definition import BACK, NEW, Act, ClockShape, Process, State
from huiyin.engine.diff import Change
from huiyin.engine.diff_words import in_words
from huiyin.engine.walk import Open
from huiyin.methods.sentences import say_confidence
from huiyin.ui.sentences import say, say_refusal, say_who

KINDS = {
    "statutory": explain.N_("statutory"), "internal": explain.N_("internal"),
    "petitioner": explain.N_("the petitioner's right"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act of the outline."""

    key: str
    act: Act
    way: str
    who: str
    second: str
    fields: str


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock of the outline."""

    key: str
    shape: ClockShape
    term: str
    start: str
    stop: str
    kind: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A process as tables."""

    states: Sequence[tuple[str, State]]
    acts: Sequence[ActRow]
    clocks: Sequence[ClockRow]


@dataclass(frozen=True, slots=True)
class OpenAct:
    """An act at one stop of a walk: who may do it, or why nobody can."""

    key: str
    name: str
    who: str
    second: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class Ticking:
    """A clock at one stop of a walk."""

    name: str
    law: str
    nominal: datetime | None
    legal: datetime | None
    why: Sequence[str]


def language() -> str:
    """`en` or `zh`, as packs write them."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def outline_of(process: Process) -> Outline:
    """The whole process as rows."""
    return Outline(
        list(process.states.items()),
        [_act(process, key, act) for key, act in process.acts.items()],
        [_clock(process, key, shape) for key, shape in process.clocks.items()],
    )


def _act(process: Process, key: str, act: Act) -> ActRow:
    old = _comma([_state(process, name) for name in act.from_states])
    new = f" → {_state(process, act.to)}" if act.to else ""
    return ActRow(
        key, act, f"{old}{new}", _comma([say_who(str(who)) for who in act.who]),
        say_who(str(act.second)) if act.second else "",
        _comma([say(field) + ("*" if field.required or field.must else "")
                for field in act.form.values()]),
    )  # fmt: skip


def _state(process: Process, name: str) -> str:
    if name == NEW:
        return _("before registration")
    if name == BACK:
        return _("the state before")
    return say(process.states[name]) if name in process.states else name


def _clock(process: Process, key: str, shape: ClockShape) -> ClockRow:
    term = value_words(shape.within) if shape.within else f"→ {shape.until}"
    if shape.extend:
        term = f"{term} + {value_words(shape.extend.by)} × {shape.extend.times}"
    return ClockRow(
        key, shape, term, _acts(process, shape.start), _acts(process, shape.stop),
        _(KINDS[shape.kind]), say_confidence(shape.confidence),
    )  # fmt: skip


def _acts(process: Process, keys: Sequence[str]) -> str:
    return _comma([say(process.acts[k].name) if k in process.acts else k for k in keys])


def _comma(words: Sequence[str]) -> str:
    return _(", ").join(words)


def value_words(value: object) -> str:
    """A term or another value of a definition, in the language of the request."""
    zh, en = in_words(value)
    return en if language() == "en" else zh


def change_words(changes: Sequence[Change]) -> list[str]:
    """Differences as sentences."""
    return [one.say(language()) for one in changes]


def open_act(process: Process, one: Open) -> OpenAct:
    """One act of a stop."""
    return OpenAct(
        one.key, say(one.act.name), _comma([say_who(who) for who in one.who]),
        one.act.second is not None,
        say_refusal(one.refusal, process) if one.refusal else "",
    )  # fmt: skip


def ticking(process: Process, clock: ClockState) -> Ticking:
    """One running clock of a stop."""
    duty = process.follow_ups.get(clock.key.removeprefix(FOLLOW_UP))
    shape = process.clocks.get(clock.key) or duty
    return Ticking(
        say(shape) if shape else clock.key, (shape.law if shape else "") or "",
        clock.nominal, clock.legal, explain.render(clock.derivation, _),
    )  # fmt: skip
