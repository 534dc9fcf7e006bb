"""A private calendar address (iCalendar, RFC 5545) with one person's shifts.

A calendar program has no staff session: whoever has the address reads it. So it says nothing but
which rota, which unit, which place and when; only a hash of its token is kept, a new address ends
the one before, and its owner can end it at any time.
"""

from __future__ import annotations

import secrets
from datetime import UTC, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from huiyin.duties.models import Feed, Shift
from huiyin.duties.rotas import policy
from huiyin.duties.rotas.kinds import shape_of
from huiyin.duties.rotas.words import slot_name
from huiyin.people.actor import Actor
from huiyin.people.changes import note
from huiyin.people.models import Account
from huiyin.ui.sentences import say

BYTES = 32
BACK = timedelta(days=31)
"""Shifts of so many days before today stay in the calendar."""
MOST = 500
AGAIN = timedelta(hours=1)
"""How often a calendar program should ask."""


def make(*, by: Actor) -> str:
    """A new token for the actor's own shifts, shown once; the one before ends. Raises
    PermissionDenied."""
    account = policy.account_of(by)
    token = secrets.token_urlsafe(BYTES)
    with transaction.atomic():
        Account.objects.select_for_update(no_key=True).get(
            pk=account
        )  # two at once: the later one holds
        _end(account)
        row = Feed.objects.create(account_id=account, token_hash=hash_of(token))
        note("feed", row, "create", by=account)
    return token


def end(*, by: Actor) -> bool:
    """End the address of the actor; whether there was one. Raises PermissionDenied."""
    return bool(_end(policy.account_of(by)))


def current(actor: Actor) -> Feed | None:
    """The actor's address that is in use: since when, not what it is."""
    return Feed.objects.filter(account=actor.account_id, ended_at__isnull=True).first()


def owner(token: str) -> Account | None:
    """Whose address this is; None for one that never was, has ended, or whose account is shut."""
    found = Feed.objects.filter(
        token_hash=hash_of(token), ended_at__isnull=True, account__is_active=True
    )
    row = found.select_related("account").first()
    return row.account if row else None


def hash_of(token: str) -> str:
    """What is kept of a token. It has 256 random bits: no salt, no slow hash is needed."""
    return sha256(token.encode()).hexdigest()


def calendar_of(account: Account) -> bytes:
    """The shifts of an account as a calendar, in its language: one statement."""
    rows = Shift.objects.filter(
        account=account, cancelled_at__isnull=True, ends_at__gt=timezone.now() - BACK
    ).select_related("rota__unit")
    with translation.override(account.language):
        calendar = Calendar()
        calendar.add("prodid", "-//Huiyin//rotas//")
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", _("My shifts"))
        calendar.add("refresh-interval", AGAIN, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
        for shift in rows.order_by("begins_at", "pk")[:MOST]:
            calendar.add_component(_event(shift))
        return bytes(calendar.to_ical())


def _event(shift: Shift) -> Event:
    shape = shape_of(shift.rota)
    name = say(shape) if shape else shift.rota.key
    event = Event()
    event.add("uid", f"{shift.pk}@huiyin")
    event.add("dtstamp", shift.planned_at.astimezone(UTC))
    event.add("dtstart", shift.begins_at.astimezone(UTC))
    event.add("dtend", shift.ends_at.astimezone(UTC))
    event.add("summary", f"{name} · {slot_name(shape, shift.slot)}")
    event.add("location", shift.rota.unit.name)
    event.add("class", "PRIVATE")
    return event


def _end(account: UUID) -> int:
    rows = Feed.objects.filter(account=account, ended_at__isnull=True)
    return rows.update(ended_at=timezone.now())
