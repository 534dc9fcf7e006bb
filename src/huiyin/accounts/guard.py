"""Counting tries at a password, in the database, so that several processes count together.

Per address and name, and per name from anywhere. A try is counted before the password is looked at,
so that tries made at the same moment do not slip through; one that is right takes its count back.
Whoever is over the limit gets the same answer as with a wrong password, for a quarter of an hour,
whatever the password; what is tried meanwhile does not prolong it, so nobody can lock somebody else
out for good.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from huiyin.accounts.models import Attempts

WINDOW = timedelta(minutes=15)
MOST_HERE = 5
"""Wrong passwords for one name from one address."""
MOST_FOR_NAME = 20
"""Wrong passwords for one name from anywhere."""
MOST_TOLD = 20
"""Failures of one address that the log keeps; beyond, only what locks a name."""

_COUNT = """
    INSERT INTO accounts_attempts AS kept (key, tries, most, until)
    SELECT key, 1, most, %(until)s FROM unnest(%(keys)s::text[], %(most)s::int[]) AS new (key, most)
    ORDER BY key
    ON CONFLICT (key) DO UPDATE SET
        tries = CASE WHEN kept.until <= %(now)s THEN 1 ELSE kept.tries + 1 END,
        until = CASE WHEN kept.until <= %(now)s OR kept.tries + 1 = kept.most
                     THEN excluded.until ELSE kept.until END
    RETURNING key, tries
"""


@dataclass(frozen=True)
class Tried:
    """One try: its keys, and how many there were under each, this one included."""

    here: str
    name: str
    address: str
    counts: dict[str, int]

    @property
    def is_locked(self) -> bool:
        """Were there too many before this one?"""
        return self.counts[self.here] > MOST_HERE or self.counts[self.name] > MOST_FOR_NAME

    @property
    def locks(self) -> bool:
        """Is this the last one allowed?"""
        return self.counts[self.here] == MOST_HERE or self.counts[self.name] == MOST_FOR_NAME

    @property
    def is_told(self) -> bool:
        """Does the log still keep failures of this address?"""
        return self.counts[self.address] <= MOST_TOLD


def count(address: str, name: str) -> Tried:
    """Count one try at `name` from `address`, in one statement that is safe among processes."""
    same = unicodedata.normalize("NFKC", name).casefold()
    here, anywhere, somebody = _key("here", address, same), _key("name", same), _key("at", address)
    limits = {here: MOST_HERE, anywhere: MOST_FOR_NAME, somebody: MOST_TOLD}
    now = timezone.now()
    given: dict[str, Any] = {
        "keys": [*limits],
        "most": [*limits.values()],
        "now": now,
        "until": now + WINDOW,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, given)
        return Tried(here, anywhere, somebody, dict(cursor.fetchall()))


def take_back(tried: Tried) -> None:
    """The password was right: forget what this address did with the name, and this one try."""
    Attempts.objects.filter(key=tried.here).delete()
    others = Attempts.objects.filter(key__in=(tried.name, tried.address), tries__gt=0)
    others.update(tries=F("tries") - 1)
    Attempts.objects.filter(until__lt=timezone.now() - WINDOW).delete()


def _key(*parts: str) -> str:
    return salted_hmac("huiyin.accounts.guard", "\0".join(parts), algorithm="sha256").hexdigest()
