"""Legal hold (冻结): placed and released as events of the matter, asked before any erasure."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from huiyin.archive.deciding import account_of, checked
from huiyin.archive.errors import Impossible
from huiyin.archive.models import Hold
from huiyin.engine.process import Refusal
from huiyin.matters import policy
from huiyin.matters.actions.door import begin, lock_visible
from huiyin.matters.actions.system import append_system
from huiyin.matters.errors import NotVisible, Refused
from huiyin.matters.models import Matter
from huiyin.people.actor import Actor, PostView

HELD, RELEASED = "held", "released"
"""The acts of the system's events; `hold` in their data is the row's id."""


def hold(actor: Actor, matter_id: UUID, reason: str, until: date | None = None) -> Hold:
    """Place a hold on a visible matter, until the end of a day or until it is released.

    Raises NotVisible; Impossible (`not_allowed`, `reason_required`, `until_past` …).
    """
    reason = checked(reason, required=True)
    if until is not None and until < timezone.localdate():
        raise Impossible("until_past")
    with transaction.atomic():
        moment = begin(numbered=False)
        matter = lock_visible(matter_id, actor)
        post = _post(actor, matter)
        row = Hold(
            matter=matter, placed_at=moment.recorded_at, until=until, placed_by_id=account_of(actor)
        )  # fmt: skip
        data = {"hold": str(row.id), "until": until.isoformat() if until else None}
        event = append_system(
            matter, HELD, data, by=actor, recorded_at=moment.recorded_at, texts={"reason": reason},
            post=post,
        )  # fmt: skip
        row.placed_seq = event.seq
        row.save(force_insert=True)
        return row


def release(actor: Actor, matter_id: UUID, hold_id: UUID, reason: str) -> Hold:
    """Release a hold of a visible matter. Raises NotVisible; Impossible (`not_allowed`,
    `already_released`, `reason_required` …)."""
    reason = checked(reason, required=True)
    with transaction.atomic():
        moment = begin(numbered=False)
        matter = lock_visible(matter_id, actor)
        post = _post(actor, matter)
        row = Hold.objects.filter(pk=hold_id, matter=matter).first()
        if row is None:
            raise NotVisible(hold_id)
        if row.released_seq is not None:
            raise Impossible("already_released")
        event = append_system(
            matter, RELEASED, {"hold": str(row.id)}, by=actor, recorded_at=moment.recorded_at,
            texts={"reason": reason}, post=post,
        )  # fmt: skip
        row.released_seq = event.seq
        row.save(update_fields=["released_seq"])
        return row


def is_held(matter_id: UUID) -> bool:
    """Whether a hold stands today."""
    return Hold.objects.standing(timezone.localdate()).filter(matter_id=matter_id).exists()


def refuse_held(matter: Matter) -> None:
    """The guard of `matters.erasure`. Raises Refused (`held`)."""
    if is_held(matter.pk):
        raise Refused(Refusal("held"))


def _post(actor: Actor, matter: Matter) -> PostView:
    post = policy.post_for(actor, "hold", matter)
    if post is None:
        raise Impossible("not_allowed")
    return post
