"""Seeding the demo county: once, and never on a database that holds anything.

Every matter is produced by real acts through the one door, at past moments of a fictional year.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from huiyin.demo import county, script
from huiyin.matters import history
from huiyin.matters.actions import perform, register
from huiyin.matters.categories import sync
from huiyin.matters.models import Matter
from huiyin.packs import calendar_files
from huiyin.people.actor import Actor, actor_for
from huiyin.people.models import Account, Unit
from huiyin.places.models import Division


class NotEmpty(Exception):
    """The database holds something: a demo is never mixed with real work."""


def is_empty() -> bool:
    """Whether nothing at all has been entered: no place, unit, account or matter."""
    tables = (Division, Unit, Account, Matter)
    return not any(table.objects.exists() for table in tables)


def build_county() -> None:
    """The places, units and people of the demo, in one transaction. Raises NotEmpty."""
    with transaction.atomic():
        if not is_empty():
            raise NotEmpty
        county.build()
        sync()


def seed_matters(count: int = 200) -> Iterator[int]:
    """Live through the county's year; yields the number of matters done, for a progress bar."""
    today = timezone.localdate()
    cast = Cast()
    for done, plan in enumerate(script.plans(today, calendar_files.national(), count), start=1):
        _live(plan, cast)
        yield done


class Cast:
    """Actors by sign-in, and units by their key in the county file."""

    def __init__(self) -> None:
        self._accounts = {account.username: account for account in Account.objects.all()}
        self._actors: dict[str, Actor] = {}
        self.units = dict(Unit.objects.values_list("code", "id"))

    def actor(self, username: str) -> Actor:
        if username not in self._actors:
            self._actors[username] = actor_for(self._accounts[username], _today())
        return self._actors[username]


def _today() -> date:
    return timezone.localdate()


def _live(plan: list[script.Step], cast: Cast) -> None:
    """Take the steps of one plan that are not in the future."""
    matter: Matter | None = None
    now = datetime.now(history.zone())
    for step in plan:
        if step.at > now:
            break
        by, data = cast.actor(step.by), _with_ids(step.data, cast.units)
        if matter is None:
            matter = register(by=by, data=data, at=step.at, via="demo").matter
        else:
            performed = perform(
                matter.id,
                step.act,
                by=by,
                data=data,
                expected_seq=matter.seq,
                at=step.at,
                via="demo",
            )
            matter = performed.matter


def _with_ids(data: dict[str, Any], units: dict[str, UUID]) -> dict[str, Any]:
    return {**data, "to_unit": str(units[data["to_unit"]])} if "to_unit" in data else data
