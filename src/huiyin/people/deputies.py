"""Who acts in a post on a day: its holder, or who deputises while the holder is away (代理).

Days are whole local days. A chain of deputies is followed to the first who is there (A is away, so
is B, who deputises for A: C deputises for both). Where a deputy was named and the chain leads
nowhere (it comes round, somebody in it named nobody, an account is shut), the head of the unit
acts, but never in a post of administration or audit. Who names no deputy is not stood in for; the
head finds them in a list.

The same rule is written twice, for two questions: in SQL for what one account may do now, asked at
every request (`seats`), and below for who is to be told of some posts (`acting_for`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.people.models import Role

GUARDED = (Role.ADMIN, Role.AUDITOR)
"""Roles that fall to nobody who was not named."""
_TODAY = "ended_at IS NULL AND starts_on <= %(on)s AND ends_on >= %(on)s"
_HELD = """
    JOIN people_post p ON p.id = h.post_id AND p.active
    JOIN people_unit u ON u.id = p.unit_id
        AND (u.dissolved_on IS NULL OR u.dissolved_on > %(on)s)
"""
_IN_FORCE = "h.starts_on <= %(on)s AND (h.ends_on IS NULL OR h.ends_on >= %(on)s)"

_SEATS = f"""
WITH RECURSIVE away AS NOT MATERIALIZED (
    SELECT account_id, deputy_id FROM people_absence WHERE {_TODAY}
), stands AS (
    SELECT %(account)s::uuid AS account
    UNION
    SELECT away.account_id FROM stands
    JOIN away ON away.deputy_id = stands.account
    JOIN people_account a ON a.id = away.account_id AND a.is_active
    WHERE NOT EXISTS (SELECT 1 FROM away mine WHERE mine.account_id = %(account)s::uuid)
), held AS (
    SELECT p.id, p.role, p.unit_id, h.account_id
    FROM stands JOIN people_holding h ON h.account_id = stands.account AND {_IN_FORCE} {_HELD}
), headed AS (
    SELECT DISTINCT unit_id FROM held WHERE role = 'head'
        AND NOT EXISTS (SELECT 1 FROM away mine WHERE mine.account_id = %(account)s::uuid)
), chain AS (
    SELECT p.id, p.role, p.unit_id, h.account_id, away.deputy_id AS next,
        ARRAY[h.account_id] AS seen
    FROM headed JOIN people_post post ON post.unit_id = headed.unit_id
        AND post.role <> ALL (%(guarded)s::text[])
    JOIN people_holding h ON h.post_id = post.id AND {_IN_FORCE} {_HELD}
    JOIN people_account a ON a.id = h.account_id AND a.is_active
    JOIN away ON away.account_id = h.account_id AND away.deputy_id IS NOT NULL
    UNION ALL
    SELECT chain.id, chain.role, chain.unit_id, chain.account_id, away.deputy_id,
        chain.seen || chain.next
    FROM chain JOIN people_account a ON a.id = chain.next AND a.is_active
    JOIN away ON away.account_id = chain.next
    WHERE chain.next <> ALL (chain.seen)
), found AS (
    SELECT id, role, unit_id, account_id FROM held
    UNION
    SELECT id, role, unit_id, account_id FROM chain
    WHERE next IS NULL OR next = ANY (seen)
        OR NOT EXISTS (SELECT 1 FROM people_account a WHERE a.id = chain.next AND a.is_active)
)
SELECT f.id, f.role, post.title, f.unit_id, u.name, u.above, d.path::text, post.grid_id,
    CASE WHEN f.account_id = %(account)s::uuid THEN ''
        ELSE coalesce(nullif(a.display_name, ''), a.username) END,
    coalesce((SELECT n.pack FROM places_division n WHERE n.pack <> '' AND d.path <@ n.path
        ORDER BY n.path DESC LIMIT 1), '')
FROM found f
JOIN people_post post ON post.id = f.id
JOIN people_unit u ON u.id = f.unit_id
JOIN places_division d ON d.code = u.division_id
JOIN people_account a ON a.id = f.account_id
ORDER BY f.account_id <> %(account)s::uuid, u.code, post.title, f.id
"""  # noqa: S608 -- constants of this module


def seats(account: UUID, on: date) -> list[tuple[Any, ...]]:
    """The posts in which an account in use may act on that day, in one statement: id, role, title,
    unit, its name, those above it, path of its division, grid, for whom (empty: its own), and
    the pack in force there (empty: none of its own)."""
    with connection.cursor() as cursor:
        cursor.execute(_SEATS, {"account": account, "on": on, "guarded": list(GUARDED)})
        return list(cursor.fetchall())


@dataclass(frozen=True)
class _Duty:
    """Heads of units, and who of the holders and their deputies is away on the day, or shut."""

    heads: dict[UUID, tuple[UUID, ...]]
    away: dict[UUID, UUID | None]
    shut: frozenset[UUID]

    def there(self, account: UUID) -> UUID | None:
        """The account, or the first of its deputies who is there; None when nobody is."""
        seen: set[UUID] = set()
        at: UUID | None = account
        while at is not None and at not in seen and at not in self.shut:
            if at not in self.away:
                return at
            seen.add(at)
            at = self.away[at]
        return None

    def is_unnamed(self, account: UUID) -> bool:
        """Is this one away without having named a deputy?"""
        return account in self.away and self.away[account] is None


_DUTY = f"""
WITH RECURSIVE asked AS (
    SELECT id, unit_id, role FROM people_post WHERE id = ANY (%(posts)s::uuid[])
), seat AS (
    SELECT p.id, p.unit_id, p.role, h.account_id
    FROM people_post post
    JOIN people_holding h ON h.post_id = post.id AND {_IN_FORCE} {_HELD}
    WHERE post.id IN (SELECT id FROM asked)
        OR (post.role = 'head' AND post.unit_id IN (SELECT unit_id FROM asked))
), away AS (
    SELECT b.account_id, b.deputy_id FROM seat
    JOIN people_absence b ON b.account_id = seat.account_id AND b.ended_at IS NULL
        AND b.starts_on <= %(on)s AND b.ends_on >= %(on)s
    UNION
    SELECT b.account_id, b.deputy_id FROM away
    JOIN people_absence b ON b.account_id = away.deputy_id AND b.ended_at IS NULL
        AND b.starts_on <= %(on)s AND b.ends_on >= %(on)s
), met AS (
    SELECT account_id AS id FROM seat UNION SELECT deputy_id FROM away
)
SELECT 'seat', id, unit_id, role, account_id FROM seat
UNION ALL SELECT 'away', account_id, deputy_id, '', NULL FROM away
UNION ALL SELECT 'shut', a.id, NULL, '', NULL FROM people_account a
    WHERE NOT a.is_active AND a.id IN (SELECT id FROM met)
"""  # noqa: S608 -- constants of this module


def acting_for(post_ids: Collection[UUID], on: date) -> dict[UUID, list[UUID]]:
    """Post → the accounts that act in it on that day: the holder who is there, else the deputy,
    else the heads of the unit; nobody for a vacant post and for one whose holder named no deputy.
    One statement for any number of posts."""
    with connection.cursor() as cursor:
        cursor.execute(_DUTY, {"posts": list(post_ids), "on": on})
        rows = list(cursor.fetchall())
    seated = {row[1]: row for row in rows if row[0] == "seat"}
    duty = _Duty(
        _heads(seated.values()),
        {row[1]: row[2] for row in rows if row[0] == "away"},
        frozenset(row[1] for row in rows if row[0] == "shut"),
    )
    return {post: _acting(seated.get(post), duty) for post in post_ids}


def _heads(seats_: Iterable[tuple[Any, ...]]) -> dict[UUID, tuple[UUID, ...]]:
    found: dict[UUID, tuple[UUID, ...]] = {}
    for _kind, _post, unit, role, account in seats_:
        if role == Role.HEAD:
            found[unit] = (*found.get(unit, ()), account)
    return found


def _acting(seat: tuple[Any, ...] | None, duty: _Duty) -> list[UUID]:
    if seat is None:
        return []
    _kind, _post, unit, role, account = seat
    if account in duty.shut or duty.is_unnamed(account):
        return []
    if (there := duty.there(account)) is not None:
        return [there]
    if role in GUARDED:
        return []
    heads = (duty.there(head) for head in duty.heads.get(unit, ()))
    return sorted({head for head in heads if head is not None})
