"""A town with rotas: the small county under the shared method, people and days to plan."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from huiyin.duties.models import Rota, Shift
from huiyin.duties.rotas import kinds, planning
from huiyin.people.actor import Actor, actor_for
from huiyin.people.models import Absence
from huiyin.people.testing import Cast
from huiyin.places import calendars

PACK = "grassroots"


class World:
    """The cast, with the shared method in force in the county."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        cast.divisions["county"].pack = PACK
        cast.divisions["county"].save(update_fields=["pack"])

    def actor(self, post: str) -> Actor:
        return actor_for(self.cast.accounts[post], timezone.localdate())

    def id(self, post: str) -> str:
        return str(self.cast.accounts[post].pk)

    def rota(self, key: str = "duty24", unit: str = "town") -> Rota:
        return Rota.objects.get_or_create(pack=PACK, key=key, unit=self.cast.units[unit])[0]

    def running(self, rota: Rota) -> kinds.Running:
        found = kinds.running(
            Rota.objects.select_related("unit__division").get(pk=rota.pk), calendars.stamp()
        )
        assert found is not None
        return found

    def plan(self, rota: Rota, day: date, slot: str, post: str, by: str = "town.head") -> Shift:
        given = {"account": self.id(post)}
        return planning.plan(rota.pk, day, slot, given, by=self.actor(by))

    def shift(self, rota: Rota, day: date, slot: str, post: str) -> Shift:
        """A shift as a row, in the past too."""
        turn = self.running(rota).turn_on(day)
        assert turn is not None
        account = self.cast.accounts[post]
        return Shift.objects.create(
            rota=rota, slot=slot, account=account, planned_by=account, begins_at=turn.begins,
            ends_at=turn.ends,
        )  # fmt: skip

    def leave(self, post: str, first: date, last: date | None = None) -> Absence:
        account = self.cast.accounts[post]
        return Absence.objects.create(
            account=account, starts_on=first, ends_on=last or first, entered_by=account
        )


def day(offset: int = 0) -> date:
    return timezone.localdate() + timedelta(offset)


def at(offset: int, hour: int = 0) -> datetime:
    """A local hour of a day from today."""
    return timezone.make_aware(datetime.combine(day(offset), time(hour)))
