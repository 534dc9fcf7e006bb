"""Every field of every form of every pack, given wrong: the answer names field, rule and article.

For each field the wrong values are derived from what its definition says; whatever is wrong with
it must be told of just this field, by the rule that is broken, with the article that asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from huiyin.engine.definition import Act, FormField, Process
from huiyin.engine.facts import flatten
from huiyin.engine.forms import PERSON_PARTS, clean
from huiyin.engine.process import Scene, context, with_law
from huiyin.engine.refusals import RULES
from huiyin.engine.standing import Standing
from huiyin.engine.story_events import UNITS
from huiyin.engine.tests.filling import Around, Filler
from huiyin.engine.tests.petition import ZONE, at
from huiyin.packs import load
from huiyin.packs.tests.own import every_own

NOW = at("2026-06-10T10:00")
AROUND = Around(
    units=sorted(UNITS), posts=lambda unit: [f"post {number} of {unit}" for number in range(6)],
    matters=["26-000001-1"], divisions=["910102001201"], categories=["k1"],
    grids=["910102001201001"],
)  # fmt: skip
ACTS = [
    (f"{pack} {name} {key}", process, act)
    for pack, name, process in every_own()
    for key, act in process.acts.items()
    if act.form
]
Wrong = tuple[str, Any]
"""The rule that must be told, and the value that breaks it."""

WRONG_TYPE: dict[str, tuple[Wrong, ...]] = {
    "point": (("point", "北京"), ("point", "91,0"), ("point", [39.9, 116.4])),
    "text": (("text", 7), ("control_character", "a\x00b")),
    "long": (("text", ["a"]), ("control_character", "a\x00b")),
    "int": (("whole_number", "three"), ("whole_number", "1.5")),
    "bool": (("yes_or_no", "perhaps"),),
    "choice": (("choice", "no such option"),),
    "date": (("date", "10 June"), ("date", "2026-02-30"), ("impossible_year", "0200-01-01")),
    "datetime": (("datetime", "at noon"), ("impossible_year", "9999-01-01T00:00")),
    "person": (("person", {"nickname": "x"}), ("person_part", {"name": "x" * 400})),
    "unit": (("too_long", "x" * 65),), "post": (("too_long", "x" * 65),),
    "matter": (("too_long", "9" * 65),), "division": (("too_long", "9" * 65),),
    "grid": (("too_long", "9" * 65),),
    "category": (("too_long", "9" * 65),), "units": (("list", "town"),), "posts": (("list", "x"),),
    "files": (("files", "a.pdf"),), "list": (("list", "row"),), "each": (("list", "row"),),
}  # fmt: skip


def wrong_values(spec: FormField) -> Iterator[Wrong]:
    """What is wrong for this field whatever else the form says."""
    yield from WRONG_TYPE[spec.type]
    if spec.type in {"text", "long"}:
        if spec.max:
            yield "too_long", "字" * (spec.max + 1)
        if spec.min and spec.min > 1:
            yield "too_short", "字"
    if spec.type == "int":
        if spec.max is not None:
            yield "too_big", spec.max + 1
        if spec.min is not None:
            yield "too_small", spec.min - 1
    if spec.type == "bool" and spec.must:
        yield "must_be_true", False
    if spec.type in {"date", "datetime"}:
        yield from _wrong_days(spec)
    yield from _wrong_sizes(spec)


def _wrong_days(spec: FormField) -> Iterator[Wrong]:
    time = "" if spec.type == "date" else "T12:00"
    if spec.not_after:
        yield "in_the_future", f"2027-06-11{time}"
    if spec.not_before or spec.ahead:
        yield "too_early", f"2001-01-01{time}"


def _wrong_sizes(spec: FormField) -> Iterator[Wrong]:
    rows, files = {"list", "units", "posts"}, spec.type == "files"
    one: Any = {} if spec.type == "list" else "x"
    if spec.max is not None and (spec.type in rows or files):
        yield f"too_many_{'files' if files else 'rows'}", [one] * (spec.max + 1)
    if spec.min and spec.min > 1 and (spec.type in rows or files):
        yield f"too_few_{'files' if files else 'rows'}", [one]


class Form:
    """One act's form, filled in so that every field is asked and right."""

    def __init__(self, process: Process, act: Act, seed: int) -> None:
        self.process, self.act = process, act
        standing = Standing(
            state=act.from_states[0], owner="office", intake="office", received_at=NOW,
            facts=self._facts(process),
        )  # fmt: skip
        self.scene = Scene(process, standing, ZONE, superiors=frozenset({"county"}))
        filler = Filler(self.scene, AROUND, NOW, Random(seed))  # noqa: S311 -- no secret
        filler.often = 1.0
        self.data = filler.fill(act)
        for name, spec in act.form.items():
            if self.data is not None and spec.type == "files":
                self.data[name] = ["a file"] * max(1, spec.min or 1)

    @staticmethod
    def _facts(process: Process) -> dict[str, Any]:
        """Two rows of every list, as if they had been stated, and partners."""
        lists = {
            name: 2
            for act in process.acts.values()
            for name, spec in act.form.items()
            if spec.type == "list"
        }
        return {**lists, "rival": "bureau"}

    def told(self, name: str, value: Any) -> set[tuple[str, str]]:
        """(field, rule) of everything the form finds wrong when `name` is `value`."""
        raw = {**(self.data or {}), name: value}
        _, errors = clean(self.act.form, raw, context(self.scene, NOW))
        errors = with_law(errors, self.act, self.process)
        assert all(error.law for error in errors), errors
        assert all(error.rule in RULES for error in errors)
        return {(error.field, error.rule) for error in errors}

    def asks(self, name: str) -> bool:
        cleaned, _ = clean(self.act.form, self.data or {}, context(self.scene, NOW))
        return name in cleaned or name in dict(flatten(cleaned))


@pytest.mark.parametrize(("process", "act"), [case[1:] for case in ACTS], ids=[c[0] for c in ACTS])
def test_every_field_given_wrong_is_told_with_its_rule_and_article(
    process: Process, act: Act
) -> None:
    asked: set[str] = set()
    for seed in range(6):
        form = Form(process, act, seed)
        if form.data is None:
            continue
        for name, spec in act.form.items():
            if spec.is_computed or not form.asks(name):
                continue
            asked.add(name)
            for rule, value in wrong_values(spec):
                assert (name, rule) in form.told(name, value), (name, rule, value)
            if spec.required and spec.default is None:
                assert (name, "required") in form.told(name, None), name
    never = {
        name for name, spec in act.form.items()
        if not spec.is_computed and not spec.condition and name not in asked
    }  # fmt: skip
    assert never <= {name for name, spec in act.form.items() if spec.type in {"units", "unit"}}


def test_a_field_that_no_form_has_and_a_part_that_no_person_has() -> None:
    process = load.load("national").processes["petition"]
    form = Form(process, process.acts["register"], 1)
    assert form.told("score", "9") == {("score", "unknown_field")}
    assert set(PERSON_PARTS) == {"kind", "name", "phone", "id_number", "address"}
