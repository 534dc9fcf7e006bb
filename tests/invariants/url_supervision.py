"""For the addresses of supervision: a finding of a rule on the town's late matter."""

from __future__ import annotations

from uuid import UUID

from huiyin.duties.models import Looked
from huiyin.duties.watching.sweep import sweep

FORMS: dict[str, dict[str, str]] = {
    "supervision/orders/": {},
    "supervision/dismissals/": {"reason": "已经电话问过，本周办结"},
}
"""Address → the fields of its form, besides the finding."""
JSON: dict[str, dict[str, str]] = {
    "api/supervision/findings/raise": {},
    "api/supervision/findings/dismiss": {"reason": "已经电话问过，本周办结"},
}


def values(matter: UUID) -> dict[str, str]:
    """What the rules find on this matter: it is late by more than a year."""
    sweep()
    return {"finding": str(Looked.objects.get(matter=matter, watch="petition_late").pk)}
