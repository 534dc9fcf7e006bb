"""References to the law are understood, and say in short what they refer to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.engine.definition import FormField
from huiyin.packs import law_rows, load
from huiyin.packs.citations import Citation, citations, number
from huiyin.packs.passages_file import passages, references_of

UNRESOLVED: set[str] = set()
"""Of acts and clocks: what nobody has written a passage for. It may only get shorter."""
FIELDS_UNRESOLVED = {
    "仲裁法", "消费者权益保护法39", "治安管理处罚法9", "道路交通安全法74", "医疗事故处理条例46",
    "土地管理法14", "森林法22", "环境保护单行法律", "条例42",
}  # fmt: skip
"""The same of fields and options; it may only get shorter."""
ONES = "一二三四五六七八九"


def slow_chinese(value: int) -> str:
    """34 → 三十四, 10 → 十, 105 → 一百零五: the way articles are numbered."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    words = f"{ONES[hundreds - 1]}百" if hundreds else ""
    if tens:
        words += f"{ONES[tens - 1] if hundreds or tens > 1 else ''}十"
    elif hundreds and ones:
        words += "零"
    return words + (ONES[ones - 1] if ones else "")


@given(st.integers(1, 999))
def test_numbers_of_articles(value: int):
    assert number(slow_chinese(value)) == value
    assert number(str(value)) == value


@given(st.lists(st.integers(1, 300), min_size=1, max_size=5, unique=True), st.integers(1, 300))
def test_a_list_of_articles_is_read_back(articles: list[int], other: int):
    text = "甲法" + "、".join(f"第{slow_chinese(one)}条" for one in articles)
    text += f"；乙办法第{slow_chinese(other)}条（参照）"
    found = [(one.instrument, one.article) for one in citations(text)]
    assert found == [*(("甲法", one) for one in articles), ("乙办法", other)]


@given(st.integers(1, 200), st.integers(1, 8))
def test_a_range_names_every_article_in_it(first: int, more: int):
    text = f"甲法第{slow_chinese(first)}条至第{slow_chinese(first + more)}条"
    assert [one.article for one in citations(text)] == list(range(first, first + more + 1))


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("", []),
        ("条例第二十三条第二款", [Citation("条例", 23, "第二款")]),
        ("条例第三十一条（六）", [Citation("条例", 31, "第六项")]),
        ("条例第三十一条第六项、第三十六条",
         [Citation("条例", 31, "第六项"), Citation("条例", 36)]),
        ("《信访事项简易办理办法》第四条", [Citation("信访事项简易办理办法", 4)]),
        ("档案法", [Citation("档案法")]),
        ("土地管理法第十四条、森林法第二十二条",
         [Citation("土地管理法", 14), Citation("森林法", 22)]),
        ("人民调解法第十七条；人民调解工作若干规定",
         [Citation("人民调解法", 17), Citation("人民调解工作若干规定")]),
        ("本地要求（条例第三十九条）", [Citation("本地要求")]),
        ("甲部、乙局2025年意见", [Citation("甲部、乙局2025年意见")]),
    ],
)  # fmt: skip
def test_references_as_packs_write_them(reference: str, found: list[Citation]):
    assert list(citations(reference, ["甲部、乙局2025年意见"])) == found


def test_every_reference_of_an_act_or_a_clock_says_what_it_rules():
    assert named(passages().unresolved(of_acts_and_clocks())) == UNRESOLVED
    assert len(UNRESOLVED) == 0


def test_references_of_fields_say_what_they_rule_but_for_a_list_that_shrinks():
    fields = [law for form in forms() for law in laws(form)]
    assert named(passages().unresolved(fields)) == FIELDS_UNRESOLVED
    assert len(FIELDS_UNRESOLVED) <= 9


def test_no_passage_is_surer_than_the_rows_it_comes_from():
    for passage in passages().all():
        sure = [law_rows.rows()[key].confidence for key in passage.rows]
        assert passage.confidence >= max(sure, default="A"), passage.zh


def test_every_passage_is_asked_for_somewhere():
    """A passage that nothing refers to is dead text."""
    fields = [law for form in forms() for law in laws(form)]
    used = {id(rule.passage) for rule in passages().rules([*of_acts_and_clocks(), *fields])}
    dead = [one.zh for one in passages().all() if id(one) not in used]
    assert dead == []


def test_a_part_of_an_article_shows_its_own_passage():
    (rule,) = passages().rules(["条例第三十一条第六项"])
    assert rule.part == "第六项"
    assert rule.articles == (31,)
    (whole,) = passages().rules(["条例第三十一条"])
    assert whole.part == ""
    (both,) = passages().rules(["条例第三十八条至第三十九条"])
    assert both.articles == (38, 39)


def test_an_act_refers_to_its_own_law_first():
    act = load.process("national", "petition").acts["decline"]
    references = list(references_of(act))
    assert references[0] == act.law
    assert passages().rules(references)


def of_acts_and_clocks() -> list[str]:
    found: list[str | None] = []
    for process in processes():
        found += [act.law for act in process.acts.values()]
        found += [clock.law for clock in process.clocks.values()]
    return [law for law in found if law]


def processes():
    for pack in load.available():
        for versions in load.load(pack).versions.values():
            yield from (loaded.process for loaded in versions if loaded.own)


def forms():
    for process in processes():
        yield from (act.form for act in process.acts.values())


def laws(form: dict[str, FormField]):
    for spec in form.values():
        yield from [law for law in (spec.law, *(one.law for one in spec.options.values())) if law]
        yield from laws(spec.fields)


def named(found: tuple[Citation, ...]) -> set[str]:
    return {f"{one.instrument}{one.article or ''}" for one in found}
