"""What may be asked of a replay, and by whom: pages and API alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from huiyin.methods import policy
from huiyin.methods.replay.compare import Question
from huiyin.packs import load
from huiyin.people.actor import Actor
from huiyin.places.codes import pad
from huiyin.places.models import Division

_MOST_DAYS = 800
_MINUTES = range(1, 481)


class BadQuestion(ValueError):
    """A field of the question that cannot be used: its name, the value, the rule it breaks."""

    def __init__(self, field: str, value: str, rule: str) -> None:
        super().__init__(f"{field}: {rule}")
        self.field, self.value, self.rule = field, value, rule


def place_of(actor: Actor) -> str:
    """Where the actor may ask without saying so: the division of the post that allows it."""
    post = policy.post_for(actor, "replay")
    return pad(post.division_path.replace(".", "")) if post else ""


def question(actor: Actor, given: Mapping[str, str]) -> Question:
    """The question as typed. Raises BadQuestion; a place above the actor's own is `unknown`."""
    place = Division.objects.filter(pk=given["place"][:12]).first()
    post = policy.require(actor, "replay")
    if place is None or not f"{place.path}.".startswith(f"{post.division_path}."):
        raise BadQuestion("place", given["place"], "unknown")
    if given["pack"] not in load.available():
        raise BadQuestion("pack", given["pack"], "choice")
    first, last = _day(given, "first"), _day(given, "last")
    if not 0 <= (last - first).days <= _MOST_DAYS:
        raise BadQuestion("last", given["last"], "too_long" if last > first else "too_early")
    return Question(place, first, last, given["pack"], _minutes(given, "effort"),
                    _minutes(given, "duty"))  # fmt: skip


def say(wrong: BadQuestion) -> str:
    """The mistake in a sentence."""
    sentences = {
        "unknown": _("“{value}” is no place of yours."),
        "choice": _("“{value}” is no method that is installed."),
        "date": _("“{value}” is no day."),
        "too_early": _("{value} is before the first day."),
        "too_long": _("A replay covers at most 800 days."),
        "number": _("“{value}” is no number of minutes from 1 to 480."),
    }
    return sentences[wrong.rule].format(value=wrong.value[:60])


def _day(given: Mapping[str, str], name: str) -> date:
    try:
        return date.fromisoformat(given[name])
    except ValueError:
        raise BadQuestion(name, given[name], "date") from None


def _minutes(given: Mapping[str, str], name: str) -> int:
    text = given[name]
    if not (text.isascii() and text.isdecimal() and len(text) < 4 and int(text) in _MINUTES):
        raise BadQuestion(name, text, "number")
    return int(text)
