"""A matter that a resident has just sent, for the receipt: itself, and the days of what follows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from huiyin.matters.models import Clock, Matter


def just_raised(matter_id: UUID) -> Matter:
    """The matter with its owner and the office that took it in; one statement. The caller knows
    that this browser has sent it."""
    return Matter.objects.select_related("owner_unit", "intake_unit").get(pk=matter_id)


def running(matter: Matter, keys: Collection[str]) -> list[tuple[str, datetime]]:
    """Key and last moment of those of these clocks that run, soonest first; one statement."""
    clocks = Clock.objects.filter(matter=matter, status="running", key__in=keys)
    due = clocks.order_by("legal").values_list("key", "legal")
    return [(key, legal) for key, legal in due if legal is not None]
