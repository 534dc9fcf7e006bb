"""The hash chain of one matter (DESIGN.md, idea 3).

An event's hash is SHA-256 over its canonical JSON and the hash before it. Free text and personal
data are not in that JSON: in their place stands a commitment, SHA-256 over a random salt and the
value, so that lawful erasure leaves the chain whole and nobody can guess a value from its hash.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from huiyin.common.canonical import canonical
from huiyin.matters.models.event import Event

SALT_BYTES = 16


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def commitment(salt: bytes, value: str) -> str:
    """64 hexadecimal digits that stand for `value` in the chain."""
    return sha256(salt + value.encode()).hexdigest()


def genesis(matter_id: UUID) -> bytes:
    """What the first event of a matter has in place of a previous hash."""
    return sha256(b"huiyin:" + matter_id.bytes).digest()


def event_hash(event: Event, prev: bytes) -> bytes:
    """32 bytes over every column of `event` except `id`, `prev` and `hash`, and over `prev`."""
    content = {
        "matter": str(event.matter_id), "seq": event.seq, "act": event.act, "step": event.step,
        "version": event.version, "at": _utc(event.at), "recorded_at": _utc(event.recorded_at),
        "via": event.via, "account": _id(event.account_id), "post": _id(event.post_id),
        "unit": _id(event.unit_id), "data": event.data,
    }  # fmt: skip
    return sha256(prev + canonical(content)).digest()


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _id(value: UUID | None) -> str | None:
    return None if value is None else str(value)
