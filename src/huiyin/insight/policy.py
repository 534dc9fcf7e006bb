"""Who may open ledgers, indicators and bulletins, of which methods: one table.

What stands in them is for each reader what `matters.policy.visible` shows that reader.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from huiyin.engine.method import Method
from huiyin.engine.method_shape import LedgerShape
from huiyin.matters import policy
from huiyin.packs import load
from huiyin.packs.method_file import method
from huiyin.people.actor import Actor
from huiyin.places.models import Division


def may_count(actor: Actor) -> bool:
    """Indicators and bulletins are for whoever may count."""
    return policy.may(actor, "count")


def may_open(actor: Actor, ledger: LedgerShape) -> bool:
    """A ledger is for whoever may count, and for the roles that it names."""
    return may_count(actor) or bool(actor.roles & {str(role) for role in ledger.roles})


def ledgers_for(actor: Actor, of: Method) -> Mapping[str, LedgerShape]:
    """The ledgers of a method that somebody may open."""
    return {key: one for key, one in of.ledgers.items() if may_open(actor, one)}


def may_see_any(actor: Actor) -> bool:
    """Whether the menu has ledgers: there is a method where the actor works, with one to open."""
    return may_count(actor) or any(
        ledgers_for(actor, method(pack)) for pack in actor.packs if pack in load.available()
    )


def top_of(actor: Actor) -> str:
    """The path of the largest place that the actor's units belong to."""
    return min((post.division_path for post in actor.posts), key=len, default="")


def packs_for(actor: Actor) -> Mapping[str, Division | None]:
    """The methods in force where the actor works (None), then those of places below, each with its
    first place; one statement."""
    known = set(load.available())
    found: dict[str, Division | None] = dict.fromkeys(sorted(actor.packs & known))
    top = top_of(actor)
    if top:
        for division in Division.objects.filter(~Q(pack=""), path__under=top).order_by("path"):
            if division.pack in known:
                found.setdefault(division.pack, division)
    return found
