"""Carrying out approved disposal lists: each matter in a transaction of its own.

What was done is kept with each item, so a run that was stopped or killed goes on where it was, and
a second run finds nothing. A matter that is held, or no longer due, by then is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from huiyin.archive import holds
from huiyin.archive.models import Disposal, DisposalItem, DisposalStatus, ItemState, Record
from huiyin.matters import clearing
from huiyin.matters.actions.door import Moment, begin, lock_visible
from huiyin.matters.projection import FINAL
from huiyin.people.actor import SYSTEM

HELD, NOT_DUE = "held", "not_due"


def carry_out(disposal: Disposal, advance: Callable[[int], Any] = lambda _count: None) -> int:
    """Anonymise what waits on an approved list; returns how many matters were anonymised."""
    cleared = 0
    while (item := _next(disposal)) is not None:
        cleared += _one(disposal, item.pk)
        advance(1)
    with transaction.atomic():
        waiting = disposal.items.filter(state=ItemState.WAITING)
        if disposal.status == DisposalStatus.APPROVED and not waiting.exists():
            disposal.status, disposal.done_at = DisposalStatus.DONE, timezone.now()
            disposal.save(update_fields=["status", "done_at"])
    return cleared


def approved() -> list[Disposal]:
    """The lists that are approved and not carried out to the end, oldest first."""
    return list(Disposal.objects.filter(status=DisposalStatus.APPROVED).order_by("proposed_at"))


def waiting(disposals: list[Disposal]) -> int:
    """How many matters these lists have still to be carried out for."""
    items = DisposalItem.objects.filter(disposal__in=disposals, state=ItemState.WAITING)
    return items.count()


def _next(disposal: Disposal) -> DisposalItem | None:
    if disposal.status != DisposalStatus.APPROVED:
        return None
    return disposal.items.filter(state=ItemState.WAITING).order_by("place").first()


def _one(disposal: Disposal, item_id: int) -> int:
    """Carry out one item, unless another run has meanwhile. Returns 1 when it was anonymised."""
    with transaction.atomic():
        moment = begin(numbered=False, alone=True)
        item = DisposalItem.objects.select_for_update().get(pk=item_id)
        if item.state != ItemState.WAITING:
            return 0
        item.why = _obstacle(item.matter_id)
        item.state = ItemState.KEPT if item.why else ItemState.CLEARED
        if not item.why:
            _clear(disposal, item.matter_id, moment)
        item.save(update_fields=["state", "why"])
        return int(not item.why)


def _obstacle(matter_id: UUID) -> str:
    if holds.is_held(matter_id):
        return HELD
    today = timezone.localdate()
    record = Record.objects.filter(
        pk=matter_id, destroy_after__lt=today, cleared_seq__isnull=True, matter__phase=FINAL
    )  # fmt: skip
    return "" if record.exists() else NOT_DUE


def _clear(disposal: Disposal, matter_id: UUID, moment: Moment) -> None:
    matter = lock_visible(matter_id, SYSTEM)
    data = {
        "list": disposal.number, "proposed_by": str(disposal.proposed_by_id),
        "approved_by": str(disposal.decided_by_id),
    }  # fmt: skip
    event = clearing.clear(matter, by=SYSTEM, recorded_at=moment.recorded_at, data=data)
    Record.objects.filter(pk=matter_id).update(cleared_seq=event.seq)


def list_of(disposal_id: UUID | str) -> Disposal:
    """One list. Raises Disposal.DoesNotExist."""
    return Disposal.objects.get(pk=disposal_id)
