"""Matters that may stand on paper: those of a list of numbers, for whoever prints it."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from huiyin.matters import policy
from huiyin.matters.models import Matter
from huiyin.people.actor import Actor


def on_paper(actor: Actor, numbers: Collection[str]) -> QuerySet[Matter]:
    """Of these (canonical) numbers the matters that the actor sees and that are not sealed, what
    is due soonest first; one statement."""
    seen = Matter.objects.filter(policy.visible(actor), number__in=numbers)
    return seen.filter(sealed=False).order_by("next_due", "id")
