"""A ledger or an indicator that names what is not there is told with its file and line."""

from __future__ import annotations

import pytest

from huiyin.engine.check_figures import check_figures
from huiyin.engine.method import parse_method
from huiyin.packs import load

HEAD = "law: 测试, zh: 数, en: A number"
PACK = load.load(load.NATIONAL)
GOOD = f"""
ledgers:
  one:
    zh: 台账
    en: Ledger
    law: 测试
    enter: {{process: petition, act: accept, where: {{class: appeal}}}}
    exit: {{process: petition, act: [close, archive]}}
    columns:
      number: {{of: number, zh: 编号, en: Number}}
      handle: {{of: clock handle, zh: 办理, en: Handle}}
      class: {{of: fact class, zh: 类别, en: Class}}
      steps: {{of: done hear_statement check_facts, zh: 步骤, en: Steps}}
indicators:
  Z1.all: {{{HEAD}, count: {{process: petition}}}}
  Z1.people: {{{HEAD}, sum: {{process: petition}}, field: people}}
  Z1.rate: {{{HEAD}, share: [Z1.all, Z1.people]}}
  Z1.grids: {{{HEAD}, count: {{records: grids}}, standing: true}}
"""


def told(text: str) -> list[str]:
    method, problems = parse_method("national", {"method/one.yaml": text})
    assert problems == []
    return [found.say("en") for found in check_figures(method, PACK)]


def test_a_sound_one_is_not_complained_about():
    assert told(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("process: petition, act: accept", "process: nothing, act: accept", "no process `nothing`"),
     ("act: accept, where", "act: nothing, where", "no act `nothing`"),
     ("{class: appeal}", "{nothing: appeal}", "no field `nothing`"),
     ("{class: appeal}", "{class: nothing}", "`class` cannot be nothing"),
     ("{class: appeal}", "{text: appeal}", "free text or personal"),
     ("clock handle", "clock nothing", "no clock `nothing`"),
     ("fact class", "fact petitioner", "never people"),
     ("fact class", "fact nothing", "no field `nothing`"),
     ("of: number", "of: nothing", "no column `nothing`"),
     ("done hear_statement", "done nothing", "no act `nothing`"),
     ("[Z1.all, Z1.people]", "[Z1.all, Z1.none]", "no indicator `Z1.none`"),
     ("[Z1.all, Z1.people]", "[Z1.all, Z1.rate]", "made of itself"),
     ("standing: true", "standing: false", "needs `standing: true`"),
     ("{records: grids}", "{records: grids, where: {age: 60}}", "no column `age`"),
     ("{process: petition, act: [close, archive]}", "{records: grids}", "a ledger holds matters"),
     ("field: people", "field: nothing", "no field `nothing`")],
)  # fmt: skip
def test_what_is_not_there_is_told(old, new, said):
    assert GOOD.count(old) >= 1
    found = told(GOOD.replace(old, new, 1))
    assert len(found) == 1, found
    assert said in found[0]
    assert found[0].startswith("method/one.yaml:")


def test_stories_tell_acts_that_there_are():
    story = (
        GOOD
        + """
stories:
  - story: 一件
    tells: ledger one
    given: {period: 2026-03, matters: {甲: {process: petition, events: [2026-03-01 nothing]}}}
    expect: {closing: 0}
"""
    )
    assert ["no act `nothing`" in one for one in told(story)] == [True]
