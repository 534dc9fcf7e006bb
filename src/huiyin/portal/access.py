"""Number and access code open one matter to its resident, for this visit (条例第二十一条).

What was opened stands in the session, not in addresses: an address can be passed on by accident.
Wrong codes are counted for each number, so that nobody can try them all; the count forgets after
an hour and never locks the office's own pages.
"""

from __future__ import annotations

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


class TooManyTries(Exception):
    """So many wrong codes for one number that it is closed for an hour."""


def opened(request: HttpRequest) -> Actor | None:
    """The resident whose matter this visit has opened, None before."""
    kept = request.session.get(_KEY)
    return resident(kept["number"], UUID(kept["id"])) if kept else None


def number_of(request: HttpRequest) -> str:
    """The number of the matter that is open. Raises KeyError."""
    return str(request.session[_KEY]["number"])


def signatory_of(request: HttpRequest) -> int:
    """Which signatory of a joint letter has opened it; 1 for everybody else. Raises KeyError."""
    return int(request.session[_KEY]["signatory"])


def open_matter(request: HttpRequest, number: str, code: str) -> bool:
    """Open the matter if the code is its own: the answer is the same for a wrong code and for a
    number that does not exist. `26-000042-7/2` is the second signatory's number. Raises
    TooManyTries."""
    number, signatory = split_number(number)
    try:
        canonical = parse_number(number)
    except NumberError:
        return False
    tries = f"follow:{canonical}"
    if cache.get(tries, 0) >= MOST_TRIES:
        raise TooManyTries(canonical)
    found = opened_by(canonical, signatory, code)
    if found is None:
        cache.add(tries, 0, FORGET_SECONDS)
        cache.incr(tries)
        return False
    request.session.cycle_key()
    request.session[_KEY] = {"number": canonical, "id": str(found), "signatory": signatory}
    return True


def close_matter(request: HttpRequest) -> None:
    """Forget what was opened."""
    request.session.pop(_KEY, None)
