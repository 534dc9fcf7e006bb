"""That the log was taken out is itself in the log."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from huiyin.people import policy
from huiyin.people.actor import Actor
from huiyin.people.models import Change

KIND = "audit"


def note_export(part: str, filters: Mapping[str, str], *, by: Actor) -> Change:
    """Append that `by` takes out a part of the log. Raises PermissionDenied."""
    account = policy.require(by, "audit")
    return Change.objects.create(
        account_id=account, kind=KIND, subject=part, title=part, act="export",
        after={name: value for name, value in filters.items() if value},
        at=timezone.now(),
    )  # fmt: skip
