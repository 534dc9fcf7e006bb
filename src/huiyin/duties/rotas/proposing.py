"""A fair plan for the missing shifts of a span, and putting it in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.duties.models import Rota, Shift
from huiyin.duties.rotas import policy
from huiyin.duties.rotas.forms import SpanForm
from huiyin.duties.rotas.kinds import Running, rest_kept
from huiyin.duties.rotas.obstacles import NEAR
from huiyin.duties.rotas.open_rota import open_rota
from huiyin.duties.rotas.staff import Staff, away, staff
from huiyin.engine.rota import Stand
from huiyin.engine.rota_cover import Hole, gaps, holes
from huiyin.engine.rota_plan import Wanted, propose
from huiyin.people.actions.errors import Refused
from huiyin.people.actions.saving import checked
from huiyin.people.actor import Actor
from huiyin.people.changes import note

LOOKBACK = timedelta(days=92)
"""Shifts of so many days before weigh in what is fair."""
OVERLAP = "shift_no_overlap"


@dataclass(frozen=True)
class Proposal:
    """What would be planned; `mark` names exactly this."""

    running: Running
    first: date
    last: date
    stands: Sequence[Stand]
    staff: Staff
    left: Sequence[Hole]
    """What nobody fills even then."""

    @property
    def mark(self) -> str:
        """A short name of the plan, for the form that puts it in force."""
        return sha256(repr(self.stands).encode()).hexdigest()[:16]


def span(data: Mapping[str, Any]) -> SpanForm:
    """The checked form of a span. Raises Invalid."""
    return checked(SpanForm(data))


def proposal(rota_id: UUID, first: date, last: date, *, by: Actor) -> Proposal:
    """The plan for the days from `first` to `last` that have not begun; nothing is written.
    Raises NotVisible, PermissionDenied, Refused."""
    return _made(open_rota(rota_id, by=by), first, last)


def fill(rota_id: UUID, data: Mapping[str, Any], *, by: Actor) -> list[Shift]:
    """Put a plan in force that was shown under its `mark`. Raises NotVisible, PermissionDenied,
    Invalid, Refused (`stale`: something has changed since it was shown)."""
    given = span(data).cleaned_data
    with transaction.atomic():
        policy.seen(by, rota_id)
        Rota.objects.select_for_update(no_key=True).get(pk=rota_id)
        plan = proposal(rota_id, given["first"], given["last"], by=by)
        if str(data.get("mark", "")) != plan.mark:
            raise _stale()
        rows = [_shift(plan.running.rota, one, by) for one in plan.stands]
        try:
            with transaction.atomic():
                Shift.objects.bulk_create(rows)
        except IntegrityError as error:  # somebody got a shift of another rota meanwhile
            raise _stale() from error
        after = {"from": str(plan.first), "to": str(plan.last), "rows": len(rows)}
        note("rota", plan.running.rota, "plan", by=by.account_id, after=after)
    return rows


def _stale() -> Refused:
    return Refused("stale", _("Something has changed since this plan was made. Look again."))


def _made(running: Running, first: date, last: date) -> Proposal:
    now = timezone.now()
    turns = [one for one in running.turns(first, last) if one.begins > now]
    people = staff(running.rota, running.shape, first, last)
    ids = [UUID(key) for key in people.names]
    begun = timezone.now() - LOOKBACK if not turns else turns[0].begins - LOOKBACK
    near = Q(account__in=ids, ends_at__gt=begun + LOOKBACK - NEAR)
    rows = Shift.objects.filter(
        Q(rota=running.rota) | near, cancelled_at__isnull=True, ends_at__gt=begun,
    ).select_related("rota")  # fmt: skip
    planned, busy = _split(running.rota, rows)
    wanted = Wanted(
        running.shape, turns, people.people, running.calendar, running.zone,
        away(ids, first, last + NEAR), planned, busy,
    )  # fmt: skip
    made = propose(wanted)
    left = gaps(holes(running.shape, turns, [*planned, *made], wanted.away, running.zone))
    return Proposal(running, first, last, made, people, left)


def _split(rota: Rota, rows: Iterable[Shift]) -> tuple[list[Stand], list[Stand]]:
    """Shifts of the rota, and those elsewhere. After a night on duty nobody sits at the reception:
    a shift elsewhere is as much longer, before and behind, as its rota wants more rest."""
    planned, busy, own = [], [], rest_kept(rota)
    for one in rows:
        if one.rota_id == rota.pk:
            planned.append(stand(one))
            continue
        more = max(timedelta(), rest_kept(one.rota) - own)
        found = stand(one)
        busy.append(replace(found, begins=found.begins - more, ends=found.ends + more))
    return planned, busy


def stand(one: Shift) -> Stand:
    """A shift as the engine needs it."""
    return Stand(one.begins_at, one.ends_at, one.slot, str(one.account_id))


def _shift(rota: Rota, one: Stand, by: Actor) -> Shift:
    return Shift(
        rota=rota, slot=one.slot, account_id=UUID(one.person), begins_at=one.begins,
        ends_at=one.ends, planned_by_id=policy.account_of(by),
    )  # fmt: skip
