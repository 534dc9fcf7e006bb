"""What somebody sees of rotas: their shifts, requests put to them, the rotas and what they lack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from huiyin.duties.models import Rota, Shift, Swap
from huiyin.duties.rotas import kinds, policy
from huiyin.duties.rotas.board import holes_of
from huiyin.duties.rotas.kinds import Running
from huiyin.engine.rota_cover import Hole, gaps
from huiyin.people.actor import Actor
from huiyin.places import calendars

AHEAD = timedelta(days=7)
"""Over so many days from today coverage is checked in lists."""
PART = 30
MINE = 8


@dataclass(frozen=True)
class Seen:
    """A rota with what is missing in the days ahead and who is on duty now."""

    running: Running
    gaps: Sequence[Hole]
    substituted: Sequence[Hole]
    now: Sequence[Shift]
    runs_now: bool
    """Whether a turn runs at the moment."""


@dataclass(frozen=True)
class Overview:
    """The rotas of the own units, and a part of those below; `after` leads to the next part."""

    own: Sequence[Seen]
    below: Sequence[Seen]
    after: str


def mine(actor: Actor) -> list[Shift]:
    """The next shifts of the actor, each with its rota and unit."""
    rows = Shift.objects.filter(
        account=actor.account_id, cancelled_at__isnull=True, ends_at__gt=timezone.now()
    )
    return list(rows.select_related("rota__unit", "account").order_by("begins_at", "pk")[:MINE])


def asked(actor: Actor) -> list[Swap]:
    """Requests that wait for the actor's answer, and the actor's own that wait for others."""
    rows = Swap.objects.filter(
        Q(asked_of=actor.account_id) | Q(asked_by=actor.account_id),
        answered_at__isnull=True, shift__begins_at__gt=timezone.now(),
    ).select_related("shift__rota__unit", "other", "asked_by", "asked_of")  # fmt: skip
    return list(rows.order_by("shift__begins_at", "pk"))


def overview(actor: Actor, after: str = "") -> Overview:
    """The rotas that run: five statements for any number of them. `after` is the code of a unit and
    the key of its rota, where the part before ended."""
    running_ = Rota.objects.filter(policy.visible(actor), ended_on__isnull=True)
    rows = running_.select_related("unit__division").order_by("unit__code", "key")
    ours = Q(unit__in=actor.unit_ids)
    own = [] if after else list(rows.filter(ours))
    code, _, key = after.partition("|")
    behind = Q(unit__code__gt=code) | Q(unit__code=code, key__gt=key)
    below = list(rows.exclude(ours).filter(behind)[: PART + 1])
    last = below[PART - 1] if len(below) > PART else None
    seen = _seen([*own, *below[:PART]])
    return Overview(
        [seen[one.pk] for one in own if one.pk in seen],
        [seen[one.pk] for one in below[:PART] if one.pk in seen],
        f"{last.unit.code}|{last.key}" if last else "",
    )


def on_duty(unit_id: UUID, at: datetime, kind: str) -> list[Seen]:
    """The rotas of one kind that run in a unit, with who is on duty at the moment."""
    rows = Rota.objects.filter(unit=unit_id, ended_on__isnull=True).select_related("unit__division")
    found = _seen(list(rows.order_by("key")), at)
    return [one for one in found.values() if one.running.shape.kind == kind]


def _seen(rotas: Sequence[Rota], at: datetime | None = None) -> dict[UUID, Seen]:
    if not rotas:
        return {}
    newest = calendars.stamp()
    found = [one for rota in rotas if (one := kinds.running(rota, newest)) is not None]
    now = at or timezone.now()
    today: date = timezone.localdate(now)
    # Yesterday's turn may still run.
    told = holes_of(found, today - timedelta(1), today if at else today + AHEAD)
    return {one.rota.pk: _one(one, *told[one.rota.pk], now) for one in found}


def _one(running: Running, found: list[Hole], shifts: list[Shift], now: datetime) -> Seen:
    coming = [one for one in found if one.ends > now]
    on = [one for one in shifts if one.begins_at <= now < one.ends_at]
    order = list(running.shape.slots)
    on.sort(key=lambda one: order.index(one.slot) if one.slot in order else len(order))
    today = now.astimezone(running.zone).date()
    turns = running.turns(today - timedelta(1), today)
    return Seen(
        running, gaps(coming), [one for one in coming if not one.missing], on,
        any(one.begins <= now < one.ends for one in turns),
    )  # fmt: skip
