"""A small county with a method of its own, for tests of duties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import pytest

from huiyin.duties import methods
from huiyin.duties.filing import Given, file
from huiyin.duties.models import Duty
from huiyin.engine.method import Method, parse_method
from huiyin.matters.history import zone
from huiyin.people.testing import Cast
from huiyin.places.models import Division

PACK = "national"
"""What the county says is in force; the method is the test's own."""
MONDAY = date(2027, 3, 1)
DUTIES = """
sensitive: {spring: {zh: 敏感时段, en: Sensitive days, from: "03-03", to: "03-04", law: 通知}}
duties:
  daily:
    {zh: 日排查, en: Daily check, law: 制度, every: workday, due: "17:00", zero: true,
     owners: {role: handler, units: [township]},
     form: {found: {type: int, zh: 发现, en: Found, required: true, min: 0}}}
  weekly:
    {zh: 周研判, en: Weekly analysis, law: 制度, every: week fri, proof: file,
     owners: {role: head, levels: [town], each: unit}}
  zero:
    {zh: 零报告, en: Zero report, law: 制度, every: sensitive, zero: true, opens: 1nd,
     owners: {role: mediator, units: [township]}, tell: [dispatcher]}
  return_visit:
    {zh: 回访, en: Return visit, law: 制度, after: {process: petition, act: accept, in: 3wd},
     owners: {role: handler}, proof: matter}
"""


def read(text: str) -> Method:
    found, problems = parse_method(PACK, {"method/duties.yaml": text})
    assert not problems, problems
    return found


def in_force(monkeypatch: pytest.MonkeyPatch, cast: Cast, text: str = DUTIES) -> None:
    """Put this method in force in the county and below; `far` has none."""
    found = read(text)

    def method(pack: str) -> Method:
        return found if pack == PACK else Method(pack)

    monkeypatch.setattr(methods, "method", method)
    Division.objects.filter(pk=cast.divisions["county"].pk).update(pack=PACK)


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A local time in March 2027, which begins with a Monday."""
    return datetime.combine(date(2027, 3, day), time(hour, minute), zone())


def one(key: str, **where: Any) -> Duty:
    """The first duty of this key."""
    found = Duty.objects.select_related("unit", "post").filter(key=key, **where)
    duty = found.order_by("day", "pk").first()
    assert duty is not None, key
    return duty


def filed(
    cast: Cast,
    post: str,
    duty: Duty,
    when: datetime,
    raw: Mapping[str, Any] | None = None,
    **more: Any,
) -> Duty:
    """File it as the holder of a post."""
    given = Given(raw if raw is not None else {"found": "2"}, **more)
    return file(cast.actor(post), duty.pk, given, at=when)
