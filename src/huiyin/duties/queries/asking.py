"""What a page or a call asks for: a unit, a day or a month, where the page begins."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.http import urlencode

from huiyin.duties import policy
from huiyin.people.actor import Actor, PostView
from huiyin.people.models import Unit


@dataclass(frozen=True)
class Asked:
    """The unit, and the days: one, or those of a month (`month` is then 2026-11)."""

    unit: Unit
    own: Sequence[PostView]
    first: date
    last: date
    month: str

    @property
    def day(self) -> date:
        return self.first

    @property
    def before(self) -> str:
        """What the address of the day or month before holds."""
        return self._to(self.first - timedelta(days=1))

    @property
    def next(self) -> str:
        """The same of the next one."""
        return self._to(self.last + timedelta(days=1))

    @property
    def query(self) -> str:
        """What leads here again."""
        return self._to(self.first)

    @property
    def other(self) -> str:
        """The month of this day, or the day of a month that is nearest to today."""
        if not self.month:
            return self._with(month=f"{self.first:%Y-%m}")
        today = timezone.localdate()
        return self._with(day=str(min(max(today, self.first), self.last)))

    def _to(self, day: date) -> str:
        return self._with(month=f"{day:%Y-%m}") if self.month else self._with(day=str(day))

    def _with(self, **values: str) -> str:
        return urlencode({"unit": str(self.unit.pk), **values})


def asked(actor: Actor, given: Mapping[str, str], *, below: bool = False) -> Asked | None:
    """What is asked for; None for somebody who sees no unit's duties (with `below`, no units
    below). Raises Http404 for a unit that this person does not look at."""
    posts = policy.own_units(actor)
    if below:
        posts = tuple(post for post in posts if post.role in policy.LOOK)
    if not posts:
        return None
    unit = Unit.objects.filter(pk=_key(given.get("unit")) or posts[0].unit_id).first()
    if unit is None or policy.seen_in(actor, unit) is None:
        raise Http404
    if below and not policy.looks_at(actor, unit):
        raise Http404
    month = _month(given.get("month", ""))
    if month is not None:
        last = month.replace(day=monthrange(month.year, month.month)[1])
        return Asked(unit, posts, month, last, f"{month:%Y-%m}")
    day = _day(given.get("day", "")) or timezone.localdate()
    return Asked(unit, posts, day, day, "")


def _key(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1970 < found.year < 2100 else None


def _month(text: str) -> date | None:
    return _day(f"{text}-01") if len(text) == len("2026-11") else None
