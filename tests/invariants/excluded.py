"""Helps of the tests of what is excluded: a small sound pack to spoil, and walks over data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from huiyin.engine.check import check
from huiyin.engine.check_figures import check_figures
from huiyin.engine.check_persons import check_persons_in_method
from huiyin.engine.method import parse_method
from huiyin.engine.pack import parse

NEVER_COLUMN = re.compile(
    r"(^|_)(score|label|tags?|danger|risk_level|whereabouts|track|blacklist|watch_?list|ideolog\w*"
    r"|attitude|opinion|mood|profile|credit|key_person|control)(_|$)"
)
"""Names that no column of a table and no key of a shape has."""
PACK = """\
pack: small
version: "1"
name: {zh: 试, en: Trial}
law: 试
zone: Asia/Shanghai
calendar: national
processes: [hard]
"""
HARD = """\
process: hard
version: "1"
name: {zh: 疑难积案, en: Hard case}
law: 试
valid_from: 2020-01-01
levels: [town]
states:
  open: {zh: 办理中, en: Open, phase: handle, public: {zh: 正在办。, en: Being handled.}}
  done: {zh: 办完, en: Done, phase: final, public: {zh: 办完了。, en: Done.}}
acts:
  register:
    name: {zh: 登记积案, en: Register a hard case}
    from: new
    to: open
    who: [handler of any, resident of any]
    owner: self
    form:
      title: {type: text, zh: 概要, en: Summary, required: true}
      petitioner: {type: person, zh: 反映的人, en: Person}
      signatories: {type: list, zh: 联名的人, en: Signatories, fields: {
        person: {type: person, zh: 姓名, en: Name}, note: {type: text, zh: 备注, en: Note}}}
      level: {type: choice, zh: 事情的等级, en: Level, options: {
        high: {zh: 高, en: High}, low: {zh: 低, en: Low}}}
  ask:
    name: {zh: 再反映, en: Ask again}
    from: open
    who: resident of any
  finish:
    name: {zh: 办结, en: Finish}
    from: open
    to: done
    who: handler of owner
    second: head of owner
clocks:
  handle:
    {zh: 办理, en: Handle, start: register, stop: finish, within: 60nd, law: 试, kind: internal}
stories:
  - story: 登记到办结
    events: [{2026-05-11 register: {title: 一}}, 2026-05-12 ask by resident, 2026-05-13 finish]
    expect: {state: done}
"""
METHOD = """\
duties:
  report:
    zh: 月报
    en: Monthly report
    law: 试
    every: month 5
    owners: {role: head}
    form: {note: {type: long, zh: 情况, en: What happened}}
indicators:
  found: {zh: 登记件数, en: Matters, law: 试, count: {process: hard}}
ledgers:
  hard:
    zh: 疑难积案台账
    en: Hard cases
    law: 试
    enter: {process: hard}
    exit: {process: hard, act: finish}
    columns:
      number: {zh: 编号, en: Number, of: number}
      level: {zh: 等级, en: Level, of: fact level}
bulletins:
  monthly:
    zh: 每月通报
    en: Bulletin
    law: 试
    received: {process: hard}
    resolved: {process: hard, act: finish}
    clocks: [handle]
responsibilities:
  area: {zh: 包片, en: Area, law: 试, scope: division, level: town, roles: [head]}
watches:
  late:
    zh: 超期
    en: Late
    law: 试
    process: hard
    clocks: handle
    when: late
    over: 1nd
    tell: head of owner
rotas:
  duty:
    zh: 值班
    en: Duty
    law: 试
    kind: duty
    levels: [town]
    days: day
    begins: "08:30"
    hours: 24
    slots: {a: {zh: 值班, en: On duty, roles: [head]}}
sensitive:
  week: {zh: 会期, en: Session, from: 03-03, to: 03-12, law: 试}
"""


def mistakes(old: str = "", new: str = "") -> set[str]:
    """Codes of everything wrong with the small pack, `old` in it replaced by `new`."""
    texts = {"pack.yaml": PACK, "processes/hard.yaml": HARD, "method/all.yaml": METHOD}
    if old:
        assert any(old in text for text in texts.values()), old
    texts = {name: text.replace(old, new) if old else text for name, text in texts.items()}
    method_text = {"method/all.yaml": texts.pop("method/all.yaml")}
    pack, problems = parse(texts)
    if pack is None:
        return {found.code for found in problems}
    method, more = parse_method("small", method_text)
    problems += [*more, *check(pack), *check_figures(method, pack)]
    problems += check_persons_in_method(method.own)
    return {found.code for found in problems}


def mappings(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every mapping in plain data."""
    if isinstance(node, Mapping):
        yield path
        for key, value in node.items():
            yield from mappings(value, (*path, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from mappings(value, (*path, number))


def at(node: Any, path: tuple[str | int, ...]) -> Any:
    """What stands at a path of plain data."""
    for step in path:
        node = node[step]
    return node
