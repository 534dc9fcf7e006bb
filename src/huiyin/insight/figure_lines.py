"""Indicators as lines to read: the value, what it was made of, and the same period last year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from huiyin.engine.definition import Text
from huiyin.engine.figure_values import Value, parts_of, shown
from huiyin.engine.method_shape import IndicatorShape
from huiyin.insight.indicators import Measured

YEARS = (0, 1)
"""Every figure is measured in the period and in the same period of the year before."""


@dataclass(frozen=True, slots=True)
class Part:
    """Another indicator that a formula is made of, with its value."""

    key: str
    name: Text
    number: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator. Numbers are as they are shown, "" where there is none; `opens`: it counts
    events, so that the matters behind it can be opened."""

    key: str
    name: Text
    law: str
    form: str
    value: Value
    number: str
    before: str
    change: str
    parts: Sequence[Part]
    opens: bool
    setting: bool


def lines(measured: Measured, keys: Sequence[str]) -> list[Line]:
    """The indicators in this order."""
    return [_line(measured, key, measured.shapes[key]) for key in keys]


def opens(shape: IndicatorShape) -> bool:
    """Whether matters stand behind the figure: events are counted, not rows of a table."""
    select = shape.count or shape.sum
    return select is not None and not select.records


def _line(measured: Measured, key: str, shape: IndicatorShape) -> Line:
    now, before = measured.of(key), measured.of(key, 1)
    return Line(
        key, shape, shape.law, shape.form, now, _shown(now, shape), _shown(before, shape),
        "" if shape.change else _change(now.number, before.number),
        _parts(measured, shape), opens(shape), shape.confidence == "D",
    )  # fmt: skip


def _shown(value: Value, shape: IndicatorShape) -> str:
    form = "percent" if shape.change or shape.form == "percent" else "number"
    text = shown(value.number, form)
    return f"{text}%" if text and form == "percent" else text


def _change(now: Fraction | None, then: Fraction | None) -> str:
    """How much more or less than the year before, in per cent with its sign."""
    if now is None or not then:
        return ""
    text = shown((now - then) / then, "percent")
    return f"{text}%" if text.startswith("-") else f"+{text}%"


def _parts(measured: Measured, shape: IndicatorShape) -> list[Part]:
    shapes: Mapping[str, IndicatorShape] = measured.shapes
    return [
        Part(key, shapes[key], _shown(measured.of(key), shapes[key]), opens(shapes[key]))
        for key in parts_of(shape)
    ]
