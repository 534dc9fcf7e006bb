"""Which method rules where: an administrator puts a pack in force in a division, and below it.

Matters that run stay on the definition they began with; new ones begin on that of the method.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from huiyin.engine.definition import Text
from huiyin.methods import policy
from huiyin.packs import load
from huiyin.people import changes
from huiyin.people.actor import Actor
from huiyin.places.models import Division


class NotPossible(ValueError):
    """A field that cannot be used: its name, the value, the rule it breaks."""

    def __init__(self, field: str, value: str, rule: str) -> None:
        super().__init__(f"{field}: {rule}")
        self.field, self.value, self.rule = field, value, rule


@dataclass(frozen=True)
class Ruling:
    """A division where a method was put in force."""

    division: Division
    pack: str
    title: Text


def choices() -> dict[str, Text]:
    """Methods that can be put in force: packs over the national one, and the national one."""
    names = (name for name in load.available() if load.lineage(name)[-1] == load.NATIONAL)
    return {name: load.load(name).title for name in names}


def rulings() -> Iterator[Ruling]:
    """Every division where one was put in force, from the top; one statement."""
    titles = choices()
    for division in Division.objects.exclude(pack="").order_by("path"):
        if division.pack in titles:
            yield Ruling(division, division.pack, titles[division.pack])


def put(actor: Actor, code: str, pack: str) -> None:
    """From now on `pack` rules new matters and duties in a division and below; an empty one lets
    the method of the division above rule. Raises PermissionDenied, NotPossible."""
    policy.require(actor, "put_in_force")
    if pack and pack not in choices():
        raise NotPossible("pack", pack, "choice")
    with transaction.atomic():
        division = Division.objects.select_for_update().filter(pk=code[:12]).first()
        if division is None or division.retired_on is not None:
            raise NotPossible("division", code, "unknown")
        before, division.pack = division.pack, pack
        division.save(update_fields=["pack"])
        if before != pack:
            changes.note(
                "method", division, "in_force", by=actor.account_id,
                before={"pack": before}, after={"pack": pack},
            )  # fmt: skip
