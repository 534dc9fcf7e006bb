"""Registering a visit ends the visit of whoever is at this person's window."""

from __future__ import annotations

from django.utils import timezone

from huiyin.engine.definition import NEW
from huiyin.matters.effects import Performed
from huiyin.reception.models import State, Visit

VISIT = "visit"


def after_act(performed: Performed) -> None:
    """One statement, and only for what is registered as a visit at the window now."""
    account, data = performed.by.account_id, performed.data
    if performed.before.state != NEW or data.get("channel") != VISIT or account is None:
        return
    at_window = Visit.objects.filter(
        called_by_id=account, state=State.CALLED, session__closed_at__isnull=True,
        session__day=timezone.localdate(performed.event.recorded_at),
        session__unit_id=performed.matter.intake_unit_id,
    )  # fmt: skip
    newest = at_window.order_by("-called_at").values("pk")[:1]
    Visit.objects.filter(pk__in=newest).update(
        state=State.DONE, matter=performed.matter, ended_at=performed.event.recorded_at
    )
