"""Roads that only some matters take: back, again, to another process, jointly, without whom."""

# ruff: noqa: E501 -- a line of the sample process stays on one line
from __future__ import annotations

from collections.abc import Mapping

import pytest

from huiyin.engine.definition import Process
from huiyin.engine.pack import parse
from huiyin.engine.standing import Event, Folding, Step
from huiyin.engine.story_events import parse_event
from huiyin.engine.story_world import World
from huiyin.engine.tests.petition import ZONE, at, calendar

PACK = "pack: roads\nversion: '1'\nname: {zh: 路, en: Roads}\nprocesses: [first, other]\n"
HEAD = (
    "version: '1'\nname: {zh: 流程, en: Process}\nlaw: 样本\nvalid_from: 2026-01-01\n"
    "levels: [town]\n"
)
STATE = "{zh: 状态, en: State, phase: %s, public: {zh: 话, en: Words}}"
FIRST = f"""process: first
{HEAD}
states:
  open: {STATE % "handle"}
  apart: {STATE % "handle"}
  answered: {STATE % "review"}
  done: {STATE % "final"}
acts:
  register: {{name: {{zh: 登记, en: Register}}, from: new, to: open, who: window of any, owner: self,
    takes_place: received_at, form: {{
    received_at: {{type: datetime, zh: 收到, en: Received, required: true}},
    title: {{type: text, zh: 概要, en: Summary, default: 题目}}}}}}
  pass_on: {{name: {{zh: 转, en: Pass on}}, from: open, who: dispatcher of owner, owner: to_unit, form: {{
    to_unit: {{type: unit, zh: 单位, en: Unit, required: true, not: owner}}}}}}
  join: {{name: {{zh: 协办, en: Join}}, from: open, who: handler of owner, partners: units, form: {{
    units: {{type: units, zh: 单位, en: Units, required: true, max: 3, not: owner}}}}}}
  join_one: {{name: {{zh: 跟班, en: Join one}}, from: open, who: handler of owner, partners: one, form: {{
    one: {{type: unit, zh: 单位, en: Unit, required: true, not: owner}}}}}}
  add: {{name: {{zh: 协办意见, en: Add}}, from: open, who: handler of partner}}
  set_apart: {{name: {{zh: 放开, en: Set apart}}, from: [open, answered], to: apart, who: handler of owner}}
  put_back: {{name: {{zh: 放回, en: Put back}}, from: apart, to: back, who: handler of owner}}
  step_aside: {{name: {{zh: 回避, en: Step aside}}, from: open, who: head of owner, recuses: post, form: {{
    post: {{type: post, zh: 岗位, en: Post, required: true}}}}}}
  return: {{name: {{zh: 不再回避, en: Return}}, from: open, who: head of owner, restores: post, form: {{
    post: {{type: post, zh: 岗位, en: Post, required: true}}}}}}
  check: {{name: {{zh: 核实, en: Check}}, from: open, who: handler of owner}}
  answer: {{name: {{zh: 答复, en: Answer}}, from: open, to: answered, who: handler of owner,
    second: head of owner, needs: {{acts: check}}}}
  ask: {{name: {{zh: 复查, en: Ask}}, from: answered, who: window of owner, owner: to_unit, form: {{
    to_unit: {{type: unit, zh: 单位, en: Unit, required: true, among: superiors}}}}}}
  undo: {{name: {{zh: 重办, en: Undo}}, from: answered, to: open, who: handler of owner,
    barred: [answer], owner: did answer, again: [check, answer]}}
  dispute: {{name: {{zh: 争议, en: Dispute}}, from: open, who: handler of owner, form: {{
    rival: {{type: unit, zh: 对方, en: Rival, required: true, not: owner}}}}}}
  settle: {{name: {{zh: 裁定, en: Settle}}, from: open, who: head of common}}
  rate: {{name: {{zh: 评价, en: Rate}}, from: answered, who: window of any, times: 1, once_per: person,
    form: {{person: {{type: int, zh: 第几人, en: Person, required: true, min: 1, max: 9}}}}}}
  hand: {{name: {{zh: 转为, en: Becomes}}, from: open, to: known, who: handler of owner, becomes: other}}
  close: {{name: {{zh: 结, en: Close}}, from: answered, to: done, who: handler of owner}}
clocks:
  handle: {{zh: 办, en: Handle, start: [register, undo], stop: answer, cancel: [hand, close], within: 10nd,
    law: 样本, kind: statutory}}
  rating: {{zh: 评, en: Rate, start: answer, stop: [close, undo, hand], within: 30nd, law: 样本,
    kind: petitioner}}
story_defaults: {{register: {{}}}}
stories:
  - story: 样本
    events: [2026-05-11 register]
    expect: {{state: open}}
"""
OTHER = f"""process: other
{HEAD}
sealed: true
states:
  known: {STATE % "handle"}
  gone: {STATE % "final"}
acts:
  register: {{name: {{zh: 登记, en: Register}}, from: new, to: known, who: window of any, owner: self}}
  hand: {{name: {{zh: 交, en: Hand}}, from: known, to: gone, who: keeper of owner}}
clocks:
  tell: {{zh: 告知, en: Tell, start: register, stop: hand, within: 5nd, law: 样本, kind: statutory}}
stories:
  - story: 样本
    events: [2026-05-11 register]
    expect: {{state: known}}
""".replace("keeper of owner", "handler of owner")


def processes() -> Mapping[str, Process]:
    texts = {"pack.yaml": PACK, "processes/first.yaml": FIRST, "processes/other.yaml": OTHER}
    pack, problems = parse(texts)
    assert pack is not None, [problem.say("en") for problem in problems]
    return pack.processes


def tell(*lines: object) -> tuple[World, list[str | None]]:
    """The world after these story lines, and the code of each refusal (None: done)."""
    world = World(processes()["first"], calendar(), ZONE, others=processes())
    codes: list[str | None] = []
    for line in lines:
        event = parse_event(world.acts, line)
        refusal = world.do(event, event.data)
        codes.append(refusal.code if refusal else None)
    return world, codes


ANSWERED = ["2026-05-11 register", "2026-05-12 check", "2026-05-13 answer"]


def test_back_leads_to_where_it_came_from():
    world, codes = tell(*ANSWERED, "2026-05-14 set_apart", "2026-05-15 put_back")
    assert codes == [None] * 5
    assert world.standing.state == "answered"
    world, _ = tell("2026-05-11 register", "2026-05-12 set_apart", "2026-05-13 put_back")
    assert world.standing.state == "open"


def test_done_again_in_a_new_cycle_by_the_unit_that_answered_and_another_person():
    ask = {"2026-05-14 ask": {"to_unit": "county"}}
    world, codes = tell(*ANSWERED, ask, "2026-05-15 undo by handler of county", "2026-05-16 answer")
    assert codes == [None] * 5 + ["needs"]
    standing = world.standing
    assert (standing.owner, standing.cycle, standing.state) == ("office", 2, "open")
    assert standing.clock("handle").cycle == 2
    first = next(clock for clock in standing.clocks if clock.key == "handle")
    assert first.verdict == "in_time"


def test_who_answered_or_confirmed_does_not_decide_on_it():
    for who in ("handler of office", "handler and head of office"):
        _, codes = tell(*ANSWERED, f"2026-05-15 undo by {who}")
        assert codes[-1] == ("barred" if who == "handler of office" else None)
    confirmed = [
        "2026-05-13 propose answer",
        "2026-05-13 confirm answer by handler and head of office",
    ]
    _, codes = tell(*ANSWERED[:2], *confirmed, "2026-05-15 undo by handler and head of office")
    assert codes[-1] == "barred"


def test_a_review_goes_to_the_next_higher_authority_only():
    _, codes = tell(*ANSWERED, {"2026-05-14 ask": {"to_unit": "bureau"}})
    assert codes[-1] == "form"


def test_who_stepped_aside_does_nothing_until_restored():
    aside = {"2026-05-12 step_aside": {"post": "handler of office"}}
    restored = {"2026-05-14 return": {"post": "handler of office"}}
    world, codes = tell(
        "2026-05-11 register", aside, "2026-05-13 check", restored, "2026-05-15 check"
    )
    assert codes == [None, None, "recused", None, None]
    assert world.standing.recused == frozenset()


def test_partners_act_and_strangers_do_not():
    join = {"2026-05-12 join": {"units": ["bureau"]}}
    world, codes = tell(
        "2026-05-11 register", "2026-05-12 add by handler of bureau", join,
        "2026-05-13 add by handler of bureau", "2026-05-13 add by handler of town",
    )  # fmt: skip
    assert codes == [None, "not_allowed", None, None, "not_allowed"]
    assert world.standing.partners == {"bureau"}
    assert world.standing.owner == "office"


def test_a_single_unit_joins_besides_those_before():
    world, codes = tell(
        "2026-05-11 register", {"2026-05-12 join": {"units": ["bureau"]}},
        {"2026-05-13 join_one": {"one": "town"}}, "2026-05-14 add by handler of town",
        "2026-05-14 check by handler of town",
    )  # fmt: skip
    assert codes == [None, None, None, None, "not_allowed"]
    assert world.standing.partners == {"bureau", "town"}


def test_the_common_superior_settles():
    dispute = {"2026-05-12 dispute": {"rival": "bureau"}}
    _, codes = tell(
        "2026-05-11 register", dispute, "2026-05-13 settle by head of city", "2026-05-13 settle"
    )
    assert codes == [None, None, "not_allowed", None]


def test_each_rates_once():
    rates = [{"2026-05-14 rate": {"person": number}} for number in (1, 2, 1)]
    _, codes = tell(*ANSWERED, *rates)
    assert codes[3:] == [None, None, "done_already"]


def test_a_matter_goes_on_under_another_process():
    world, codes = tell("2026-05-11 register", "2026-05-12 hand", "2026-05-13 check")
    assert codes == [None, None, "unknown_act"]
    standing = world.standing
    assert (standing.state, standing.becomes) == ("known", "other@1")
    assert standing.clock("tell").nominal.date().isoformat() == "2026-05-16"
    assert standing.clock("handle") is None


def test_a_logged_migration_moves_a_matter():
    world, _ = tell("2026-05-11 register")
    moved = Event(2, "migrated", Step.SYSTEM, at("2026-05-12T09:00"),
                  {"becomes": "other@1", "state": "known"})  # fmt: skip
    folding = Folding(world.process, lambda _ref: processes()["other"])
    for event in (*world.events, moved):
        folding.add(event)
    assert folding.process.process == "other"
    assert folding.standing.state == "known"
    lost = Folding(world.process)
    lost.add(world.events[0])
    with pytest.raises(KeyError):
        lost.add(moved)


def test_every_unit_that_had_it_is_remembered():
    world, _ = tell("2026-05-11 register", {"2026-05-12 pass_on": {"to_unit": "bureau"}})
    assert world.standing.owners == {"office", "bureau"}
