"""The daily root: one signed hash over the heads of all chains (DESIGN.md, idea 3).

Whoever keeps yesterday's root elsewhere (a printed page, another office) can prove that nothing
recorded before its cutoff was changed, added or taken away since. The root is SHA-256 over the
root before it, the day, the cutoff, and for every matter in order of its id: id, sequence and hash
of its newest event recorded up to the cutoff.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from huiyin.matters import keys
from huiyin.matters.actions.door import WRITERS_LOCK
from huiyin.matters.models import DayRoot

GENESIS = sha256(b"huiyin:root").digest()
"""What the first root has in place of one before it."""

_SIGNERS_LOCK = 0x48594E + 1
_HEADS = """
    SELECT DISTINCT ON (matter_id) matter_id, seq, hash FROM matters_event
    WHERE recorded_at <= %s ORDER BY matter_id, seq DESC
"""
_BATCH = 5_000


class RootError(Exception):
    """A root that cannot be signed: its day lies before the newest one's."""


class RootHasher:
    """Takes heads in order of matter id and gives the root; used to sign and to verify alike."""

    def __init__(self, prev: bytes, day: date, cutoff: datetime) -> None:
        self.cutoff = cutoff
        self.matters = 0
        self._hash = sha256(prev + day.isoformat().encode() + _utc(cutoff).encode())

    def add(self, matter_id: UUID, seq: int, event_hash: bytes) -> None:
        """Cover one more matter by its newest event."""
        self._hash.update(matter_id.bytes + seq.to_bytes(8, "big") + event_hash)
        self.matters += 1

    def digest(self) -> bytes:
        """32 bytes over everything added so far."""
        return self._hash.digest()


def message(root: DayRoot) -> bytes:
    """What is signed: day, cutoff, number of matters and root, one a line."""
    words = (root.day.isoformat(), _utc(root.cutoff), str(root.matters), bytes(root.root).hex())
    return "\n".join(("huiyin root", *words)).encode()


def sign(day: date | None = None) -> DayRoot:
    """Sign the root of `day` (default: today, a local date) over all events up to this moment.

    A day has one root: the one that is there is returned. Writers wait only while the cutoff is
    taken, not while the heads are read. Raises RootError for a day before the newest root's.
    """
    day = day or timezone.localdate()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SIGNERS_LOCK])
        newest = DayRoot.objects.order_by("-day").first()
        if newest is not None and newest.day >= day:
            return _existing(day)
        return _sign(day, _cutoff(), bytes(newest.root) if newest else GENESIS)


def _existing(day: date) -> DayRoot:
    root = DayRoot.objects.filter(day=day).first()
    if root is None:
        msg = f"{day} has no root, and a later day has one already"
        raise RootError(msg)
    return root


def _cutoff() -> datetime:
    """A moment up to which every event is committed: writers note the time under the shared lock.

    Taken and let go in one statement, so that writers do not wait for the heads to be read.
    """
    sql = "SELECT pg_advisory_lock(%s), clock_timestamp(), pg_advisory_unlock(%s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [WRITERS_LOCK, WRITERS_LOCK])
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 -- a SELECT without FROM has one row
    moment: datetime = row[1]
    return moment


def _sign(day: date, cutoff: datetime, prev: bytes) -> DayRoot:
    hasher = RootHasher(prev, day, cutoff)
    for matter_id, seq, event_hash in _heads(cutoff):
        hasher.add(matter_id, seq, bytes(event_hash))
    key = keys.private_key()
    root = DayRoot(
        day=day, cutoff=cutoff, matters=hasher.matters, prev=prev, root=hasher.digest(),
        key_id=keys.key_id(key.public_key()),
    )  # fmt: skip
    root.signature = key.sign(message(root))
    root.save(force_insert=True)
    return root


def _heads(cutoff: datetime) -> Iterator[tuple[Any, ...]]:
    """(matter id, seq, hash) of each matter's newest event, streamed from a server-side cursor."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_HEADS, [cutoff])
        while rows := cursor.fetchmany(_BATCH):
            yield from rows


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
