"""From what is told to rows: who is on duty, from when each may see it (`who`, `quiet`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from huiyin.common.ids import new_id
from huiyin.matters import history
from huiyin.notices.models import Notice
from huiyin.notices.quiet import Wishes, next_allowed, next_digest
from huiyin.notices.tellings import Telling
from huiyin.notices.who import Duty
from huiyin.places import calendars

_EVERYTHING_AT_ONCE = Wishes()


def notices(
    tellings: Iterable[Telling],
    duty: Duty,
    now: datetime,
    *,
    matter_id: UUID | None,
    legal: datetime | None = None,
    besides: Collection[UUID | None] = (),
    among: Collection[UUID] | None = None,
) -> list[Notice]:
    """Unsaved rows for everybody on duty in the posts and roles of `tellings`, each person once
    and of the first of them; not for the accounts in `besides` (who did it). `among`: of a sealed
    matter, the posts that are named on it."""
    found: dict[UUID, Notice] = {}
    skipped = {one for one in besides if one is not None}
    for telling in tellings:
        posts = {*telling.posts}.union(*(duty.posts(one) for one in telling.wanted))
        if among is not None:
            posts &= {*among}
        for account, (show_from, in_digest) in addressees(duty, posts, telling.kind, now).items():
            if account not in skipped:
                found.setdefault(account, Notice(
                    id=new_id(), account_id=account, matter_id=matter_id, kind=telling.kind,
                    topic=telling.topic, params=dict(telling.params), legal=legal,
                    created_at=now, show_from=show_from, in_digest=in_digest,
                ))  # fmt: skip
    return list(found.values())


def addressees(
    duty: Duty, posts: Collection[UUID], kind: str, now: datetime
) -> dict[UUID, tuple[datetime, bool]]:
    """Account → from when it is shown, and whether in the digest. Who is away by then does not
    get it: whoever is on duty on that day does."""
    found: dict[UUID, tuple[datetime, bool]] = {}
    today = _day(now)
    for account, place in duty.acting(posts, today).items():
        at, in_digest = _when(duty, account, place, kind, now)
        on_duty = duty.acting(posts, _day(at))
        if account in on_duty:
            found[account] = (at, in_digest)
            continue
        for other, there in on_duty.items():
            found.setdefault(other, _when(duty, other, there, kind, at))
    return {
        account: when
        for account, when in found.items()
        if kind not in duty.wishes.get(account, _EVERYTHING_AT_ONCE).hidden_kinds
    }


def _when(duty: Duty, account: UUID, place: str, kind: str, now: datetime) -> tuple[datetime, bool]:
    wishes = duty.wishes.get(account, _EVERYTHING_AT_ONCE)
    is_workday = _workdays(place, duty.stamp)
    if kind in wishes.digest_kinds and wishes.digest_at is not None:
        return next_digest(now, wishes.digest_at, is_workday, _zone()), True
    return next_allowed(now, wishes, is_workday, _zone()), False


def _workdays(place: str, stamp: datetime | None) -> Callable[[date], bool]:
    return partial(_is_workday, place, stamp)


def _is_workday(place: str, stamp: datetime | None, day: date) -> bool:
    return calendars.calendar_of(place, stamp).is_workday(day)


def _zone() -> ZoneInfo:
    return history.zone()


def _day(at: datetime) -> date:
    return at.astimezone(_zone()).date()
