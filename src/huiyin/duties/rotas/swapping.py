"""Swaps: somebody asks a colleague to take a shift, for one of theirs or for nothing.

Both must be able to have what they get when it is asked and again when it is answered. Locks are
taken in one order, shifts by id and then the request, and the exclusion constraint of shifts has
the last word: of two answers at once one holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.duties.models import Shift, Swap
from huiyin.duties.rotas import kinds, policy
from huiyin.duties.rotas.forms import SwapForm
from huiyin.duties.rotas.kinds import Running
from huiyin.duties.rotas.obstacles import BARS, SENTENCES, free
from huiyin.duties.rotas.planning import drop
from huiyin.duties.rotas.words import named
from huiyin.matters.errors import NotVisible
from huiyin.people.actions.errors import Invalid, Refused
from huiyin.people.actions.saving import checked, saving
from huiyin.people.actor import Actor
from huiyin.people.changes import note
from huiyin.places import calendars

MOST_OTHERS = 60


def swap_form(shift_id: UUID, data: Mapping[str, Any] | None, *, by: Actor) -> SwapForm:
    """The form with the colleagues who could have this shift and the shifts they could give.
    Raises NotVisible for a shift that is not one's own, Refused when it is too late."""
    shift = _own(shift_id, by)
    running = _running(shift)
    found = free(running, shift.slot, shift.begins_at, shift.ends_at)
    people = [key for key in found.accounts if key != str(by.account_id)]
    others = Shift.objects.filter(
        rota=shift.rota_id, account__in=map(UUID, people), cancelled_at__isnull=True,
        begins_at__gt=timezone.now(),
    ).select_related("account").order_by("begins_at")[:MOST_OTHERS]  # fmt: skip
    return SwapForm(
        data,
        colleagues=[(key, found.named(key)) for key in people],
        others=[(str(one.pk), f"{one.account} · {named(one, running.shape)}") for one in others],
    )


def ask(shift_id: UUID, data: Mapping[str, Any], *, by: Actor) -> Swap:
    """Ask a colleague. Raises NotVisible, Refused (over, asked), Invalid."""
    form = checked(swap_form(shift_id, data, by=by))
    with transaction.atomic():
        shift = _own(shift_id, by, lock=True)
        asked_of = UUID(form.cleaned_data["asked_of"])
        other = _other(form, asked_of)
        wrong = _obstacle(_running(shift), shift, asked_of, other)
        if wrong:
            form.add_error(*wrong)
            raise Invalid(form)
        row = Swap(
            shift=shift, other=other, asked_by_id=policy.account_of(by), asked_of_id=asked_of,
            reason=form.cleaned_data["reason"],
        )  # fmt: skip
        taken = _("You have asked somebody already: take that back first.")
        with saving(form, {"swap_one_open": ("asked_of", taken)}):
            row.save(force_insert=True)
    return row


def answer(swap_id: UUID, accepts: bool, *, by: Actor) -> Swap:
    """Answer a request that was put to oneself. Raises NotVisible, Refused (answered, over, or
    what stands in the way now)."""
    with transaction.atomic():
        swap = _locked(swap_id)
        if swap.asked_of_id != by.account_id:
            raise NotVisible
        _demand_open(swap)
        if accepts:
            _exchange(swap, by)
        swap.answered_at, swap.accepted = timezone.now(), accepts
        swap.save(update_fields=["answered_at", "accepted"])
    return swap


def withdraw(swap_id: UUID, *, by: Actor) -> Swap:
    """Take back a request of one's own. Raises NotVisible, Refused (answered)."""
    with transaction.atomic():
        swap = _locked(swap_id)
        if swap.asked_by_id != by.account_id:
            raise NotVisible
        _demand_open(swap)
        swap.answered_at = timezone.now()
        swap.save(update_fields=["answered_at"])
    return swap


def _exchange(swap: Swap, by: Actor) -> None:
    """Both shifts change hands, in a way that never has one person twice at once."""
    shift, other = swap.shift, swap.other
    for one in filter(None, (shift, other)):
        _demand_coming(one)
    owners = {swap.asked_by_id: shift, swap.asked_of_id: other}
    if any(one is not None and one.account_id != owner for owner, one in owners.items()):
        raise Refused("over", _("This shift is over or was cancelled."))
    wrong = _obstacle(_running(shift), shift, swap.asked_of_id, other)
    if wrong:
        raise Refused("obstacle", wrong[1].messages[0])
    swap.answered_at = timezone.now()
    swap.save(update_fields=["answered_at"])  # or dropping its shift would end it as taken back
    given = [(shift, swap.asked_of_id), (other, swap.asked_by_id)]
    pairs = [(one, whose) for one, whose in given if one is not None]
    pairs.sort(key=lambda pair: pair[1])  # two swaps at once wait for one another in one order
    for one, _whose in pairs:
        drop(one, one.begins_at, by)
    try:
        with transaction.atomic():
            for one, whose in pairs:
                _copy(one, whose, by)
    except IntegrityError as error:
        raise Refused("taken", str(SENTENCES["taken"])) from error


def _copy(shift: Shift, account: UUID, by: Actor) -> None:
    row = Shift(
        rota_id=shift.rota_id, slot=shift.slot, account_id=account, begins_at=shift.begins_at,
        ends_at=shift.ends_at, planned_by_id=policy.account_of(by),
    )  # fmt: skip
    row.save(force_insert=True)
    before, after = {"account": str(shift.account_id)}, {"account": str(account)}
    note("shift", row, "swap", by=by.account_id, before=before, after=after)


def _obstacle(
    running: Running, shift: Shift, taker: UUID, other: Shift | None
) -> tuple[str, ValidationError] | None:
    """The field and the error of what stands in the way, None when nothing does."""
    ids = [shift.pk] if other is None else [shift.pk, other.pk]
    whats = [("asked_of", shift, taker)]
    if other is not None:
        whats.append(("other", other, shift.account_id))
    for field, one, account in whats:
        found = free(running, one.slot, one.begins_at, one.ends_at, ids).obstacle(account)
        if found in BARS:
            said = str(SENTENCES[found])
            if field == "other":
                said = _("You cannot take it: %(why)s") % {"why": said}
            return field, ValidationError(said, code=found)
    return None


def _other(form: SwapForm, asked_of: UUID) -> Shift | None:
    key = form.cleaned_data["other"]
    if not key:
        return None
    found = Shift.objects.filter(pk=UUID(key), account=asked_of, cancelled_at__isnull=True).first()
    if found is None:
        wrong = _("This is not a shift of whom you ask.")
        form.add_error("other", ValidationError(wrong, code="not_theirs"))
        raise Invalid(form)
    return found


def _own(shift_id: UUID, by: Actor, *, lock: bool = False) -> Shift:
    rows = Shift.objects.filter(pk=shift_id, account=policy.account_of(by))
    if lock:
        rows.select_for_update(no_key=True).first()
    found = rows.select_related("rota__unit__division").first()
    if found is None:
        raise NotVisible
    _demand_coming(found)
    return found


def _locked(swap_id: UUID) -> Swap:
    found = Swap.objects.filter(pk=swap_id).first()
    if found is None:
        raise NotVisible
    ids = [found.shift_id] if found.other_id is None else [found.shift_id, found.other_id]
    list(Shift.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    Swap.objects.select_for_update(no_key=True).get(pk=swap_id)
    return Swap.objects.select_related("shift__rota__unit__division", "other").get(pk=swap_id)


def _demand_open(swap: Swap) -> None:
    if swap.answered_at is not None:
        raise Refused("answered", _("This request has been answered or taken back."))


def _demand_coming(shift: Shift) -> None:
    if shift.cancelled_at is not None or shift.begins_at <= timezone.now():
        raise Refused("over", _("This shift is over or was cancelled."))


def _running(shift: Shift) -> Running:
    found = kinds.running(shift.rota, calendars.stamp())
    if found is None or shift.slot not in found.shape.slots:
        raise Refused("unknown", _("The method has no such rota any more: end it."))
    return found
