"""Giving a place to somebody, taking it back, giving it to somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.duties.models import Rota, Shift, Swap
from huiyin.duties.rotas import policy
from huiyin.duties.rotas.forms import PlaceForm
from huiyin.duties.rotas.kinds import Running
from huiyin.duties.rotas.obstacles import SENTENCES, Free, free
from huiyin.duties.rotas.open_rota import open_rota
from huiyin.duties.rotas.proposing import OVERLAP
from huiyin.matters.errors import NotVisible
from huiyin.people.actions.errors import Refused
from huiyin.people.actions.saving import checked, saving
from huiyin.people.actor import Actor
from huiyin.people.changes import note, values_of

KIND = "shift"
FIELDS = ("rota", "slot", "account", "begins_at", "ends_at", "cancelled_at")


@dataclass(frozen=True)
class Place:
    """One slot from `begins` to `ends`, and who could have it. `shift` is who has it now."""

    running: Running
    slot: str
    begins: datetime
    ends: datetime
    free: Free
    shift: Shift | None = None


def place_of(rota_id: UUID, day: date, slot: str, *, by: Actor) -> Place:
    """The place of the turn that begins on that day. Raises NotVisible (no such rota, turn or
    slot), PermissionDenied, Refused when it is over."""
    running = open_rota(rota_id, by=by)
    turn = running.turn_on(day)
    if turn is None or slot not in running.shape.slots:
        raise NotVisible
    begins = max(turn.begins, timezone.now())
    if turn.ends <= begins:
        raise _over()
    found = free(running, slot, begins, turn.ends)
    return Place(running, slot, begins, turn.ends, found)


def place_of_shift(shift_id: UUID, *, by: Actor) -> Place:
    """The place of a shift that is to be given to somebody else. Raises as `place_of`."""
    shift = Shift.objects.filter(pk=shift_id).select_related("account").first()
    if shift is None:
        raise NotVisible
    running = open_rota(shift.rota_id, by=by)
    begins = max(shift.begins_at, timezone.now())
    if shift.cancelled_at is not None or shift.ends_at <= begins:
        raise _over()
    found = free(running, shift.slot, begins, shift.ends_at)
    return Place(running, shift.slot, begins, shift.ends_at, found, shift)


def plan(rota_id: UUID, day: date, slot: str, data: Mapping[str, Any], *, by: Actor) -> Shift:
    """Give a place to somebody. Raises as `place_of`, and Invalid."""
    with transaction.atomic():
        place_of(rota_id, day, slot, by=by)
        Rota.objects.select_for_update(no_key=True).get(pk=rota_id)
        return _give(place_of(rota_id, day, slot, by=by), data, by)


def replace(shift_id: UUID, data: Mapping[str, Any], *, by: Actor) -> Shift:
    """Give the rest of a shift to somebody else; before it begins, all of it. Raises as
    `place_of`, and Invalid."""
    with transaction.atomic():
        place = _locked(shift_id, by)
        assert place.shift is not None  # noqa: S101 -- the place of a shift
        form = checked(PlaceForm(data, free=place.free))
        drop(place.shift, place.begins, by)
        return _give(place, form.data, by)


def cancel(shift_id: UUID, *, by: Actor) -> Shift:
    """Nobody has this shift any more; one that has begun ends now. Raises as `place_of`."""
    with transaction.atomic():
        place = _locked(shift_id, by)
        assert place.shift is not None  # noqa: S101 -- the place of a shift
        return drop(place.shift, place.begins, by)


def drop(shift: Shift, at: datetime, by: Actor) -> Shift:
    """Take a locked shift back, from `at` on when it has begun by then; open requests to swap it
    end with it."""
    before = values_of(shift, FIELDS)
    if shift.begins_at < at:
        shift.ends_at = at
    else:
        shift.cancelled_at = timezone.now()
    shift.save(update_fields=["ends_at", "cancelled_at"])
    now = timezone.now()
    for field in ("shift", "other"):
        asked = Swap.objects.filter(**{field: shift}, answered_at__isnull=True)
        asked.update(answered_at=now, accepted=None)
    note(KIND, shift, "cancel", by=by.account_id, before=before, after=values_of(shift, FIELDS))
    return shift


def _locked(shift_id: UUID, by: Actor) -> Place:
    """The place of a shift, with rota and shift locked in this order. The locks are no key locks:
    a swap that writes shifts of the rota at that moment must not wait for it, or both would wait.
    """
    place = place_of_shift(shift_id, by=by)
    Rota.objects.select_for_update(no_key=True).get(pk=place.running.rota.pk)
    Shift.objects.select_for_update(no_key=True).get(pk=shift_id)
    return place_of_shift(shift_id, by=by)


def _give(place: Place, data: Mapping[str, Any], by: Actor) -> Shift:
    form = checked(PlaceForm(data, free=place.free))
    row = Shift(
        rota=place.running.rota, slot=place.slot, account_id=UUID(form.cleaned_data["account"]),
        begins_at=place.begins, ends_at=place.ends, planned_by_id=policy.account_of(by),
    )  # fmt: skip
    with saving(form, {OVERLAP: ("account", SENTENCES["taken"])}):
        row.save(force_insert=True)
        note(KIND, row, "create", by=by.account_id, after=values_of(row, FIELDS))
    return row


def _over() -> Refused:
    return Refused("over", _("This shift is over or was cancelled."))
