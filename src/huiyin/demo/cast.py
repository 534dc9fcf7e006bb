"""Who and what the plans name: sign-ins, units and posts of the county, matters of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from huiyin.demo.diary import Number
from huiyin.engine.definition import FormField
from huiyin.letters.models import Letter
from huiyin.matters.models import Matter
from huiyin.people.actor import Actor, actor_for, resident
from huiyin.people.intake import intake_of, intake_unit
from huiyin.people.models import Account, Holding, Unit
from huiyin.places.models import Division

RESIDENT = "resident"
"""Who raises something online, as the plans call them: somebody without a sign-in."""


class Cast:
    """Actors by sign-in; ids of units by their key in the county file, of posts by sign-in."""

    def __init__(self) -> None:
        self._accounts = {account.username: account for account in Account.objects.all()}
        self._actors: dict[str, Actor] = {}
        units = Unit.objects.values_list("code", "id")
        posts = Holding.objects.values_list("account__username", "post_id")
        self._ids = {
            "unit": {code: str(pk) for code, pk in units},
            "post": {name: str(pk) for name, pk in posts},
        }

    def actor(self, username: str) -> Actor:
        """The holder of a post, as of today."""
        if username not in self._actors:
            self._actors[username] = actor_for(self._accounts[username], timezone.localdate())
        return self._actors[username]

    def resident(self, place: str) -> Actor:
        """Somebody who raises online what is at a place: its nearest office takes it in."""
        unit = intake_unit(Division.objects.get(pk=place))
        return resident("web", intake=intake_of(unit) if unit else None)

    def filled(
        self, form: Mapping[str, FormField], data: Mapping[str, Any], there: Mapping[str, Matter]
    ) -> dict[str, Any]:
        """Form data with the names of units, posts and matters made ids and numbers."""
        return {name: self._id(form.get(name), value, there) for name, value in data.items()}

    def _id(self, spec: FormField | None, value: Any, there: Mapping[str, Matter]) -> Any:
        if isinstance(value, Number):
            return _number(value, there)
        known = self._ids.get(spec.type.removesuffix("s")) if spec else None
        if known is None:
            return value
        return [known[one] for one in value] if isinstance(value, list) else known[value]


def _number(named: Number, there: Mapping[str, Matter]) -> str:
    matter = there[named.matter]
    if not named.letter:
        return matter.number
    letters = Letter.objects.filter(matter=matter, key=named.letter)
    return letters.order_by("-seq").values_list("number", flat=True)[0]
