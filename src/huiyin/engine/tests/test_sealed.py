"""Sealed matters: only named posts act, names can be made anew, what is complained about only
grows (条例第三十条、第四十六条)."""

# ruff: noqa: E501 -- a case of a table stays on one line
from __future__ import annotations

import pytest

from huiyin.engine.check import check
from huiyin.engine.definition import Role
from huiyin.engine.pack import Pack, parse
from huiyin.engine.process import Actor, Seat, gate, possible
from huiyin.engine.story_events import parse_event
from huiyin.engine.story_world import World, person
from huiyin.engine.tests.petition import ZONE, at, calendar

PACK = """
pack: small
version: "1"
name: {zh: 小, en: Small}
processes: [report]
"""
REPORT = """
process: report
version: "1"
name: {zh: 密件, en: Sealed}
law: 条例第三十条
valid_from: 2022-05-01
levels: [county]
sealed: true
states:
  kept: {zh: 保管, en: Kept, phase: handle, public: {zh: 保管, en: Kept}}
  done: {zh: 完, en: Done, phase: final, public: {zh: 完, en: Done}}
acts:
  register:
    name: {zh: 登记, en: Register}
    from: new
    to: kept
    who: window of any
    owner: to_unit
    holder: keeper
    names: keeper
    links: {origin: {kind: same_issue}}
    form:
      accused: {type: units, zh: 被反映, en: Accused}
      to_unit: {type: unit, zh: 单位, en: Unit, required: true, not: accused}
      keeper: {type: post, zh: 岗位, en: Post, required: true, of_unit: to_unit}
      origin: {type: matter, zh: 来源, en: Origin}
  note:
    name: {zh: 记录, en: Note}
    from: kept
    who: [handler of owner, head of owner, resident of any]
  name_more:
    name: {zh: 指名, en: Name}
    from: kept
    who: handler of owner
    names: post
    form: {post: {type: post, zh: 岗位, en: Post}}
  name_anew:
    name: {zh: 重新指名, en: Name anew}
    from: kept
    who: handler of owner
    names_only: post
    form: {post: {type: post, zh: 岗位, en: Post, required: true}}
  step_aside:
    name: {zh: 回避, en: Step aside}
    from: kept
    who: [handler of owner, head of owner]
    recuses: post
    form: {post: {type: post, zh: 岗位, en: Post, required: true}}
  accuse:
    name: {zh: 补记, en: Accuse}
    from: kept
    who: handler of owner
    form:
      accused: {type: units, zh: 被反映, en: Accused, adds: true}
      to: {type: unit, zh: 单位, en: Unit, not: accused}
  finish:
    name: {zh: 办结, en: Finish}
    from: kept
    to: done
    who: handler of owner
    second: head of owner
clocks: {}
stories:
  - {story: 空, events: [], expect: {state: new}}
"""
BEGIN = {"2026-05-11 register": {"to_unit": "bureau", "keeper": "handler of bureau"}}
NAMED = {"2026-05-12 name_more": {"post": "head of bureau"}}
HEAD, KEEPER = "head of bureau", "handler of bureau"


def small(old: str = "", new: str = "") -> tuple[Pack | None, list[str]]:
    assert old in REPORT
    files = {"pack.yaml": PACK, "processes/report.yaml": REPORT.replace(old, new, 1)}
    pack, problems = parse(files)
    found = [*problems, *(check(pack) if pack else ())]
    return pack, [one.code for one in found if one.severity == "error"]


def world(*events: object) -> World:
    pack, wrong = small()
    assert pack is not None
    assert wrong == []
    here = World(pack.process("report"), calendar(), ZONE)
    for item in events:
        assert step(here, item) is None, item
    return here


def step(here: World, item: object) -> object:
    event = parse_event(here.acts, item)
    return here.do(event, event.data)


def code(here: World, act: str, who: str) -> str | None:
    found = gate(here.scene, act, person(who), at("2026-05-20T09:00"))
    return None if isinstance(found, Seat) else found.code


def test_only_the_post_named_acts_and_other_posts_of_the_unit_are_told_nothing_more():
    here = world(BEGIN)
    assert code(here, "note", KEEPER) is None
    assert code(here, "note", HEAD) == "not_named"
    assert code(here, "note", "handler of town") == "not_allowed"
    head = person(HEAD)
    assert possible(here.scene, head, at("2026-05-20T09:00")) == ()


def test_anybody_with_the_role_may_register_and_the_resident_may_add_to_it():
    assert world(BEGIN).standing.named == {KEEPER}
    resident = Actor(None, (Seat(Role.RESIDENT),))
    assert isinstance(gate(world(BEGIN).scene, "note", resident, at("2026-05-20T09:00")), Seat)


def test_naming_adds_and_naming_anew_leaves_the_others_out():
    here = world(BEGIN, NAMED)
    assert here.standing.named == {KEEPER, HEAD}
    assert step(here, {"2026-05-13 name_anew": {"post": HEAD}}) is None
    assert here.standing.named == {HEAD}
    assert code(here, "note", KEEPER) == "not_named"
    assert code(here, "note", HEAD) is None


def test_an_empty_name_names_nobody():
    assert world(BEGIN, "2026-05-12 name_more").standing.named == {KEEPER}


def test_who_steps_aside_is_named_no_more_and_cannot_be_named_again():
    here = world(BEGIN, NAMED, {"2026-05-13 step_aside": {"post": HEAD}})
    assert here.standing.named == {KEEPER}
    assert code(here, "note", HEAD) == "recused"
    assert step(here, {"2026-05-14 name_more": {"post": HEAD}}) is None
    assert here.standing.named == {KEEPER}


def test_the_second_person_must_be_named_too():
    here = world(BEGIN, "2026-05-12 propose finish")
    assert code(here, "finish", HEAD) == "not_named"
    named = world(BEGIN, NAMED, "2026-05-13 propose finish", "2026-05-14 confirm finish")
    assert named.standing.state == "done"


def test_what_is_complained_about_only_grows_and_never_gets_it():
    begin = {"2026-05-11 register": {**BEGIN["2026-05-11 register"], "accused": ["town"]}}
    here = world(begin, {"2026-05-12 accuse": {"accused": ["county", "town"]}})
    assert here.standing.facts["accused"] == ("town", "county")
    assert step(here, "2026-05-13 accuse") is None
    assert here.standing.facts["accused"] == ("town", "county")
    refused = step(here, {"2026-05-14 accuse": {"accused": ["office"], "to": "town"}})
    assert [(e.field, e.rule) for e in refused.errors] == [("to", "complained_about")]


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("", "", []),
        ("names_only: post", "names_only: nobody", ["unknown_field"]),
        ("names_only: post\n    form: {post: {type: post, zh: 岗位, en: Post, required: true}}",
         "names_only: post\n    form: {post: {type: post, zh: 岗位, en: Post}}", ["field_optional"]),
        ("names: post\n    form: {post: {type: post,", "names: post\n    form: {post: {type: unit,", ["field_type"]),
        ("en: Unit, not: accused}\n  finish", "en: Unit, adds: true}\n  finish", ["stray_key"]),
    ],
)  # fmt: skip
def test_the_check_knows_the_new_words(old, new, wrong):
    assert small(old, new)[1] == wrong


@pytest.mark.parametrize(
    ("old", "new", "loosened"),
    [
        ("sealed: true", "sealed: false", "sealed"),
        ("names: post\n", "names: []\n", "acts.name_more.names"),
        ("names_only: post\n", "names: post\n", "acts.name_anew.names"),
        (", adds: true", ", adds: false", "acts.accuse.form.accused.adds"),
    ],
)
def test_a_town_cannot_open_what_is_sealed(old, new, loosened):
    below, _ = small()
    above = REPORT.replace(old, new, 1).replace('version: "1"', 'overlay: "1"\nversion: "1"', 1)
    files = {
        "pack.yaml": PACK.replace("pack: small", "pack: town\nextends: small"),
        "processes/report.yaml": above,
    }
    _, problems = parse(files, below)
    assert loosened in [one.path for one in problems if one.code == "loosens"]
