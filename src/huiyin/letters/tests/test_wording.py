from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.letters.compose import ComposeError, MissingFactsError, compose
from huiyin.letters.content import Items, LetterContent, Paragraph, Table, clean
from huiyin.letters.phrases import (
    cn_date,
    cn_number,
    cn_time,
    column,
    facts_used,
    joined,
    numbered,
    sentence,
)
from huiyin.letters.reading import WordingError, parse_wording
from huiyin.letters.tests.sample import KEYS, LETTERS, facts, facts_of, wording
from huiyin.letters.wording import alternatives

MINIMAL = """\
key: note
version: "1"
law: 条例第一条
title: {zh: 告知书, en: Notice}
series: {zh: 告, en: N}
requires:
  unit.name: {zh: 机关, en: office}
  act.reason: {zh: 理由, en: reason}
  today: {zh: 日期, en: day}
optional:
  act.note: {zh: 说明, en: note}
blocks:
  - p: "{{ act.reason }}"
  - p: "{{ act.note }}"
    when: act.note
"""
SMALL = {"unit": {"name": "甲局"}, "act": {"reason": "理由"}, "today": dt.date(2026, 3, 5)}


def texts(content: LetterContent) -> list[str]:
    return [block.text for block in content.blocks if isinstance(block, Paragraph)]


# Every form of LAW.md §7: its row, and the key of its wording.
FORMS = {
    "7.1": "registration_form", "7.2": "acceptance_notice", "7.3": "decline_notice",
    "7.4": "no_longer_accept_notice", "7.5": "diversion_notice", "7.6": "transfer_letter",
    "7.7": "handover_letter", "7.8": "objection_letter", "7.9": "extension_notice",
    "7.10": "opinion", "7.11": "closing_report", "7.12": "review_application",
    "7.13": "review_opinion", "7.14": "recheck_opinion", "7.15": "supervision_letter",
    "7.16": "advice_letter", "7.17": "hearing_notice", "7.18": "hearing_record",
    "7.19": "mediation_agreement", "7.20": "settlement_agreement",
    "7.21": "mediation_termination", "7.22": "service_receipt",
}  # fmt: skip


def test_every_form_of_the_law_has_its_wording() -> None:
    assert [row for row, key in FORMS.items() if key not in KEYS] == []


@pytest.mark.parametrize(("pack", "key"), LETTERS)
@pytest.mark.parametrize("optional", [True, False], ids=["full", "bare"])
def test_every_letter_is_written_from_what_it_declares(
    pack: str, key: str, *, optional: bool
) -> None:
    rule = wording(key, pack)
    content = compose(rule, facts_of(rule, optional=optional))
    assert content.preview
    assert LetterContent.from_dict(content.to_dict()) == content
    assert "{" not in str(content.to_dict()["blocks"]).replace("{'", "")
    assert content.title


@pytest.mark.parametrize(("pack", "key"), LETTERS)
def test_every_required_fact_is_missed_by_its_name(pack: str, key: str) -> None:
    rule = wording(key, pack)
    for field, need in rule.requires.items():
        with pytest.raises(MissingFactsError) as caught:
            compose(rule, without(facts_of(rule), field))
        assert field in [fact.field for fact in caught.value.missing]
        assert need.zh in str(caught.value)
        assert all(fact.law for fact in caught.value.missing)


def without(known: dict[str, Any], names: str) -> dict[str, Any]:
    """The same facts, the one at the path blank (in a list: of the last row), and so is every
    other that would do."""
    changed = copy.deepcopy(known)
    for name in alternatives(names):
        *above, last = name.split(".")
        node = changed
        for step in above:
            node = node[step[:-2]][-1] if step.endswith("[]") else node[step]
        node[last] = " "
    return changed


def test_of_alternatives_one_is_enough() -> None:
    rule = wording("opinion")
    known = facts_of(rule, optional=False)
    known["previous"] = {"merge": {"day": dt.date(2026, 3, 9)}}
    assert "2026年3月9日受理" in "".join(texts(compose(rule, known)))


@pytest.mark.parametrize(("pack", "key"), LETTERS)
def test_everything_missing_is_told_at_once(pack: str, key: str) -> None:
    rule = wording(key, pack)
    with pytest.raises(MissingFactsError) as caught:
        compose(rule, {})
    assert [fact.field for fact in caught.value.missing] == list(rule.requires)


def test_a_missing_fact_names_letter_field_and_law() -> None:
    known = copy.deepcopy(facts())
    known["review_bodies"][1]["address"] = "  "
    known["requests"][1]["basis"] = ""
    with pytest.raises(MissingFactsError) as caught:
        compose(wording("opinion"), known)
    found = [(fact.letter, fact.field, fact.law) for fact in caught.value.missing]
    assert found == [
        ("opinion", "requests[].basis", "信访工作条例第三十二条"),
        ("opinion", "review_bodies[].address", "信访工作条例第三十五条"),
    ]


def test_a_letter_without_any_request_lacks_its_requests() -> None:
    with pytest.raises(MissingFactsError, match=r"requests\[\]\.request"):
        compose(wording("opinion"), {**facts(), "requests": []})


def test_opinion_answers_every_request_with_its_finding() -> None:
    content = compose(wording("opinion"), facts())
    said = "\n".join(str(block.model_dump()) for block in content.blocks)
    for request in facts()["requests"]:
        assert all(value in said for value in request.values())
    assert "（二）关于第二项请求：解释说明" in said
    assert "三十日内" in said


def test_simple_procedure_has_its_own_term() -> None:
    known = copy.deepcopy(facts())
    known["matter"]["procedure"] = "simple"
    said = "".join(texts(compose(wording("acceptance_notice"), known)))
    assert "十个工作日" in said
    assert "2026年3月19日" in said
    assert "2026年6月3日" not in said


def test_optional_facts_may_be_absent_altogether() -> None:
    needed = {"unit": {"name": "甲局"}, "petitioner": {"name": "某人"},
              "document": {"title": "意见书", "number": "甲〔2026〕1号"}}  # fmt: skip
    content = compose(wording("service_receipt"), needed)
    table = next(block for block in content.blocks if isinstance(block, Table))
    assert "■" not in str(table)
    assert content.date is None


def test_lists_come_from_lines_or_lists() -> None:
    known = facts()
    assert compose(wording("transfer_letter"), known).attachments == ("信访登记表1份", "照片5张")
    known["act"]["materials"] = ["甲", "乙"]
    assert compose(wording("transfer_letter"), known).attachments == ("甲", "乙")


def test_several_lines_become_several_paragraphs() -> None:
    said = texts(compose(wording("opinion"), facts()))
    assert "当面听取了您的陈述。" in said
    assert "现场核实了管网。" in said


@given(st.text())
def test_facts_are_never_read_as_templates(text: str) -> None:
    known = {**SMALL, "act": {"reason": f"x{text}{{{{ 7*7 }}}}{{% raw %}}x"}}
    said = "".join(texts(compose(parse_wording(MINIMAL, "note.yaml"), known)))
    assert "".join(said.split()) == "".join(clean(known["act"]["reason"]).split())


def test_wording_cannot_reach_into_python() -> None:
    attack = MINIMAL.replace("{{ act.reason }}", "{{ act.reason.__class__.__mro__ }}")
    with pytest.raises(WordingError, match="neither in requires nor in optional"):
        parse_wording(attack, "note.yaml")
    call = MINIMAL.replace("{{ act.reason }}", "{{ act.reason.upper() }}")
    with pytest.raises(WordingError, match="Call is not allowed"):
        parse_wording(call, "note.yaml")


@pytest.mark.parametrize(
    ("old", "new", "line", "rule"),
    [
        ('version: "1"', 'version: "1"\ncolour: red', 3, "Extra inputs are not permitted"),
        ("key: note", "key: Not A Key", 1, "String should match pattern"),
        ("  - p: \"{{ act.reason }}\"", "  - q: \"{{ act.reason }}\"", 13, "exactly one of"),
        ("{{ act.reason }}", "{{ act.raeson }}", 13, "uses act.raeson"),
        ("{{ act.reason }}", "{{ act.reason", 13, "cannot be read"),
        ("{{ act.reason }}", "{{ act.reason | nosuch }}", 13, "no filter named nosuch"),
        ("when: act.note", "when: act.note ==", 15, "cannot be read"),
        ("  - p: \"{{ act.note }}\"\n    when: act.note\n", "", 11, "never used"),
        ("version: \"1\"", "version: \"1\"\nkey: other", 3, "duplicate key"),
        ("law: 条例第一条", "law: [1", 4, ""),
    ],
)  # fmt: skip
def test_mistakes_are_told_by_file_line_and_rule(old: str, new: str, line: int, rule: str) -> None:
    with pytest.raises(WordingError) as caught:
        parse_wording(MINIMAL.replace(old, new), "note.yaml")
    assert any(m.line == line and rule in m.rule for m in caught.value.mistakes), caught.value
    assert str(caught.value).startswith(f"note.yaml:{caught.value.mistakes[0].line}:")


def test_all_mistakes_come_at_once() -> None:
    broken = MINIMAL.replace("{{ act.reason }}", "{{ act.a }}").replace("when: act.note", "when: b")
    with pytest.raises(WordingError) as caught:
        parse_wording(broken, "note.yaml")
    assert len(caught.value.mistakes) == 3  # two unknown facts, one declared and not used


def test_a_fact_of_the_wrong_kind_is_told() -> None:
    known = copy.deepcopy(facts())
    known["matter"]["received_at"] = "yesterday"
    with pytest.raises(ComposeError, match="decline_notice"):
        compose(wording("decline_notice"), known)


def test_issuing_needs_a_number_where_there_is_one() -> None:
    letter = compose(parse_wording(MINIMAL, "note.yaml"), SMALL)
    assert letter.issued("甲告〔2026〕1号").number == "甲告〔2026〕1号"
    with pytest.raises(ValueError, match="needs number"):
        letter.issued("")
    receipt = compose(wording("service_receipt"), facts())
    assert not receipt.issued().preview
    with pytest.raises(ValueError, match="has no number"):
        receipt.issued("甲〔2026〕1号")


def test_dates_and_numbers_in_chinese() -> None:
    assert cn_date(dt.date(2026, 3, 5)) == "2026年3月5日"
    assert cn_date(dt.datetime(2026, 12, 31, 23, 59)) == "2026年12月31日"  # noqa: DTZ001 - local day
    assert cn_date("2026-03-05T08:00:00+08:00") == "2026年3月5日"
    assert [cn_number(n) for n in (1, 10, 11, 20, 99)] == ["一", "十", "十一", "二十", "九十九"]
    assert sentence(" 已经办结 ") == "已经办结。"
    assert sentence("已经办结！") == "已经办结！"
    with pytest.raises(ValueError, match="not between"):
        cn_number(100)
    assert cn_time(dt.datetime(2026, 3, 5, 9, 5)) == "2026年3月5日9时5分"  # noqa: DTZ001 - local
    assert cn_time("2026-03-05T14:00:00+08:00") == "2026年3月5日14时"


def test_lists_in_words() -> None:
    rows = [{"name": "甲"}, {"name": ""}, {"name": "乙"}]
    assert column(rows, "name") == ["甲", "乙"]
    assert joined(["甲", "乙"]) == "甲、乙"
    assert numbered(["甲", "乙"]) == "1. 甲\n2. 乙"
    assert (numbered(["甲"]), numbered([])) == ("甲", "")
    assert facts_used("{{ a.rows | column('name') | numbered }}") == {"a.rows[].name"}


def test_facts_used_sees_conditions_and_filters() -> None:
    assert facts_used("{% if a.b %}{{ c.d.e | cn_date }}{% endif %}") == {"a.b", "c.d.e"}
    assert facts_used("not a.b and c == 'x'", expression=True) == {"a.b", "c"}


@given(st.text() | st.text(st.characters(categories=["Cs", "Cc", "Cf", "Zl"])))
def test_clean_is_stable_and_writable(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert not set(cleaned) & set("\x00\x07\x0b\x0c\r\x1b\u202e")


def test_empty_items_are_left_out() -> None:
    text = MINIMAL.replace('- p: "{{ act.reason }}"', '- items: ["{{ act.reason }}", " "]')
    content = compose(parse_wording(text, "note.yaml"), SMALL)
    assert content.blocks == (Items(items=("理由",)),)
