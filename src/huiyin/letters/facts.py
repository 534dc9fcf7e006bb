"""The facts a letter may use, gathered from a matter (their names are listed in `wording`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from huiyin.engine.definition import Process
from huiyin.letters import earlier
from huiyin.letters.directory import Words
from huiyin.letters.occasion import Occasion, Who
from huiyin.letters.persons import petitioner
from huiyin.letters.said import ACT, Said
from huiyin.letters.wanted import Wanted
from huiyin.letters.wording import Wording
from huiyin.matters.codes import code_of
from huiyin.matters.history import zone
from huiyin.people.models import Account, Post, Unit
from huiyin.people.superiors import superiors

_BODIES = (("review_body", "review_address"), ("recheck_body", "recheck_address"))
"""Fields of a form that name where a review or re-review is asked for, and its address."""


def facts_for(occasion: Occasion, rule: Wording) -> dict[str, Any]:
    """Plain nested mappings, as `huiyin.letters.wording` describes them. Only what `rule` names is
    read, and no personal data else is opened."""
    gathered = Facts(occasion, Wanted.by(rule))
    return {name: getattr(gathered, name)() for name in SECTIONS if gathered.wanted.has(name)}


class Facts:
    """One method for each section of the facts; ids of all of them are looked up together."""

    def __init__(self, occasion: Occasion, wanted: Wanted) -> None:
        self.occasion, self.wanted = occasion, wanted
        self.day = occasion.at.astimezone(zone()).date()
        self._said = Said(occasion, wanted, self._units())

    def unit(self) -> Words:
        return self._unit(self.occasion.unit_id)

    def owner(self) -> Words:
        return self._unit(self.occasion.after.owner)

    def sender(self) -> Words:
        return self._unit(self.occasion.after.sender)

    def to_unit(self) -> Words:
        """The unit that the form sends the matter to; by name alone, one that is not in here."""
        outside = self.occasion.data.get("to_body")
        return {"name": str(outside)} if outside else self._unit(self.occasion.data.get("to_unit"))

    def partners(self) -> list[Words]:
        return [self._unit(one) for one in sorted(self.occasion.after.partners)]

    def matter(self) -> dict[str, Any]:
        matter, facts = self.occasion.matter, self.occasion.after.facts
        return {
            "number": matter.number,
            "title": matter.title,
            "received_at": matter.received_at.astimezone(zone()),
            "channel_name": _option(self.occasion.process, "channel", facts),
            "route": facts.get("route"),
            "route_name": _option(self.occasion.process, "route", facts),
            "procedure": facts.get("procedure", "ordinary"),
            "access_code": code_of(matter.id),
        }

    def petitioner(self) -> dict[str, Any]:
        return petitioner(self.occasion, self.wanted)

    def this(self) -> dict[str, str]:
        act = self.occasion.act
        return {"act": act, "name": self.occasion.process.acts[act].name.zh}

    def act(self) -> dict[str, Any]:
        return self._said.fields(ACT)

    def previous(self) -> dict[str, dict[str, Any]]:
        return self._said.previous()

    def requests(self) -> list[dict[str, Any]]:
        """Each request of the registration with what this act says to it."""
        answers: list[dict[str, Any]] = self.act().get("requests", [])
        return answers

    def review_bodies(self) -> list[Words]:
        """Where a review can be asked for: what the form names, then the unit's other superiors
        (条例第三十五条; of two the resident chooses)."""
        named = self._named_body()
        above = [self._unit(one) for one in self._superiors]
        if not named:
            return above
        return [named, *(one for one in above if one["name"] != named["name"])]

    def clocks(self) -> dict[str, dict[str, date]]:
        found = {key: self._clock(key) for key in self.occasion.process.clocks}
        return {key: dates for key, dates in found.items() if dates}

    def letters(self) -> dict[str, dict[str, Any]]:
        return {one["key"]: one for one in self._letters}

    def document(self) -> dict[str, Any]:
        return earlier.served(self.occasion.matter, self._letters)

    def by(self) -> dict[str, str]:
        return _person(self.occasion.by)

    def approver(self) -> dict[str, str]:
        return _person(self.occasion.approver or (None, None))

    def today(self) -> date:
        return self.day

    @cached_property
    def _letters(self) -> earlier.Issued:
        return earlier.issued(self.occasion.matter)

    @cached_property
    def _superiors(self) -> tuple[str, ...]:
        """Ids of the superiors of the unit that issues the letter."""
        owner = self.occasion.matter.owner_unit
        same = owner.pk == self.occasion.unit_id
        return superiors(owner if same else Unit.objects.get(pk=self.occasion.unit_id))

    def _units(self) -> Iterator[str]:
        """Every unit that this wording can name, besides those that stand in a form."""
        now = self.occasion
        yield str(now.unit_id)
        yield from (one for one in (now.after.owner, now.after.sender) if one)
        yield from now.after.partners if self.wanted.has("partners") else ()
        if self.wanted.has("to_unit") and now.data.get("to_unit"):
            yield str(now.data["to_unit"])
        if self.wanted.has("review_bodies"):
            yield from self._superiors
            yield from (str(now.data[name]) for name, _ in _BODIES if self._is_unit(name))

    def _unit(self, one: object) -> Words:
        return self._said.unit(str(one)) if one else {}

    def _is_unit(self, name: str) -> bool:
        spec = self.occasion.process.acts[self.occasion.act].form.get(name)
        return spec is not None and spec.type == "unit" and bool(self.occasion.data.get(name))

    def _named_body(self) -> Words:
        data = self.occasion.data
        for name, address in _BODIES:
            if body := data.get(name):
                words = self._unit(body) if self._is_unit(name) else {"name": str(body)}
                return {**words, "address": data.get(address) or words.get("address", "")}
        return {}

    def _clock(self, key: str) -> dict[str, date]:
        now, before = self.occasion.after.clock(key), self.occasion.before.clock(key)
        if now is None or now.legal is None or now.nominal is None:
            return {}
        dates = {
            "started": now.started_at.astimezone(zone()).date(),
            "nominal": now.nominal.date(),
            "legal": now.legal.date(),
        }
        if before is not None and before.legal is not None:
            dates["previous_legal"] = before.legal.date()
        return dates


SECTIONS = (
    "unit", "owner", "sender", "to_unit", "partners", "matter", "petitioner", "this", "act",
    "previous", "requests", "review_bodies", "clocks", "letters", "document", "by", "approver",
    "today",
)  # fmt: skip


def _option(process: Process, field: str, facts: Mapping[str, Any]) -> str | None:
    """The Chinese words of what was chosen for `field` in whichever act asks it."""
    for act in process.acts.values():
        if field in act.form and facts.get(field) in act.form[field].options:
            return act.form[field].options[str(facts[field])].zh
    return None


def _person(who: Who) -> dict[str, str]:
    # The system and residents act without a post; then there is no account to name either.
    account = Account.objects.filter(pk=who[0]).first() if who[0] and who[1] else None
    post = Post.objects.filter(pk=who[1]).first() if who[1] else None
    return {"name": str(account) if account else "", "post": str(post) if post else ""}
