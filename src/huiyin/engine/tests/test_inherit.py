"""Settings may be changed either way, the law never loosened: confidence decides."""

# ruff: noqa: E501 -- a case of a table stays on one line
from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.engine.amend import amend
from huiyin.engine.pack import Pack, parse
from huiyin.engine.terms import Term
from huiyin.engine.tests.petition import FILE, files

DAY = date(2027, 1, 1)


def pack_with(old: str, new: str) -> Pack:
    """The sample with one line of its process written otherwise."""
    texts = dict(files())
    assert old in texts[FILE], old
    texts[FILE] = texts[FILE].replace(old, new, 1)
    pack, problems = parse(texts)
    assert pack is not None, problems
    return pack


def laid_over(pack: Pack, body: str) -> list[tuple[str, str]]:
    text = f'process: petition\noverlay: "2022-05-01"\n{body}\n'
    _, problems = amend(pack, {FILE: text}, "7", DAY)
    return [(problem.code, problem.path) for problem in problems]


def handle(confidence: str) -> Pack:
    return pack_with(
        "law: 条例第三十四条, kind: statutory}",
        f"law: 条例第三十四条, kind: statutory, confidence: {confidence}}}",
    )


@pytest.mark.parametrize(
    "change", ["{within: 61nd}", "{within: 3m}", "{extend: {by: 40nd}}", "{extend: {times: 3}}"]
)
@pytest.mark.parametrize("confidence", ["A", "B", "C", "D"])
def test_a_number_may_grow_only_where_nobody_has_read_the_law(confidence, change):
    found = laid_over(handle(confidence), f"clocks: {{handle: {change}}}")
    assert bool(found) is (confidence in "AB")
    assert all(code == "loosens" for code, _ in found)


@given(st.sampled_from("ABCD"), st.integers(0, 400))
def test_a_longer_term_is_refused_just_for_what_is_sure(confidence, days):
    found = laid_over(
        handle(confidence), f"clocks: {{handle: {{within: {Term.parse(f'{days}nd')}}}}}"
    )
    assert bool(found) is (confidence in "AB" and days > 60)


@pytest.mark.parametrize(
    "change",
    [
        "kind: internal",
        "stop: [give_opinion, note]",
        "cancel: [withdraw, note]",
        "if: {channel: visit}",
        "silent: true",
    ],
)
def test_a_setting_is_a_number_and_not_a_way_around_the_law(change):
    assert laid_over(handle("D"), f"clocks: {{handle: {{{change}}}}}")


def test_nothing_becomes_a_setting_by_an_overlay():
    sure = pack_with(
        "law: 条例第三十四条, kind: statutory}", "law: 条例第三十四条, kind: statutory}"
    )
    assert laid_over(sure, "clocks: {handle: {confidence: D}}") == [
        ("loosens", "clocks.handle.confidence")
    ]
    assert laid_over(sure, "acts: {extend: {form: {days: {confidence: C}}}}") == [
        ("loosens", "acts.extend.form.days.confidence")
    ]
    assert laid_over(handle("D"), "clocks: {handle: {confidence: A}}") == []


DAYS = (
    "days: {type: int, zh: 延长天数, en: Days, required: true, min: 1, max: 30, law: 条例第三十四条"
)


@pytest.mark.parametrize(
    ("change", "loose"),
    [("max: 31", True), ("max: 29", False), ("min: 0", True), ("min: 2", False)],
)
@pytest.mark.parametrize("confidence", ["A", "D"])
def test_the_numbers_of_a_field(confidence, change, loose):
    pack = pack_with(DAYS, f"{DAYS}, confidence: {confidence}")
    found = laid_over(pack, f"acts: {{extend: {{form: {{days: {{{change}}}}}}}}}")
    assert bool(found) is (loose and confidence == "A")


@pytest.mark.parametrize(
    ("term", "loose"),
    [("6nd", True), ("7nd", False), ("8nd", False), ("7wd", False), ("1m", False)],
)
@pytest.mark.parametrize("confidence", ["B", "C"])
def test_how_far_ahead(confidence, term, loose):
    report_by = "report_by: {type: date, zh: 办结报告期限, en: Report due on, required: true"
    pack = pack_with(report_by, f"{report_by}, ahead: 7nd, confidence: {confidence}")
    found = laid_over(pack, f"acts: {{assign: {{form: {{report_by: {{ahead: {term}}}}}}}}}")
    assert bool(found) is (loose and confidence == "B")


@pytest.mark.parametrize(
    ("confidence", "codes"), [("A", ["loosens"]), ("B", ["loosens"]), ("C", []), ("D", [])]
)
def test_an_option_is_switched_off_only_where_it_is_a_setting(confidence, codes):
    pack = pack_with(
        "N6: {zh: 无正当理由逾期没有申请复查、复核, en: Review asked for too late, law: 2014逐级走访办法, confidence: B}",
        f"N6: {{zh: 逾期, en: Late, confidence: {confidence}}}",
    )
    body = "acts: {decline: {form: {ground: {options: {N6: null}}}}}"
    assert [code for code, _ in laid_over(pack, body)] == codes
    if not codes:
        amended, _ = amend(
            pack, {FILE: f'process: petition\noverlay: "2022-05-01"\n{body}\n'}, "7", DAY
        )
        options = amended.pack.process("petition").acts["decline"].form["ground"].options
        assert "N6" not in options
        assert "N5" in options


@pytest.mark.parametrize(
    "body",
    [
        "clocks: {handle: null}",
        "acts: {accept: null}",
        "acts: {extend: {form: {days: null}}}",
        "acts: {decline: {form: {ground: {options: {none: null}}}}}",
    ],
)
def test_nothing_else_can_be_taken_away(body):
    assert laid_over(pack_with("law: 信访工作条例", "law: 信访工作条例"), body)


def test_follow_ups():
    pack = pack_with("law: 条例第三十二条, confidence: D}", "law: 条例第三十二条, confidence: A}")
    assert laid_over(pack, "follow_ups: {execution: {in: 31nd}}") == [
        ("loosens", "follow_ups.execution.in")
    ]
    assert laid_over(pack, "follow_ups: {execution: {in: 10nd}}") == []
    assert (
        laid_over(
            pack_with("confidence: D}", "confidence: D}"), "follow_ups: {execution: {in: 90nd}}"
        )
        == []
    )


@pytest.mark.parametrize(
    ("line", "more", "change", "path"),
    [
        (
            "to_unit: {type: unit, zh: 转送单位, en: Forward to, required: true, not: owner}",
            "",
            "acts: {forward: {form: {to_unit: {not: []}}}}",
            "acts.forward.form.to_unit.not",
        ),
        (
            "heard_on: {type: date, zh: 日期, en: Date, required: true, not_after: today}",
            "",
            "acts: {hear_statement: {form: {heard_on: {not_after: null}}}}",
            "acts.hear_statement.form.heard_on.not_after",
        ),
        (
            "    name: {zh: 作出处理意见, en: Give the opinion}\n",
            "    barred: [check_facts]\n",
            "acts: {give_opinion: {barred: []}}",
            "acts.give_opinion.barred",
        ),
        ("levels: [village, town, county, city]\n", "sealed: true\n", "sealed: false", "sealed"),
    ],
)
def test_who_is_kept_out_stays_out(line, more, change, path):
    assert laid_over(pack_with(line, line + more), change) == [("loosens", path)]
