"""Who decides and why: one check for all decisions of the archive."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from huiyin.archive.errors import Impossible
from huiyin.engine.forms import storable
from huiyin.people.actor import Actor

LONGEST = 500


def account_of(actor: Actor) -> UUID:
    """The account that decides. Raises Impossible (`not_allowed`) for the system and residents."""
    if actor.account_id is None:
        raise Impossible("not_allowed")
    return actor.account_id


def day_of(text: str) -> date | None:
    """A day as a form or the API writes it, None for nothing. Raises Impossible (`date`)."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Impossible("date", value=text[:40]) from None


def checked(text: str, *, required: bool) -> str:
    """The text without spaces around it. Raises Impossible (`reason_required`, `too_long`,
    `control_character`)."""
    text = text.strip()
    if required and not text:
        raise Impossible("reason_required")
    if len(text) > LONGEST:
        raise Impossible("too_long", limit=str(LONGEST))
    if not storable(text):
        raise Impossible("control_character")
    return text
