"""What METHODS.md marks ≠ cannot be expressed in a pack: Z11, Z25, L3, the ≠ parts of X4 and X10.

No list, label or score of persons, no whereabouts, nobody handed over for an appeal or kept from
one, no reward for few appeals: neither in what packs say nor in what their shapes take. The check
that finds it is shown to find it in a small pack that says it. Tables and acts: see
`test_excluded_persons`.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from huiyin.engine.check_figures import COLUMNS, RECORDS
from huiyin.engine.check_persons import LABELS, check_persons, check_persons_in_method
from huiyin.engine.definition import FormField, Process, Shape
from huiyin.engine.excluded_words import EXCLUDED
from huiyin.engine.facts import flatten
from huiyin.engine.method_shape import MethodShape, ResponsibilityShape, Select
from huiyin.engine.sealing import split
from huiyin.engine.source import Source, read
from huiyin.packs import load, method_file, method_rows

from .excluded import METHOD, NEVER_COLUMN, at, mappings, mistakes
from .source import PACKAGE

OWN = [
    (f"{name}/{key}@{loaded.process.version}", loaded)
    for name in load.available()
    for key, versions in load.load(name).versions.items()
    for loaded in versions
    if loaded.own
]
EVERY = list(load.every())
NEVER_KEYS = (
    "persons", "people", "residents", "petitioners", "score", "label", "tags", "watch_person",
    "control", "whereabouts", "opinion_of", "target", "reward", "points", "penalty",
)  # fmt: skip
"""Keys that would list, label, score, follow or reward."""

# The packs that come along say nothing of it


@pytest.mark.parametrize("loaded", [one for _, one in OWN], ids=[name for name, _ in OWN])
def test_no_process_is_about_persons(loaded) -> None:
    assert [p.say("en") for p in check_persons(loaded.process, loaded.source)] == []


@pytest.mark.parametrize("pack", load.available())
def test_no_ledger_duty_indicator_responsibility_or_watch_is_about_persons(pack: str) -> None:
    found = check_persons_in_method(method_file.method(pack).own)
    assert [problem.say("en") for problem in found] == []


@pytest.mark.parametrize("pack", load.available())
def test_no_letter_says_what_is_excluded(pack: str) -> None:
    for path in sorted((PACKAGE / "packs" / pack / "letters").glob("*.yaml")):
        text = re.sub(r"#.*", "", path.read_text("utf-8"))
        assert [one.found_in(text) for one in EXCLUDED if one.found_in(text)] == [], path.name


def test_what_is_excluded_is_what_methods_marks() -> None:
    marked = {row for row, one in method_rows.rows().items() if one.excluded}
    assert marked == {"Z11", "Z25", "L3", "X4", "X10"}
    assert {row for one in EXCLUDED for row in one.rows} == marked


# The check finds it: one small pack, spoiled


def test_the_small_pack_is_sound() -> None:
    assert mistakes() == set()


SPOILED = {
    "Z11 ledger of key persons": ("疑难积案台账", "重点人员台账"),
    "Z11 in English": ("en: Hard cases", "en: List of key persons"),
    "Z11 register of people": ("登记积案", "登记重点管理对象"),
    "Z11 a key in the form": ("      title:", "      key_persons: &one"),
    "Z11 an option that labels": ("zh: 高, en: High", "zh: 老上访, en: High"),
    "Z11 score": ("zh: 登记件数", "zh: 信访人积分"),
    "Z11 score in English": ("en: Matters", "en: Score of petitioners"),
    "Z11 risk of people": ("en: Late", "en: Risk level of residents"),
    "Z25 stability control": ("zh: 包片", "zh: 包片稳控"),
    "Z25 whereabouts": ("zh: 情况, en: What happened", "zh: 行踪, en: Whereabouts"),
    "Z25 thoughts": ("zh: 备注", "zh: 思想动态"),
    "Z25 watching": ("en: Area", "en: Watch the petitioner"),
    "Z25 brought back": ("zh: 值班\n", "zh: 劝返值班\n"),
    "Z25 at sensitive times": ("zh: 会期", "zh: 会期管控人员"),
    "L3 to the police": ("zh: 办结,", "zh: 移送公安机关处理信访人,"),
    "L3 punish": ("en: Finish", "en: Punish"),
    "L3 a list of methods": ("zh: 办完,", "zh: 训诫,"),
    "X4 zero appeals": ("zh: 登记件数", "zh: 零上访村"),
    "X4 in English": ("en: Matters", "en: Zero appeals"),
    "X10 once at most": ("zh: 再反映", "zh: 最多访一次"),
    "X10 promise": ("zh: 概要", "zh: 息访承诺"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), SPOILED.values(), ids=SPOILED)
def test_the_check_finds_what_is_excluded(old: str, new: str) -> None:
    assert "about_persons" in mistakes(old, new)


@pytest.mark.parametrize("one", EXCLUDED, ids=lambda one: one.why)
def test_every_kind_of_words_has_a_counterexample_in_both_languages(one) -> None:
    said = [new for _, new in SPOILED.values()]
    assert any(one.zh.search(text) for text in said)
    assert any(one.en.search(text.replace("_", " ")) for text in said)


@pytest.mark.parametrize("column", sorted(LABELS))
def test_a_row_that_holds_a_person_has_no_label(column: str) -> None:
    assert "person_labelled" in mistakes("        person: {type: person,", (
        f"        {column}: {{type: int, zh: 数, en: Number}}, person: {{type: person,"
    ))  # fmt: skip


@pytest.mark.parametrize("kind", ["person", "point", "list"])
def test_a_duty_files_no_person_and_no_place_of_a_person(kind: str) -> None:
    assert "person_filed" in mistakes("form: {note: {type: long,", f"form: {{note: {{type: {kind},")


def test_what_residents_may_do_waits_for_nobody() -> None:
    spoiled = "    who: resident of any\n    second: head of owner\n"
    assert "resident_waits" in mistakes("    who: resident of any\n", spoiled)


# Z11: ledgers, figures and conditions cannot name a person


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("of: fact level", "of: fact petitioner"),
        ("of: fact level", "of: petitioner"),
        ("of: fact level", "of: fact signatories.person"),
        ("count: {process: hard}", "count: {process: hard, where: {petitioner: x}}"),
        ("count: {process: hard}", "count: {process: hard}, distinct: petitioner"),
        ("enter: {process: hard}", "enter: {records: posts}"),
    ],
)
def test_neither_a_column_nor_a_figure_names_a_person(old: str, new: str) -> None:
    assert mistakes(old, new) & {"method_value", "method_name"}


@pytest.mark.parametrize("table", ["persons", "parties", "residents", "petitioners", "accounts"])
def test_no_table_of_persons_can_be_counted(table: str) -> None:
    changed = mistakes("count: {process: hard}", f"count: {{records: {table}}}, standing: true")
    assert "not_one_of" in changed
    tables = {
        one
        for part in get_args(Select.model_fields["records"].annotation)
        for one in get_args(part)
    }
    assert table not in tables | RECORDS.keys() | COLUMNS


def test_no_condition_looks_at_a_person() -> None:
    looking = "    if: {petitioner: x}\n    who: resident of any\n"
    assert "free_text" in mistakes("    who: resident of any\n", looking)


def forms(process: Process) -> Iterator[dict[str, FormField]]:
    for act in process.acts.values():
        yield act.form
        yield from (field.fields for field in act.form.values() if field.fields)


def test_a_person_never_becomes_a_fact() -> None:
    seen = 0
    for process in EVERY:
        for form in forms(process):
            people = {
                name: {"name": "王小明"} for name, spec in form.items() if spec.type == "person"
            }
            data, sealed = split(form, people, lambda _path, _value: "c")
            assert dict(flatten(data)) == {}
            assert sealed.keys() == people.keys()
            seen += len(people)
    assert seen > 20


def test_somebody_answers_for_places_lines_points_and_matters_never_for_persons() -> None:
    scopes = get_args(ResponsibilityShape.model_fields["scope"].annotation)
    assert set(scopes) == {"division", "line", "point", "matter"}


def test_a_care_pair_is_with_one_person_by_consent_and_holds_no_label() -> None:
    acts = load.process("grassroots", "care_pair").acts
    people = {
        name for act in acts.values() for name, spec in act.form.items() if spec.type == "person"
    }
    assert people == {"resident", "consent_witness"}
    assert acts["register"].form["consent"].must is True
    fields = {name for act in acts.values() for name in act.form}
    assert not fields & LABELS
    assert not [name for name in fields if NEVER_COLUMN.search(name)]


# The shapes refuse every such key, wherever it stands


def shapes(base: type[Shape] = Shape) -> Iterator[type[Shape]]:
    """Every shape that reads files of packs; recipes of the demo are none."""
    for one in base.__subclasses__():
        if not one.__module__.startswith("huiyin.demo"):
            yield one
            yield from shapes(one)


HOW_MANY: dict[str, set[str]] = {"Facts": {"people"}, "StoryMatter": {"people"}}
"""Where `people` is a number or the field that holds one: how many came (人次)."""


def test_no_shape_has_such_a_key_and_none_takes_unknown_ones() -> None:
    found = set(shapes())
    assert {"LedgerShape", "Column", "IndicatorShape", "WatchShape", "DutyShape", "Process", "Act",
            "FormField"} <= {one.__name__ for one in found}  # fmt: skip
    for one in found:
        assert one.model_config.get("extra") == "forbid", one
        names = set(one.model_fields) - HOW_MANY.get(one.__name__, set())
        assert not names & set(NEVER_KEYS), one
        assert not [name for name in names if NEVER_COLUMN.search(name)], one


def _source(text: str) -> dict[str, Any]:
    source = read("all.yaml", text)
    assert isinstance(source, Source)
    return source.data


OPEN = {
    "duties", "rotas", "slots", "responsibilities", "ledgers", "indicators", "watches", "columns",
    "bulletins", "sensitive", "form", "options", "where", "fields",
}  # fmt: skip
"""Mappings whose keys are names that the pack gives: there the words are looked at instead."""


def closed(data: dict[str, Any]) -> list[tuple[str | int, ...]]:
    return [path for path in mappings(data) if not path or path[-1] not in OPEN]


@pytest.mark.parametrize("key", NEVER_KEYS)
def test_no_part_of_a_method_takes_such_a_key(key: str) -> None:
    data = _source(METHOD)
    MethodShape.model_validate(data)
    tried = closed(data)
    assert len(tried) > 10
    for path in tried:
        spoiled = copy.deepcopy(data)
        at(spoiled, path)[key] = ["x"]
        with pytest.raises(ValidationError):
            MethodShape.model_validate(spoiled)


PARTS: tuple[tuple[str, ...], ...] = (
    (), ("acts", "register"), ("acts", "register", "form", "resident"), ("states", "paired"),
    ("clocks", "card"), ("outcomes", "done"), ("doors", "assist"),
)  # fmt: skip


@pytest.mark.parametrize("key", NEVER_KEYS)
def test_no_process_act_field_state_or_clock_takes_such_a_key(key: str) -> None:
    source = next(one.source for name, one in OWN if name.startswith("grassroots/care_pair@"))
    Process.model_validate(source.data)
    for path in PARTS:
        spoiled = copy.deepcopy(source.data)
        at(spoiled, path)[key] = ["x"]
        with pytest.raises(ValidationError):
            Process.model_validate(spoiled)
