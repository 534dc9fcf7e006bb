"""Changes of the configuration for the audit: filtered, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.people import policy
from huiyin.people.actor import Actor
from huiyin.people.models import Change


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the log is asked for; `when` is a condition on `at`."""

    kinds: Sequence[str] = ()
    account: UUID | None = None
    when: Q | None = None


def changes(by: Actor, wanted: Wanted) -> QuerySet[Change]:
    """Changes with their account, the newest first. Raises PermissionDenied."""
    policy.require(by, "audit")
    rows = Change.objects.filter(wanted.when or Q()).select_related("account")
    if wanted.kinds:
        rows = rows.filter(kind__in=wanted.kinds)
    if wanted.account:
        rows = rows.filter(account=wanted.account)
    return rows.order_by("-at", "-pk")
