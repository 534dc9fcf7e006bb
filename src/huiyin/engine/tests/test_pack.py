"""Pack files: strict reading, versions side by side, and a town's pack over the national one."""

# ruff: noqa: E501 -- a case of a table stays on one line
from __future__ import annotations

from datetime import date

import pytest

from huiyin.engine.lengths import no_longer
from huiyin.engine.pack import parse
from huiyin.engine.schema import json_schema
from huiyin.engine.terms import Term
from huiyin.engine.tests.petition import FILE, patched, process, sample
from huiyin.engine.tests.petition import files as sample_files

BROKEN = [
    ("    times: 1\n", '    times: "1"\n', 0, "`times` must be a whole number, not text “1”"),
    ("    times: 1\n", "    times: 1.0\n", 0, "`times` must be a whole number, not 1.0"),
    ("    times: 1\n", "    times: true\n", 0, "`times` must be a whole number, not true"),
    ("    times: 1\n", "    times: 0\n", 0, "`times`"),
    ("    holder: self\n    letter", "    foo: 1\n    letter", 0, "unknown key `foo` in act `accept`"),
    ("    to: handling\n", "    too: handling\n", 0, "unknown key `too` in act `accept`"),
    ("within: 60nd", "within: 60 days", 0, "`within` must be a term such as 15nd"),
    ("within: 60nd", "within: 60", 0, "`within` must be a term such as 15nd"),
    ("within: 60nd", "within: 60.5nd", 0, "`within` must be a term such as 15nd"),
    ("within: 60nd", "roll: true", 0, "clock `handle` needs exactly one of `within`, `until`"),
    ("phase: review", "phase: revue", 0, "`phase` must be one of intake, accept, handle"),
    ("supervisor of above", "supervisor of moon", 0, "“ROLE of RELATION”"),
    ("supervisor of above", "boss of above", 0, "“ROLE of RELATION”"),
    ("valid_from: 2022-05-01", "valid_from: soon", 0, "`valid_from` must be a date"),
    ('version: "2022-05-01"', "version: 2022-05-01", 0, "put it in quotes"),
    ("{zh: 已登记, en", "{zh: '', en", 0, "`zh` must not be empty"),
    ("registered: {zh: 已登记, en: Registered, ", "registered: {zh: 已登记, ", 0, "`en` is missing in state `registered`"),
    ("    law: 档案法\n", "    law: 档案法\n    law: 档案法\n", 1, "the key `law` stands here twice"),
    ("    law: 档案法\n", "\tlaw: 档案法\n", 0, "this is not YAML"),
    ("required: true, not: owner}", "required: yes, not: owner}", 0, "`required` must be yes or no"),
    ("window: review_request}", "window: [review_request]}", 0, "`window` must be text, not a list"),
    ("left: 3nd", "left: 3nd, over: 1nd", 0, "rung `1` needs exactly one of `left`, `over`"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "below", "sentence"), BROKEN)
def test_a_broken_file_is_told_with_its_line(old, new, below, sentence):
    pack, problems, line = patched(old, new)
    assert pack is None
    assert [(p.file, p.line) for p in problems] == [(FILE, line + below)]
    assert sentence in problems[0].en
    assert problems[0].zh
    assert problems[0].zh != problems[0].en


def test_everything_wrong_is_told_at_once():
    files = dict(sample_files())
    files[FILE] = (
        files[FILE].replace("times: 1\n", "times: x\n").replace("phase: review", "phase: x")
    )
    _, problems = parse(files)
    assert [problem.path for problem in problems] == [
        "states.served.phase", "acts.rate.times",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code", "file"),
    [
        ("pack: national", "pack: National", "bad_value", "pack.yaml"),
        ("processes: [petition]", "processes: [petition, review]", "no_process_file", "pack.yaml"),
        ("processes: [petition]", "processes: []", "undeclared_process", FILE),
        ("law: ", "extends: nowhere\nlaw: ", "no_base", "pack.yaml"),
    ],
)
def test_mistakes_of_the_pack_file(old, new, code, file):
    _, problems, _ = patched(old, new, "pack.yaml")
    assert (code, file) in [(problem.code, problem.file) for problem in problems]


def test_a_pack_needs_its_file_and_a_file_keys():
    assert parse({})[1][0].code == "no_pack_file"
    assert parse({"pack.yaml": "- a list"})[1][0].code == "not_a_mapping"


def test_versions_stand_side_by_side():
    files = dict(sample_files())
    newer = files[FILE].replace('version: "2022-05-01"', 'version: "2027-01-01"')
    newer = newer.replace("valid_from: 2022-05-01", "valid_from: 2027-01-01").replace(
        "60nd", "45nd"
    )
    files["processes/petition@2027-01-01.yaml"] = newer
    pack, problems = parse(files)
    assert not problems
    assert pack.process("petition").version == "2027-01-01"
    assert pack.process("petition", on=date(2026, 12, 31)).version == "2022-05-01"
    assert pack.process("petition", "2022-05-01").clocks["handle"].within == Term.parse("60nd")
    with pytest.raises(KeyError):
        pack.process("petition", "2000-01-01")
    files["processes/again.yaml"] = newer
    assert [p.code for p in parse(files)[1]] == ["same_version"]


TOWN = {
    "pack.yaml": "pack: town\nversion: '1'\nname: {zh: 镇, en: Town}\nextends: national\nprocesses: [petition]\n"
}
HEAD = "process: petition\noverlay: '2022-05-01'\nversion: '1'\n"


def over(body: str):
    return parse({**TOWN, "processes/petition.yaml": HEAD + body}, sample())


def test_an_overlay_adds_and_tightens():
    pack, problems = over(
        "clocks:\n  handle: {within: 45nd}\n"
        "  promise: {zh: 三周, en: Three weeks, start: accept, stop: give_opinion, cancel: withdraw, within: 21nd, law: 镇规, kind: internal}\n"
        "ladder:\n  - {clock: promise, left: 3nd, tell: [head of owner]}\n"
    )
    assert not problems
    town = pack.process("petition")
    assert town.version == "2022-05-01+1"
    assert str(town.clocks["handle"].within) == "45nd"
    assert town.clocks["handle"].extend == process().clocks["handle"].extend
    assert town.ladder[:-1] == process().ladder
    assert (pack.zone, pack.calendar) == ("Asia/Shanghai", "national")
    assert set(sample().letters) <= set(pack.letters)
    assert pack.process("petition", "2022-05-01") == process()


LOOSER = [
    ("clocks: {handle: {within: 61nd}}", "clocks.handle.within"),
    ("clocks: {handle: {within: 2m}}", "clocks.handle.within"),
    ("clocks: {objection: {within: 6nd}}", "clocks.objection.within"),
    ("clocks: {handle: {within: {field: channel, cases: {web: 10nd}}}}", "clocks.handle.within"),
    ("clocks: {handle: {extend: {by: 31nd}}}", "clocks.handle.extend"),
    ("clocks: {handle: {extend: {times: 2}}}", "clocks.handle.extend"),
    ("clocks: {identify: {extend: {act: extend, by: 1nd}}}", "clocks.identify.extend"),
    ("clocks: {handle: {kind: internal}}", "clocks.handle.kind"),
    ("clocks: {handle: {stop: [give_opinion, hear_statement]}}", "clocks.handle.stop"),
    ("clocks: {notice_forwarded: {start: forward}}", "clocks.notice_forwarded.start"),
    ("clocks: {handle: {cancel: [withdraw, note]}}", "clocks.handle.cancel"),
    ("clocks: {handle: {pause: hear_statement, resume: check_facts}}", "clocks.handle.pause"),
    ("clocks: {handle: {if: {channel: visit}}}", "clocks.handle.if"),
    ("clocks: {handle: {silent: true}}", "clocks.handle.silent"),
    ("acts: {give_opinion: {second: null}}", "acts.give_opinion.second"),
    ("acts: {give_opinion: {needs: {acts: [check_facts]}}}", "acts.give_opinion.needs"),
    ("acts: {give_opinion: {letter: null}}", "acts.give_opinion.letter"),
    ("acts: {close: {after: null}}", "acts.close.after"),
    ("acts: {extend: {form: {reason: {required: false}}}}", "acts.extend.form.reason.required"),
    ("acts: {extend: {form: {days: {max: 60}}}}", "acts.extend.form.days.max"),
    ("acts: {withdraw: {form: {signed: {must: null}}}}", "acts.withdraw.form.signed.must"),
    ("acts: {give_opinion: {form: {requests: {fields: {basis: {required: false}}}}}}",
     "acts.give_opinion.form.requests.fields.basis.required"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "path"), LOOSER)
def test_an_overlay_never_loosens(body, path):
    pack, problems = over(body + "\n")
    assert pack is None
    assert [(p.code, p.path, p.file, p.line) for p in problems] == [("loosens", path, FILE, 4)]


def test_an_overlay_names_a_process_and_version_that_exist():
    files = {**TOWN, "processes/petition.yaml": HEAD.replace("2022-05-01", "1999-01-01")}
    assert [p.code for p in parse(files, sample())[1]] == ["no_base_process"]


def test_a_mistake_below_an_overlay_is_told_where_it_stands():
    _, problems = over("acts:\n  accept:\n    times: many\n")
    assert [(p.file, p.line, p.path) for p in problems] == [(FILE, 6, "acts.accept.times")]


@pytest.mark.parametrize(
    ("new", "base", "tight"),
    [
        ("15nd", "15nd", True), ("16nd", "15nd", False), ("5nd", "5wd", True), ("6nd", "5wd", False),
        ("1wd", "15nd", False), ("28nd", "1m", True), ("29nd", "1m", False), ("24h", "1nd", True),
        ("25h", "1nd", False), ("2wh", "1nd", False), ("1nd", "24h", False), ("1m", "31nd", False),
    ],
)  # fmt: skip
def test_terms_in_other_units_must_be_provably_shorter(new, base, tight):
    assert no_longer(Term.parse(new), Term.parse(base)) is tight


def test_the_schema_knows_the_keys_of_the_files():
    schema = json_schema()
    act = schema["$defs"]["Act"]
    assert {"from", "to", "who", "second", "form", "if"} <= set(act["properties"])
    assert act["additionalProperties"] is False
    assert len(schema["anyOf"]) == 4
