"""A pack does without duties and rotas of the packs below; everything else stays."""

from __future__ import annotations

import pytest

from huiyin.engine.method import Method, parse_method

BELOW = """\
duties:
  {first}: &duty {{zh: 一项, en: One, law: 本地, every: workday, owners: {{role: head}}}}
  {second}: *duty
rotas:
  desk: {{zh: 接访, en: Desk, law: 本地, kind: reception, levels: [town], days: workday,
    begins: "09:00", hours: 8, slots: {{a: {{zh: 接访, en: Desk, roles: [window]}}}}}}
"""


@pytest.fixture
def below() -> Method:
    method, problems = parse_method(
        "county", {"method/one.yaml": BELOW.format(first="daily", second="weekly")}
    )
    assert problems == []
    return method


def over(below: Method, **texts: str) -> tuple[Method, list[str]]:
    """The town's method over the county's, and codes with lines of what is wrong."""
    files = {f"method/{name}.yaml": text for name, text in texts.items()}
    method, problems = parse_method("town", files, below)
    return method, [f"{one.code} {one.file} {one.line}" for one in problems]


def test_what_is_named_is_gone_and_the_rest_stays(below: Method) -> None:
    method, problems = over(below, a="without: {duties: daily, rotas: [desk]}")
    assert (set(method.duties), set(method.rotas), problems) == ({"weekly"}, set(), [])
    assert set(below.duties) == {"daily", "weekly"}


def test_the_order_of_the_files_does_not_matter(below: Method) -> None:
    own = BELOW.format(first="daily", second="own")
    method, problems = over(below, a=own, z="without: {duties: [daily, weekly]}")
    assert (set(method.duties), problems) == ({"daily", "own"}, [])


def test_what_is_not_below_is_a_mistake_with_its_line(below: Method) -> None:
    _method, problems = over(below, a="sensitive: {}\nwithout: {duties: [monthly]}")
    assert problems == ["method_name method/a.yaml 2"]


@pytest.mark.parametrize("section", ["watches", "ledgers", "indicators", "responsibilities"])
def test_nothing_else_can_be_left_out(below: Method, section: str) -> None:
    _method, problems = over(below, a=f"without: {{{section}: [any]}}")
    assert len(problems) == 1
