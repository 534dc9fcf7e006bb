"""Every kind of mistake that makes a pack unsound is found, at its line."""

# ruff: noqa: E501 -- a case of a table stays on one line
from __future__ import annotations

import pytest

from huiyin.engine.tests.petition import FILE, patched
from huiyin.engine.tests.petition import files as sample_files
from huiyin.packs import load


@pytest.mark.parametrize("name", load.available())
def test_every_pack_is_sound(name):
    assert load.examine(name)[1] == []


# (what is replaced, by what, the code of the mistake, a word of its sentence)
UNSOUND = [
    ("    to: identified\n    who", "    to: nowhere\n    who", "unknown_state", "nowhere"),
    ("    from: forwarded\n    to: objected", "    from: [forwarded, gone]\n    to: objected", "unknown_state", "gone"),
    ("  objected: {", "  limbo: {zh: 空, en: Limbo, phase: handle, public: {zh: 空, en: Limbo}}\n  objected: {", "unreachable", "limbo"),
    ("    from: [closed, declined, diverted, withdrawn]\n", "    from: [closed, declined, diverted]\n", "dead_end", "withdrawn"),
    ("    from: [closed, declined, diverted, withdrawn]\n    to: archived", "    from: [closed, declined, diverted, withdrawn]\n    to: closed", "no_final", "served"),
    ("    from: served\n    to: closed", "    from: [served, archived]\n    to: closed", "final_exit", "archived"),
    ("states:\n", "states:\n  new: {zh: 新, en: New, phase: intake, public: {zh: 新, en: New}}\n", "state_new", "new"),
    ("    from: new\n", "    from: registered\n", "no_first_act", "new"),
    ("    takes_place: received_at\n", "    takes_place: received\n", "unknown_field", "received"),
    ("    takes_place: received_at\n", "    takes_place: channel\n", "field_type", "datetime"),
    ("      received_at: {type: datetime, zh: 收到时间, en: Received at, required: true", "      received_at: {type: datetime, zh: 收到时间, en: Received at", "field_optional", "received_at"),
    ("    owner: to_unit\n", "    owner: unit\n", "unknown_field", "unit"),
    ("    owner: to_unit\n", "    owner: opinion\n", "field_type", "unit"),
    ("    holder: post\n", "    holder: poster\n", "unknown_field", "poster"),
    ("    letter: transfer_letter\n", "    letter: transfer\n", "unknown_letter", "transfer"),
    ("    before: objection ", "    before: objecting ", "unknown_clock", "objecting"),
    ("    after: review_request ", "    after: review ", "unknown_clock", "review"),
    ("    extends: handle\n", "    extends: handling\n", "unknown_clock", "handling"),
    ("    extends: handle\n", "    extends: notice\n", "no_extension", "notice"),
    ("    extends: handle\n", "    times: 1\n", "not_extending", "extends: handle"),
    ("    done: assign ", "    done: assigned ", "unknown_act", "assigned"),
    ("needs: {acts: [hear_statement, check_facts]", "needs: {acts: [hear_statement, check_fact]", "unknown_act", "check_fact"),
    ("unless: {procedure: simple}", "unless: {procedure: easy}", "unknown_value", "easy"),
    ("    if: {class: inquiry}\n", "    if: {kind: inquiry}\n", "unknown_fact", "kind"),
    ("    if: {class: inquiry}\n", "    if: {text: inquiry}\n", "free_text", "text"),
    ("    sets: {procedure: ordinary}", "    sets: {procedure: usual}", "unknown_value", "usual"),
    ("if: {anonymous: false}", "if: {anonymous: maybe}", "unknown_value", "maybe"),
    ("if: {anonymous: false}", "if: {text: false}", "unknown_fact", "text"),
    ("    second: head of owner\n    letter: decline_notice", "    second: resident of any\n    letter: decline_notice", "second_resident", "decline"),
    ("    links: {origin: {kind: split_from}}\n    form:\n      channel", "    links: {origin: {kind: split_from}}\n    second: head of owner\n    form:\n      channel", "second_on_new", "register"),
    ("stop: give_opinion, cancel: withdraw, if: {procedure: ordinary}", "stop: give_opinions, cancel: withdraw, if: {procedure: ordinary}", "unknown_moment", "give_opinions"),
    ("stop: give_opinion, cancel: withdraw, if: {procedure: ordinary}", "stop: identify, if: {procedure: ordinary}", "clock_never_stops", "handling"),
    ("stop: give_opinion, cancel: withdraw, if: {procedure: ordinary}", "stop: give_opinion, if: {procedure: ordinary}", "clock_in_final", "archived"),
    ("stop: give_opinion, cancel: withdraw, if: {procedure: ordinary}", "stop: give_opinion, pause: note, cancel: withdraw, if: {procedure: ordinary}", "pause_for_ever", "handle"),
    ("extend: {act: extend, ", "extend: {act: prolong, ", "unknown_act", "prolong"),
    ("amount: days", "amount: day", "unknown_field", "day"),
    ("amount: days", "amount: reason", "field_type", "int"),
    ("until: report_by", "until: report_on", "unknown_field", "report_on"),
    ("until: report_by", "until: demands", "field_type", "date"),
    ("within: 60nd,", "within: {field: gravity, cases: {high: 5nd}},", "unknown_fact", "gravity"),
    ("within: 60nd,", "within: {field: channel, cases: {pigeon: 5nd}},", "unknown_value", "pigeon"),
    ("{clock: identify, left", "{clock: identity, left", "unknown_clock", "identity"),
    ("after: give_opinion, window: review_request}", "after: give_answer, window: review_request}", "unknown_act", "give_answer"),
    ("any: {requests.finding: support}", "any: {requests.find: support}", "unknown_fact", "requests.find"),
    ("any: {requests.finding: support}", "any: {requests.finding: yes_please}", "unknown_value", "yes_please"),
    ("any: {requests.finding: support}", "any: {requests.basis: support}", "free_text", "requests.basis"),
    ("if: {outcome: supported}", "if: {outcome: support}", "unknown_value", "support"),
    ("after: serve, if: {outcome", "after: served, if: {outcome", "unknown_act", "served"),
    ("done: [record_execution, archive]", "done: [record_execution]", "clock_in_final", "execution"),
    ("opens: petition, field", "opens: nowhere, field", "unknown_process", "nowhere"),
    ("opens: petition, field", "of: nothing, opens: petition, field", "unknown_act", "nothing"),
    ("{type: each, of: requests", "{type: each, of: request", "unknown_fact", "request"),
    ("retention: {type: choice, zh: 保管期限, en: Retention, required: true, default: y10", "retention: {type: choice, zh: 保管期限, en: Retention, required: true, default: y11", "bad_default", "retention"),
    ("min: 1, max: 30, law", "min: 31, max: 30, law", "min_max", "31"),
    ("report_by: {type: date,", "report_by: {type: date, max: 3,", "stray_key", "max"),
    ("text: {type: long, zh: 内容", "text: {type: choice, zh: 内容", "no_options", "text"),
    ("requests: {type: list, zh: 请求, en: Requests, required: true, min: 1, max: 20,", "requests: {type: files, zh: 请求, en: Requests, required: true, min: 1, max: 20,", "stray_key", "fields"),
    ("  archive: {retention: y10}", "  archives: {retention: y10}", "unknown_act", "archives"),
    ("    events: [2026-03-20 register]", "    events: [2026-03-20 registers]", "bad_event", "registers"),
    ("    events: [2026-03-20 register]", "    events: [20 March register]", "bad_event", "20 March"),
    ("    events: [2026-03-20 register]", "    events: [2026-03-20 register by king of office]", "bad_event", "king"),
    ("    expect: {state: registered, owner", "    expect: {states: registered, owner", "unknown_key", "states"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "word"), UNSOUND)
def test_an_unsound_process_is_told_with_its_line(old, new, code, word):
    pack, problems, line = patched(old, new)
    assert pack is not None, [p.say("en") for p in problems]
    found = [p for p in problems if p.code == code]
    assert found, [p.say("en") for p in problems]
    assert all(p.file == FILE and p.severity == "error" for p in found)
    assert any(word in p.en for p in found)
    assert any(word in p.zh for p in found)
    # The line of the change, or of what it spoils elsewhere in the file.
    spoiled = {
        "dead_end",
        "no_final",
        "unreachable",
        "no_first_act",
        "final_exit",
        "not_extending",
        "field_optional",
    }
    if code not in spoiled:
        assert any(abs(p.line - line) <= new.count("\n") + 1 for p in found), (line, found)


def test_nobody_may_do_what_needs_a_sender_when_nothing_is_ever_sent():
    _, problems, _ = patched("    owner: sender\n", "")
    assert "nobody" not in {p.code for p in problems}
    files = dict(sample_files())
    files[FILE] = files[FILE].replace("    owner: to_unit\n", "").replace("    owner: sender\n", "")
    from huiyin.engine.check import check
    from huiyin.engine.pack import parse

    found = [p for p in check(parse(files)[0]) if p.code == "nobody"]
    assert {p.path for p in found} == {"acts.uphold_objection.who", "acts.reject_objection.who"}


def test_a_letter_needs_its_wording():
    _, problems, line = patched("opinion,", "opinion, ghost,", "pack.yaml")
    assert [(p.code, p.file, p.line) for p in problems] == [("no_wording", "pack.yaml", line)]


def test_an_act_without_a_story_is_a_warning_and_no_stories_an_error():
    files = dict(sample_files())
    files[FILE] = files[FILE].partition("\nstories:")[0] + "\n"
    from huiyin.engine.check import check
    from huiyin.engine.pack import parse

    assert [(p.code, p.severity) for p in check(parse(files)[0])] == [("no_stories", "error")]
    files[FILE] += (
        "stories:\n  - {story: one, events: [2026-05-11 register], expect: {state: registered}}\n"
    )
    found = check(parse(files)[0])
    assert {(p.code, p.severity) for p in found} == {("untested_act", "warning")}
    assert len(found) == len(parse(files)[0].process("petition").acts) - 1
