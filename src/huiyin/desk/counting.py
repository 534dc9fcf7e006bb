"""What the counting pages are asked: a period and a place, read from the address."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from huiyin.desk.options import Setting, options_for
from huiyin.engine.definition import FormField
from huiyin.engine.refusals import RULES
from huiyin.matters.queries.came import Period
from huiyin.people.actor import Actor
from huiyin.places.models import Division
from huiyin.ui.fields import Option

_PLACE = {"place": FormField(type="division", zh="place", en="place")}
LONGEST = 400
"""Days of a period: a year and a bit."""


@dataclass
class Asked:
    """`wrong` has a sentence for each field that cannot be read; then the period is today's."""

    period: Period
    place: Division | None
    typed: dict[str, str]
    wrong: dict[str, str] = field(default_factory=dict)

    def query(self, **more: str) -> str:
        """The same period and place as the query of an address."""
        asked = {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        if self.place is not None:
            asked["place"] = self.place.pk
        return urlencode(asked | more)


def asked(given: QueryDict, today: date) -> Asked:
    """What was asked; without a period, this month until today."""
    typed = {name: given.get(name, "").strip()[:20] for name in ("from", "to", "place")}
    wrong: dict[str, str] = {}
    first = _day(typed, "from", today.replace(day=1), wrong)
    last = _day(typed, "to", today, wrong)
    if not wrong and last < first:
        wrong["to"] = _say("to", "too_early", typed["to"], first.isoformat())
    if not wrong and (last - first).days > LONGEST:
        wrong["to"] = _("At most {days} days at a time.").format(days=LONGEST)
    place = Division.objects.filter(pk=typed["place"]).first() if typed["place"] else None
    if typed["place"] and place is None:
        wrong["place"] = _say("place", "unknown_division", typed["place"])
    period = Period(today, today) if wrong else Period(first, last)
    typed |= {"from": typed["from"] or first.isoformat(), "to": typed["to"] or last.isoformat()}
    return Asked(period, place, typed, wrong)


def places(actor: Actor) -> tuple[Option, ...] | None:
    """Places to choose from; None when they are so many that a code is typed instead."""
    return options_for(_PLACE, Setting(actor)).get("division")


def top_of(actor: Actor) -> str:
    """The path of the largest place that the actor's units belong to."""
    return min((post.division_path for post in actor.posts), key=len, default="")


def _day(typed: dict[str, str], name: str, default: date, wrong: dict[str, str]) -> date:
    if not typed[name]:
        return default
    try:
        day = date.fromisoformat(typed[name])
    except ValueError:
        wrong[name] = _say(name, "date", typed[name])
        return default
    if not 1949 <= day.year <= 2200:
        wrong[name] = _say(name, "impossible_year", typed[name], "1949–2200")
        return default
    return day


def _say(name: str, rule: str, value: str, limit: str = "") -> str:
    labels = {"from": _("From"), "to": _("To"), "place": _("Place")}
    return _(RULES[rule]).format(label=labels[name], value=value, limit=limit)
