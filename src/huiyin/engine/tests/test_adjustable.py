"""Every number nobody has read in the law is a setting, and every setting can be changed."""

from __future__ import annotations

from datetime import date

import pytest

from huiyin.engine.adjustable import BadValue, change, setting, settings_of
from huiyin.engine.amend import amend
from huiyin.engine.definition import Process
from huiyin.engine.source import Source
from huiyin.engine.tests.petition import FILE, process, sample

FIELDS = """
acts:
  note:
    form:
      minutes: {type: int, zh: 分钟, en: Minutes, min: 5, max: 60, confidence: C}
      day: {type: date, zh: 听证日, en: Day, ahead: 7nd, confidence: D, law: 某办法}
      rows: {type: list, zh: 行, en: Rows, fields: {size: {type: int, zh: 大小, en: Size, max: 3, confidence: D}}}
      way: {type: choice, zh: 方式, en: Way, options: {a: {zh: 甲, en: A}, b: {zh: 乙, en: B, confidence: D}}}
clocks:
  class: {zh: 分类, en: By class, start: register, stop: [note, archive], law: 某办法, kind: internal, confidence: C,
    within: {field: channel, cases: {call: 2h, web: 7nd}}, extend: {act: extend, by: 3nd}, max_pause: 10nd}
"""  # noqa: E501 -- YAML of one line each


def with_settings() -> Process:
    text = f'process: petition\noverlay: "2022-05-01"\n{FIELDS}'
    amended, problems = amend(sample(), {FILE: text}, "1", date(2026, 1, 1))
    assert not problems
    return amended.pack.process("petition")


def test_all_of_them_in_the_order_of_the_file():
    found = {one.key: (one.value, one.form, one.confidence) for one in settings_of(with_settings())}
    assert found == {
        "acts.note.form.minutes.min": ("5", "int", "C"),
        "acts.note.form.minutes.max": ("60", "int", "C"),
        "acts.note.form.day.ahead": ("7nd", "term", "D"),
        "acts.note.form.rows.fields.size.max": ("3", "int", "D"),
        "acts.note.form.way.options.b": ("on", "switch", "D"),
        "clocks.rating.within": ("30nd", "term", "D"),
        "clocks.class.within.cases.call": ("2h", "term", "C"),
        "clocks.class.within.cases.web": ("7nd", "term", "C"),
        "clocks.class.extend.by": ("3nd", "term", "C"),
        "clocks.class.max_pause": ("10nd", "term", "C"),
        "follow_ups.execution.in": ("30nd", "term", "D"),
    }
    one = setting(with_settings(), "acts.note.form.day.ahead")
    assert (one.law, one.of.en, one.name.zh) == ("某办法", "Note", "听证日")
    with pytest.raises(KeyError):
        setting(process(), "clocks.handle.within")


VALUES = {"term": "99nd", "int": "2", "switch": "off"}


@pytest.mark.parametrize("key", [one.key for one in settings_of(with_settings())])
def test_each_can_be_changed_and_the_change_is_sound(key):
    before = with_settings()
    one = setting(before, key)
    data = change(one, VALUES[one.form])
    below, _ = amend(
        sample(),
        {FILE: f'process: petition\noverlay: "2022-05-01"\n{FIELDS}'}, "1", date(2026, 1, 1),
    )  # fmt: skip
    above = Source(FILE, data, {})
    from huiyin.engine.inherit import loosened, overlay
    from huiyin.engine.pack import validated

    merged = overlay(below.fresh[0].source, above, "2022-05-01~2")
    after, problems = validated(Process, merged)
    assert problems == []
    if not (one.form == "int" and key.endswith("min")):
        assert loosened(before, after, merged) == []
    left = {found.key: found.value for found in settings_of(after)}
    assert left.get(key, "off") == VALUES[one.form]
    changed = {k for k, v in left.items() if v != setting(before, k).value}
    assert changed <= {key}


@pytest.mark.parametrize(
    ("key", "value", "form"),
    [
        ("clocks.rating.within", "soon", "term"), ("clocks.rating.within", "", "term"),
        ("acts.note.form.minutes.max", "many", "int"), ("acts.note.form.minutes.max", "-1", "int"),
        ("acts.note.form.minutes.max", "١", "int"),
        ("acts.note.form.way.options.b", "on", "switch"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_read(key, value, form):
    with pytest.raises(BadValue, match=form):
        change(setting(with_settings(), key), value)
