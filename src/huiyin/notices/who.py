"""Who acts for a post on a day: the rule of `people.deputies`, asked for many days at once.

One statement for any number of posts, over the next weeks: who is told on Monday must be who is on
duty on Monday. Only where that rule names nobody it differs: a notice then waits for the holder.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from psycopg.types.json import Jsonb

from huiyin.notices.quiet import Wishes
from huiyin.people.deputies import GUARDED
from huiyin.people.models import Role
from huiyin.places import calendars

AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everybody in a role of a unit; with `above`, of the nearest unit above it that has one."""

    role: str
    unit: UUID
    above: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last day, both included; no last day means still."""

    first: date
    last: date | None

    def has(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Seat:
    """A post in use with one of its holders."""

    post: UUID
    role: str
    unit: UUID
    place: str
    """Path of the unit's division: whose calendar counts."""
    account: UUID
    held: Span


@dataclass(frozen=True, slots=True)
class Away:
    deputy: UUID | None
    days: Span
    is_shut: bool = False
    """The deputy's account is closed."""


@dataclass(frozen=True)
class Duty:
    """Who holds, deputises and wishes what, as far as it was asked for."""

    stamp: datetime | None = None
    """When the newest calendar was published."""
    seats: tuple[Seat, ...] = ()
    away: Mapping[UUID, tuple[Away, ...]] = field(default_factory=dict)
    wishes: Mapping[UUID, Wishes] = field(default_factory=dict)
    above: Mapping[UUID, tuple[UUID, ...]] = field(default_factory=dict)
    """Unit → the units above it, the top first."""
    place: str = ""
    """Path of the division of the unit asked for by itself (`read(home=…)`)."""

    def posts(self, wanted: Wanted) -> frozenset[UUID]:
        """The posts that are meant."""
        if not wanted.above:
            return self._in(wanted.role, wanted.unit)
        units = reversed(self.above.get(wanted.unit, ()))
        return next(filter(None, (self._in(wanted.role, unit) for unit in units)), frozenset())

    def acting(self, posts: Collection[UUID], day: date) -> dict[UUID, str]:
        """Account → path of the division of its seat, for who acts in these posts on `day`."""
        found: dict[UUID, str] = {}
        for seat in self.seats:
            if seat.post in posts and seat.held.has(day):
                for account in self._acting(seat, day):
                    found.setdefault(account, seat.place)
        return found

    def role_of(self, post: UUID) -> tuple[str, UUID] | None:
        """Role and unit of a post that was asked for."""
        return next(((seat.role, seat.unit) for seat in self.seats if seat.post == post), None)

    def _in(self, role: str, unit: UUID) -> frozenset[UUID]:
        return frozenset(s.post for s in self.seats if s.role == role and s.unit == unit)

    def _acting(self, seat: Seat, day: date) -> set[UUID]:
        """The holder or the deputy who is there; when the chain of deputies leads nowhere, the
        heads of the unit. Without anybody, and without a deputy, it waits for the holder."""
        absence = self._absence(seat.account, day)
        if absence is None or absence.deputy is None:
            return {seat.account}
        if (there := self._there(seat.account, day)) is not None:
            return {there}
        heads = [
            self._there(one.account, day)
            for one in self.seats
            if one.role == Role.HEAD and one.unit == seat.unit and one.held.has(day)
        ]
        found = {head for head in heads if head is not None and seat.role not in GUARDED}
        return found or {seat.account}

    def _there(self, account: UUID, day: date) -> UUID | None:
        """The account, or the first of its deputies who is there; None when nobody is, or the
        chain comes round again."""
        seen: set[UUID] = set()
        at: UUID | None = account
        while at is not None and at not in seen:
            absence = self._absence(at, day)
            if absence is None:
                return at
            seen.add(at)
            at = None if absence.is_shut else absence.deputy
        return None

    def _absence(self, account: UUID, day: date) -> Away | None:
        return next((one for one in self.away.get(account, ()) if one.days.has(day)), None)


def read(
    posts: Iterable[UUID], wanted: Iterable[Wanted], today: date, *, home: UUID | None = None
) -> Duty:
    """Everything about these posts and roles from `today` on; one statement."""
    asked: dict[str, Any] = {
        "posts": list({*posts}),
        "wanted": Jsonb([
            {"role": one.role, "unit": str(one.unit), "above": one.above} for one in {*wanted}
        ]),
        "first": today, "last": today + AHEAD, "home": home,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SQL, asked)
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 -- a SELECT of sub-selects has one row
    stamp, seats, away, wishes, above, place = row
    return Duty(
        stamp, tuple(_seat(one) for one in _list(seats)), _away(_list(away)),
        {UUID(one["account_id"]): _wishes(one) for one in _list(wishes)},
        {UUID(one["id"]): tuple(map(UUID, one["above"])) for one in _list(above)}, place or "",
    )  # fmt: skip


_SQL = f"""
WITH RECURSIVE wanted AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(wanted)s) AS w(role text, unit uuid, above boolean)
), place AS (
    SELECT w.role, w.unit FROM wanted w WHERE NOT w.above
    UNION
    SELECT w.role, unnest(u.above) FROM wanted w JOIN people_unit u ON u.id = w.unit WHERE w.above
), meant AS (
    SELECT unnest(%(posts)s::uuid[]) AS id
    UNION
    SELECT p.id FROM place JOIN people_post p ON p.unit_id = place.unit AND p.role = place.role
), near AS (
    SELECT id FROM meant
    UNION
    SELECT head.id FROM meant JOIN people_post p ON p.id = meant.id
    JOIN people_post head ON head.unit_id = p.unit_id AND head.role = 'head'
), seat AS (
    SELECT p.id AS post, p.role, p.unit_id AS unit, d.path::text AS place,
        h.account_id AS account, h.starts_on, h.ends_on
    FROM near
    JOIN people_post p ON p.id = near.id AND p.active
    JOIN people_unit u ON u.id = p.unit_id
        AND (u.dissolved_on IS NULL OR u.dissolved_on > %(first)s)
    JOIN places_division d ON d.code = u.division_id
    JOIN people_holding h ON h.post_id = p.id AND h.starts_on <= %(last)s
        AND (h.ends_on IS NULL OR h.ends_on >= %(first)s)
    JOIN people_account a ON a.id = h.account_id AND a.is_active
), away AS (
    SELECT b.account_id, b.deputy_id, b.starts_on, b.ends_on
    FROM seat JOIN people_absence b ON b.account_id = seat.account
    WHERE b.ended_at IS NULL AND b.starts_on <= %(last)s AND b.ends_on >= %(first)s
    UNION
    SELECT b.account_id, b.deputy_id, b.starts_on, b.ends_on
    FROM away JOIN people_absence b ON b.account_id = away.deputy_id
    WHERE b.ended_at IS NULL AND b.starts_on <= %(last)s AND b.ends_on >= %(first)s
), present AS (
    SELECT away.account_id, away.deputy_id, away.starts_on, away.ends_on,
        a.is_active IS FALSE AS is_shut
    FROM away LEFT JOIN people_account a ON a.id = away.deputy_id
)
SELECT ({calendars.STAMP_SQL}),
    (SELECT jsonb_agg(to_jsonb(seat)) FROM seat),
    (SELECT jsonb_agg(to_jsonb(present)) FROM present),
    (SELECT jsonb_agg(to_jsonb(f)) FROM notices_preference f WHERE f.account_id IN
        (SELECT account FROM seat UNION SELECT deputy_id FROM present)),
    (SELECT jsonb_agg(jsonb_build_object('id', u.id, 'above', u.above)) FROM people_unit u
        WHERE u.id IN (SELECT unit FROM wanted WHERE above)),
    (SELECT d.path::text FROM people_unit u JOIN places_division d ON d.code = u.division_id
        WHERE u.id = %(home)s)
"""  # noqa: S608 -- a constant of `calendars`


def _list(value: str | None) -> list[dict[str, Any]]:
    """Django hands JSON of its own statements over as text."""
    return orjson.loads(value) if value else []


def _seat(row: Mapping[str, Any]) -> Seat:
    return Seat(
        UUID(row["post"]), row["role"], UUID(row["unit"]), row["place"], UUID(row["account"]),
        _span(row),
    )  # fmt: skip


def _away(rows: Iterable[Mapping[str, Any]]) -> dict[UUID, tuple[Away, ...]]:
    found: dict[UUID, tuple[Away, ...]] = {}
    for row in rows:
        account, deputy = UUID(row["account_id"]), row["deputy_id"]
        one = Away(UUID(deputy) if deputy else None, _span(row), row["is_shut"])
        found[account] = (*found.get(account, ()), one)
    return found


def _span(row: Mapping[str, Any]) -> Span:
    last = row["ends_on"]
    return Span(date.fromisoformat(row["starts_on"]), date.fromisoformat(last) if last else None)


def _wishes(row: Mapping[str, Any]) -> Wishes:
    return Wishes(
        _time(row["quiet_from"]), _time(row["quiet_to"]), row["days_off"], _time(row["digest_at"]),
        frozenset(row["digest_kinds"]), frozenset(row["hidden_kinds"]),
    )  # fmt: skip


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
