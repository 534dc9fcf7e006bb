"""For the addresses of duties: the daily check of the town's grid worker, open now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from huiyin.duties.models import Duty
from huiyin.people.testing import Cast

_FILED = {"visited": 3, "found": 0}
BODIES: dict[str, dict[str, Any]] = {"duties/<int:duty>/": _FILED}
"""Address → the fields of its form."""
JSON: dict[str, dict[str, Any]] = {"api/duties/<int:duty>": {"data": _FILED}}


def values(cast: Cast) -> dict[str, str]:
    """One duty of the shared pack; `nth` is the first of its proofs (it has none)."""
    now = timezone.now()
    duty = Duty.objects.create(
        pack="grassroots", key="daily_check", unit=cast.units["town"], post=cast.posts["town.grid"],
        day=timezone.localdate(), opens_at=now - timedelta(hours=1),
        due_at=now + timedelta(hours=1),
    )  # fmt: skip
    return {"duty": str(duty.pk), "nth": "0"}
