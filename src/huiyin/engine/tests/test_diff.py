"""The difference of two versions, in words: nothing for the same, something for every change."""

# ruff: noqa: E501, ISC004 -- a case of a table stays together
from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from huiyin.engine.amend import amend
from huiyin.engine.definition import FormField, Option, Process, Who
from huiyin.engine.diff import diff, diff_packs
from huiyin.engine.diff_words import SECTIONS
from huiyin.engine.method import SECTIONS as PARTS
from huiyin.engine.terms import Term, Unit
from huiyin.engine.tests.petition import process, sample

DAY = date(2027, 1, 1)


def changed(body: str) -> Process:
    text = f'process: petition\noverlay: "2022-05-01"\n{body}'
    amended, problems = amend(sample(), {"processes/petition.yaml": text}, "7", DAY)
    assert not problems
    return amended.pack.process("petition", "2022-05-01~7")


SENTENCES = [
    ("clocks: {handle: {within: 45nd}}", "clocks.handle.within", "changed",
     "时限“办理”（handle）：期限 60日 → 45日", "clock “Handle” (handle): term 60 days → 45 days"),
    ("clocks: {objection: {within: 3wd}}", "clocks.objection.within", "changed",
     "时限“提出异议”（objection）：期限 5个工作日 → 3个工作日",
     "clock “Objection” (objection): term 5 working days → 3 working days"),
    ("clocks: {handle: {extend: {by: 10nd}}}", "clocks.handle.extend.by", "changed",
     "时限“办理”（handle）：延期，每次 30日 → 10日",
     "clock “Handle” (handle): extension, by 30 days → 10 days"),
    ("acts: {extend: {form: {days: {max: 20}}}}", "acts.extend.form.days.max", "changed",
     "操作“延期”（extend）的字段“延长天数”（days）：最大 30 → 20（收紧）",
     "act “Extend” (extend), field “Days” (days): max 30 → 20 (tightened)"),
    ("acts: {object: {form: {competent: {required: true}}}}", "acts.object.form.competent.required",
     "changed", "操作“提出异议”（object）的字段“建议的有权机关”（competent）：必填 否 → 是（收紧）",
     "act “Object” (object), field “Office thought competent” (competent): "
     "required no → yes (tightened)"),
    ("acts: {accept: {who: [head of owner]}}", "acts.accept.who", "changed",
     "操作“受理”（accept）：谁来做 责任单位甄别转办、责任单位承办人、责任单位负责人 → 责任单位负责人",
     "act “Accept” (accept): who dispatcher of owner, handler of owner, head of owner → "
     "head of owner"),
    ("acts: {note: {form: {more: {type: text, zh: 其他, en: More}}}}", "acts.note.form.more",
     "added", "新增操作“工作记录”（note）的字段“其他”（more）",
     "act “Note” (note), field “More” (more) added"),
    ("acts: {note: {letter: opinion}}", "acts.note.letter", "changed",
     "操作“工作记录”（note）：文书 无 → opinion", "act “Note” (note): letter none → opinion"),
    ("states: {answered: {public: {zh: 答复了}}}", "states.answered.public.zh", "changed",
     "状态“已作出处理意见”（answered）：群众看到的，中文名称 处理意见已经作出，正在送给您 → 答复了",
     "state “Answered” (answered): public words, Chinese name 处理意见已经作出，正在送给您 → 答复了"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "path", "kind", "zh", "en"), SENTENCES)
def test_a_change_in_words(body, path, kind, zh, en):
    found = {one.path: one for one in diff(process(), changed(body + "\n"))}
    assert set(found) == {path, "process.valid_from", "stories"}
    assert (found[path].kind, found[path].zh, found[path].en) == (kind, zh, en)
    assert found[path].say("en-gb") == en
    assert found[path].say("zh-hans") == zh


def test_what_becomes_looser_is_marked():
    tight = changed("acts: {extend: {form: {days: {max: 20}}}}\n")
    (one,) = [c for c in diff(tight, process()) if c.path == "acts.extend.form.days.max"]
    assert one.en.endswith("max 20 → 30 (loosened)")


def test_stories_are_counted_and_named():
    old = process()
    first, *rest = old.stories
    (count, gone) = diff(old, old.model_copy(update={"stories": tuple(rest)}))
    assert (count.en, gone.kind) == (f"stories {len(rest) + 1} → {len(rest)}", "removed")
    assert first.story in gone.zh
    other = first.model_copy(update={"expect": {"state": "archived"}})
    (told,) = diff(old, old.model_copy(update={"stories": (other, *rest)}))
    assert told.path.endswith(".expect")


def test_packs():
    amended, _ = amend(
        sample(),
        {"processes/petition.yaml": 'process: petition\noverlay: "2022-05-01"\n'
         "acts: {note: {letter: letter_2}}\n", "letters/letter_2.yaml": ""},
        "7", DAY,
    )  # fmt: skip
    found = {one.path: one.en for one in diff_packs(sample(), amended.pack)}
    assert found["letters.letter_2"] == "letter “letter_2” added"
    assert "acts.note.letter" in found
    assert diff_packs(sample(), sample()) == []


def test_nothing_differs_from_itself():
    assert diff(process(), process()) == []
    assert diff(process(), process().model_copy(deep=True)) == []


# Every value of the definition, one after another, is replaced by another value of its kind.

Path = tuple[str | int, ...]


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """Paths to everything that holds one value; empty lists and tables count as one."""
    if isinstance(value, BaseModel) and not isinstance(value, Who):
        for name in type(value).model_fields:
            yield from leaves(getattr(value, name), (*path, name))
    elif isinstance(value, dict) and value:
        for key, one in value.items():
            yield from leaves(one, (*path, key))
    elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
        for index, one in enumerate(value):
            yield from leaves(one, (*path, index))
    else:
        yield path


def mutated(value: Any, path: Path, name: str | int = "") -> Any:
    """A copy in which the value at `path` is another one."""
    if not path:
        return other(value, name)
    step, rest = path[0], path[1:]
    if isinstance(value, BaseModel):
        return value.model_copy(update={step: mutated(getattr(value, step), rest, step)})
    if isinstance(value, dict):
        return {**value, step: mutated(value[step], rest, step)}
    return (*value[:step], mutated(value[step], rest), *value[step + 1 :])


OPTION = Option(zh="另", en="other")
OTHERS = {name: FormField(type="text", zh="另", en="other") for name in ("form", "fields")}
TERMS = {"ahead", "max_pause", "left", "over"}


def other(value: Any, name: str | int = "") -> Any:
    if value is None and name in TERMS:
        return Term(1, Unit.DAY)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, Term):
        return Term(value.amount + 1, value.unit)
    if isinstance(value, date):
        return value.replace(year=value.year + 1)
    if isinstance(value, tuple):
        return (*value, "another")
    if isinstance(value, dict):
        return {**value, "another": OTHERS.get(str(name), OPTION)}
    return f"{value or ''}x"


PATHS = [path for path in leaves(process()) if path != ("version",)]


@given(st.sampled_from(PATHS))
def test_every_change_is_reported(path):
    old, new = process(), mutated(process(), path)
    assert old != new
    found = diff(old, new)
    assert found, path
    assert all(one.zh and one.en and one.path for one in found)
    assert diff(new, new) == []
    assert diff(new, old)


@given(st.sampled_from(["states", "acts", "clocks", "outcomes", "follow_ups"]), st.data())
def test_whatever_goes_or_comes_is_reported(section, data):
    old = process()
    things = getattr(old, section)
    key = data.draw(st.sampled_from(sorted(things)))
    rest = {name: thing for name, thing in things.items() if name != key}
    new = old.model_copy(update={section: rest})
    assert [(one.path, one.kind) for one in diff(old, new)] == [(f"{section}.{key}", "removed")]
    assert [(one.path, one.kind) for one in diff(new, old)] == [(f"{section}.{key}", "added")]


def test_every_section_of_a_method_has_its_words():
    assert set(PARTS) <= SECTIONS.keys()
