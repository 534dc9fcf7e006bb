"""Why somebody cannot have a shift: no such post, away, already elsewhere, not rested."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.duties.models import Shift
from huiyin.duties.rotas.kinds import Running, rest_kept
from huiyin.duties.rotas.staff import Staff, away, is_away, staff
from huiyin.engine.rota import rest_of

SENTENCES: Mapping[str, str | Promise] = {
    "post": _("Holds no post for this place on that day."),
    "away": _("Away on these days."),
    "taken": _("Has another shift at that time."),
    "rest": _("Would not have the rest between two shifts."),
}
NEAR = timedelta(days=7)
"""No rota asks for more rest."""
BARS = frozenset({"post", "away", "taken"})
"""What no plan and no swap can pass over; too little rest people may accept, and it is shown."""


@dataclass(frozen=True)
class Free:
    """Who could have a place: names by account, and the obstacle of each who has one."""

    staff: Staff
    accounts: tuple[str, ...]
    obstacles: Mapping[str, str]

    def obstacle(self, account: UUID | str) -> str:
        """The code of what stands in the way, empty when nothing does."""
        if str(account) not in self.accounts:
            return "post"
        return self.obstacles.get(str(account), "")

    def named(self, account: str) -> str:
        """The name, with what stands in the way."""
        found, name = self.obstacle(account), self.staff.names[account]
        return f"{name} · {SENTENCES[found]}" if found else name


def free(
    running: Running, slot: str, begins: datetime, ends: datetime, without: Collection[UUID] = ()
) -> Free:
    """Who could have the slot from `begins` to `ends` if the shifts `without` were not there:
    three statements."""
    first = begins.astimezone(running.zone).date()
    last = (ends - timedelta.resolution).astimezone(running.zone).date()
    found = staff(running.rota, running.shape, first, first)
    accounts = tuple(found.on(first, slot))
    ids = [UUID(one) for one in accounts]
    absences = away(ids, first, last)
    obstacles = _busy(ids, begins, ends, rest_of(running.shape), without)
    obstacles |= {one: "away" for one in accounts if is_away(absences, one, first, last)}
    return Free(found, accounts, obstacles)


def _busy(
    accounts: Collection[UUID],
    begins: datetime,
    ends: datetime,
    rest: timedelta,
    without: Collection[UUID],
) -> dict[str, str]:
    near = Shift.objects.filter(
        account__in=accounts, cancelled_at__isnull=True,
        begins_at__lt=ends + NEAR, ends_at__gt=begins - NEAR,
    ).exclude(pk__in=without)  # fmt: skip
    found: dict[str, str] = {}
    for one in near.select_related("rota"):
        wide = max(rest, rest_kept(one.rota))
        if one.begins_at < ends and begins < one.ends_at:
            found[str(one.account_id)] = "taken"
        elif one.begins_at < ends + wide and begins - wide < one.ends_at:
            found.setdefault(str(one.account_id), "rest")
    return found
