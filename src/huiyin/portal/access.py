"""Number and access code open one matter to its resident, for this visit (条例第二十一条).

What was opened stands in the session, not in addresses: an address can be passed on by accident.
Wrong codes are counted for each number, so that nobody can try them all; the count forgets after
an hour and never locks the office's own pages. Pages and API count together.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest

from huiyin.common.ids import NumberError, parse_number
from huiyin.matters.codes import split_number
from huiyin.matters.queries.by_code import opened_by
from huiyin.people.actor import Actor, resident

MOST_TRIES = 10
FORGET_SECONDS = 3600
_KEY = "follow"
_NEW = "follow_new"


class TooManyTries(Exception):
    """So many wrong codes for one number that it is closed for an hour."""


@dataclass(frozen=True, slots=True)
class Found:
    """The matter that number and code belong to; `signatory` is 1 but for a joint letter."""

    number: str
    id: UUID
    signatory: int

    @property
    def actor(self) -> Actor:
        return resident(self.number, self.id)


def find(number: str, code: str) -> Found | None:
    """The matter if the code is its own, else None: the answer is the same for a wrong code and
    for a number that does not exist. `26-000042-7/2` is the second signatory's number. Raises
    TooManyTries."""
    number, signatory = split_number(number)
    try:
        canonical = parse_number(number)
    except NumberError:
        return None
    tries = f"follow:{canonical}"
    if cache.get(tries, 0) >= MOST_TRIES:
        raise TooManyTries(canonical)
    found = opened_by(canonical, signatory, code)
    if found is None:
        cache.add(tries, 0, FORGET_SECONDS)
        cache.incr(tries)
        return None
    return Found(canonical, found, signatory)


def opened(request: HttpRequest) -> Found | None:
    """The matter that this visit has opened, None before."""
    kept = request.session.get(_KEY)
    return Found(kept["number"], UUID(kept["id"]), int(kept["signatory"])) if kept else None


def open_matter(request: HttpRequest, number: str, code: str) -> bool:
    """Open the matter for this visit if the code is its own. Raises TooManyTries."""
    found = find(number, code)
    if found is None:
        return False
    request.session.cycle_key()
    close_matter(request)
    request.session[_KEY] = {
        "number": found.number, "id": str(found.id), "signatory": found.signatory,
    }  # fmt: skip
    return True


def close_matter(request: HttpRequest) -> None:
    """Forget what was opened."""
    request.session.pop(_KEY, None)
    request.session.pop(_NEW, None)


def keep_new(request: HttpRequest, number: str, matter_id: UUID) -> None:
    """Remember the matter that was just opened from this one, to show its code once more."""
    request.session[_NEW] = {"number": number, "id": str(matter_id)}


def new(request: HttpRequest) -> tuple[str, UUID] | None:
    """Number and id of the matter that was opened from this one in this visit."""
    kept = request.session.get(_NEW)
    return (str(kept["number"]), UUID(kept["id"])) if kept else None
