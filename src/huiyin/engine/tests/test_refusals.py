"""Every refusal has a sentence, in English and in Chinese, with the names of the pack."""

# ruff: noqa: E501 -- a case of a table stays on one line
from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from huiyin.engine import explain, forms, refusals
from huiyin.engine import process as engine
from huiyin.engine.forms import FieldError
from huiyin.engine.process import Refusal
from huiyin.engine.tests.petition import process

CATALOGUE = Path(refusals.__file__).parents[1] / "locale" / "zh_Hans" / "LC_MESSAGES"


def chinese(message: str) -> str:
    return TEXTS.get(message, message)


def _texts() -> dict[str, str]:
    texts: dict[str, str] = {}
    for file in CATALOGUE.glob("*.po"):
        with file.open("rb") as stream:
            texts |= {m.id: m.string for m in read_po(stream) if m.id and isinstance(m.id, str)}
    return texts


TEXTS = _texts()


def say(refusal: Refusal, language: str = "en", act: str | None = None) -> list[str]:
    translate = str if language == "en" else chinese
    return refusals.render(refusal, translate, process=process(), language=language, act=act)


def test_every_code_in_the_source_has_a_sentence():
    for module, name, table in (
        (engine, "Refusal", refusals.CODES),
        (forms, "_Wrong", refusals.RULES),
    ):
        codes = set(re.findall(rf'{name}\("([a-z_]+)"', Path(module.__file__).read_text("utf-8")))
        assert codes
        assert codes <= set(table)
    assert {key for key in explain.SENTENCES if key.startswith("extend_")} >= {"extend_expired"}


def test_every_sentence_has_its_chinese_with_the_same_names():
    ids = [*refusals.CODES.values(), *refusals.RULES.values(), *refusals.ROLES.values(),
           *refusals.RELATIONS.values(), refusals.WHO, refusals.ROW, refusals.WITH_LAW]  # fmt: skip
    for message in ids:
        assert TEXTS.get(message), message
        assert _names(TEXTS[message]) == _names(message)


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(
    ("refusal", "english", "zh"),
    [
        (Refusal("wrong_state", {"state": "handling"}), "This cannot be done while the matter is “Being handled”.",
         "事项现在是“办理中”，不能做这个操作。"),
        (Refusal("not_allowed", {"who": "handler of owner, head of owner"}),
         "Your post may not do this. It can be done by: handler of the responsible unit, head of the responsible unit.",
         "您的岗位不能做这个操作。可以做的是：责任单位的经办人、责任单位的负责人。"),
        (Refusal("needs", {"acts": "hear_statement, check_facts"}), "This must be done first: Hear the statement, Check the facts.",
         "要先做：听取陈述、调查核实。"),
        (Refusal("too_soon", {"clock": "review_request", "due": "2026-06-24"}), "Too early: “Ask for review” runs until 2026-06-24.",
         "还不到时候：“申请复查”到2026-06-24为止。"),
        (Refusal("too_soon", {"clock": "review_request", "due": ""}), "Too early: “Ask for review” has not begun.",
         "还不到时候：“申请复查”还没有开始。"),
        (Refusal("condition", {"fields": "procedure"}), "This does not fit what was recorded: Procedure.", "与已经记录的内容不符：程序。"),
        (Refusal("extend_expired", {"clock": "handle", "legal": "2026-06-12"}),
         "Handle: the term ended on 2026-06-12; it can only be extended before", None),
    ],
)  # fmt: skip
def test_sentences(refusal, english, zh):
    assert say(refusal) == [english]
    assert zh is None or say(refusal, "zh") == [zh]


def test_fields_are_named_with_value_limit_and_law():
    errors = (
        FieldError("days", "too_big", "31", "30", "条例第三十四条"),
        FieldError("reason", "required"),
        FieldError("ghost", "unknown_field", "x"),
    )
    assert say(Refusal("form", errors=errors), act="extend") == [
        "Days: 31 is too big, at most 30 (条例第三十四条)",
        "Reasons: must be filled in",
        "ghost: there is no such field",
    ]
    row = Refusal(
        "form", errors=(FieldError("requests.1.finding", "choice", "no", "support, explain"),)
    )
    assert say(row, "zh", "give_opinion") == [
        "逐项答复第2行的结论：“no”不在可选范围里：予以支持、解释说明、不予支持"
    ]
