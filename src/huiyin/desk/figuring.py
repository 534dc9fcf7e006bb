"""What the pages of ledgers, indicators and bulletins are asked: method, period, place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.http import Http404, QueryDict
from django.utils import timezone

from huiyin.desk import counting
from huiyin.desk.access import DeskRequest
from huiyin.desk.counting import Asked
from huiyin.engine.definition import Text
from huiyin.engine.figure_values import Span
from huiyin.engine.method import Method
from huiyin.insight import policy
from huiyin.packs import load
from huiyin.packs.method_file import method
from huiyin.places.models import Division


@dataclass(frozen=True)
class Question:
    """`packs` are the methods to choose from, each with the place where it is in force when that
    is below; `pack` is the one chosen, "" where there is none."""

    packs: Mapping[str, Division | None]
    pack: str
    asked: Asked

    @cached_property
    def method(self) -> Method:
        return method(self.pack)

    @property
    def span(self) -> Span:
        return Span(self.asked.period.first, self.asked.period.last)

    @property
    def titles(self) -> list[tuple[str, Text]]:
        """The methods with their names."""
        return [(pack, load.load(pack).title) for pack in self.packs]

    def query(self, **more: str) -> str:
        """The same question as the query of an address."""
        return self.asked.query(pack=self.pack, **more)


def question(request: DeskRequest, pack: str = "") -> Question:
    """What was asked, the method in the address if it is there. Raises Http404 for a method that
    is not in force anywhere near."""
    packs = policy.packs_for(request.actor)
    chosen = pack or request.GET.get("pack", "") or next(iter(packs), "")
    if chosen and chosen not in packs:
        raise Http404
    asked = counting.asked(request.GET, timezone.localdate())
    if asked.place is None and chosen and not asked.wrong:
        asked = replace(asked, place=packs[chosen])
    return Question(packs, chosen, asked)


def month_of(given: QueryDict, today: date) -> date:
    """The month asked for (`2026-10`), else that of today."""
    try:
        return date.fromisoformat(f"{given.get('month', '')}-01")
    except ValueError:
        return today.replace(day=1)
