"""What goes over with a post: told by the modules that have something (they enter themselves)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from huiyin.people.models import Absence, Holding


@dataclass(frozen=True, slots=True)
class Goes:
    """One line of the list: what (a stable word), how much, and numbers of matters that may be
    written on paper."""

    what: str
    count: int
    numbers: tuple[str, ...] = ()


Tell = Callable[[Holding], Sequence[Goes]]
_TELLERS: list[Tell] = []


def tell_with(tell: Tell) -> None:
    """Have `tell` asked from now on, about a holding with its post and account."""
    if tell not in _TELLERS:
        _TELLERS.append(tell)


def own_duties(holding: Holding) -> list[Goes]:
    """Absences of whoever leaves and days on which they were to stand in: these do not go over."""
    coming = Absence.objects.filter(ended_at__isnull=True, ends_on__gte=timezone.localdate())
    found = coming.aggregate(
        absences=Count("pk", filter=Q(account=holding.account_id)),
        deputy_duties=Count("pk", filter=Q(deputy=holding.account_id)),
    )
    return [Goes(what, number) for what, number in found.items()]


def going(holding: Holding) -> tuple[Goes, ...]:
    """The whole list, in the order in which the modules have entered themselves."""
    return tuple(line for tell in _TELLERS for line in tell(holding))
