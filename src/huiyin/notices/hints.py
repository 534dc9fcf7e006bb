"""Hints: that something changed, never what. Sent with the commit, read by open pages (`live`).

A hint is JSON on one channel of the database: `{m: matter, s: seq, u: [units]}`, of a sealed matter
`{m}` alone, or `{a: [accounts]}`. What changed is fetched by ordinary pages, so policy stays there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

import orjson
from django.core import signing

from huiyin.engine.standing import Standing
from huiyin.matters.models import Matter

CHANNEL = "huiyin"
AT_ONCE = 150
"""Accounts in one hint: a payload has 8000 bytes."""
MAX_AGE = 12 * 3600
"""Seconds for which a page may listen; it is loaded anew long before."""
_SALT = "huiyin.live"


@dataclass(frozen=True, slots=True)
class Listener:
    """What a page may be told about: one account's notices, one matter, lists of some units."""

    account: UUID
    matter: UUID | None = None
    units: frozenset[UUID] = frozenset()


class BadTokenError(ValueError):
    """A token that is forged, too old or no token."""


def of_matter(matter: Matter, before: Standing) -> str:
    """The hint that a matter has a new event."""
    if matter.sealed:
        return orjson.dumps({"m": str(matter.pk)}).decode()
    units = {str(matter.owner_unit_id), before.owner or str(matter.owner_unit_id)}
    return orjson.dumps({"m": str(matter.pk), "s": matter.seq, "u": sorted(units)}).decode()


def token(account: UUID, matter: UUID | None, units: Iterable[UUID]) -> str:
    """What a page shows to listen; signed, so that the stream needs neither session nor query."""
    said = {"a": account.hex, "m": matter.hex if matter else None, "u": [u.hex for u in units]}
    return signing.dumps(said, salt=_SALT, compress=True)


def listener(text: str) -> Listener:
    """Whom a token was made for. Raises BadTokenError."""
    try:
        said = signing.loads(text, salt=_SALT, max_age=MAX_AGE)
        units: Collection[str] = said["u"]
        matter = UUID(said["m"]) if said["m"] else None
        return Listener(UUID(said["a"]), matter, frozenset(map(UUID, units)))
    except (signing.BadSignature, ValueError, KeyError, TypeError) as wrong:
        raise BadTokenError from wrong
