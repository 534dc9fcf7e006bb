"""Definitions as JSON: what a program needs to show the forms and to know what comes next."""

from __future__ import annotations

from datetime import date
from typing import Any

from huiyin.api.form_schema import schema_of
from huiyin.api.shapes.base import Shape, Words, words
from huiyin.engine.definition import Act, ClockShape, FormField, Process


class ProcessLine(Shape):
    """One process as a line of the list."""

    key: str
    pack: str
    version: str
    name: Words
    law: str
    valid_from: date


class StateOut(Shape):
    name: Words
    phase: str
    public: Words


class FieldOut(Shape):
    """One field of a form. `condition` names facts of the same form that must match."""

    type: str
    name: Words
    required: bool
    help: Words | None
    law: str | None
    options: dict[str, Words]
    condition: dict[str, list[str | bool | int]]
    fields: dict[str, FieldOut]


class ActOut(Shape):
    """An act: from where to where, who may (`ROLE of RELATION`), its form twice: with words for
    people, and as JSON Schema for programs."""

    name: Words
    law: str | None
    from_states: list[str]
    to: str | None
    who: list[str]
    second: str | None
    letter: str | None
    fields: dict[str, FieldOut]
    json_schema: dict[str, Any]


class ClockOut(Shape):
    name: Words
    kind: str
    law: str
    confidence: str
    start: list[str]
    stop: list[str]


class ProcessOut(ProcessLine):
    states: dict[str, StateOut]
    acts: dict[str, ActOut]
    clocks: dict[str, ClockOut]


def process_line(pack: str, process: Process) -> ProcessLine:
    return ProcessLine(**_line(pack, process))


def process_out(pack: str, process: Process) -> ProcessOut:
    """The whole definition."""
    return ProcessOut(
        **_line(pack, process),
        states={
            key: StateOut(name=words(state), phase=state.phase, public=words(state.public))
            for key, state in process.states.items()
        },
        acts={key: _act(act) for key, act in process.acts.items()},
        clocks={key: _clock(clock) for key, clock in process.clocks.items()},
    )


def _line(pack: str, process: Process) -> dict[str, Any]:
    return {
        "key": process.process, "pack": pack, "version": process.version,
        "name": words(process.name), "law": process.law, "valid_from": process.valid_from,
    }  # fmt: skip


def _act(act: Act) -> ActOut:
    return ActOut(
        name=words(act.name), law=act.law, from_states=list(act.from_states), to=act.to,
        who=[str(who) for who in act.who], second=str(act.second) if act.second else None,
        letter=act.letter, fields=_fields(act.form), json_schema=schema_of(act.form),
    )  # fmt: skip


def _fields(form: dict[str, FormField]) -> dict[str, FieldOut]:
    return {
        name: FieldOut(
            type=spec.type, name=words(spec), required=spec.required,
            help=words(spec.help) if spec.help else None, law=spec.law,
            options={value: words(option) for value, option in spec.options.items()},
            condition={fact: list(allowed) for fact, allowed in spec.condition.items()},
            fields=_fields(spec.fields),
        )
        for name, spec in form.items()
    }  # fmt: skip


def _clock(clock: ClockShape) -> ClockOut:
    return ClockOut(
        name=words(clock), kind=clock.kind, law=clock.law, confidence=clock.confidence,
        start=list(clock.start), stop=list(clock.stop),
    )  # fmt: skip
