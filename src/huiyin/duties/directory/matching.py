"""Who can help with a matter: by expertise, place and day. Pure; LAW knows no order, so ours is
said here: the more exact expertise first, then the nearer, then by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Offer:
    """One member of a pool. `expertise` are codes of categories; `path` is the place (empty:
    anywhere), `weekdays` the days on which they can be asked (none: any; 0 is Monday)."""

    key: str
    name: str
    expertise: tuple[str, ...]
    path: str = ""
    weekdays: tuple[int, ...] = ()
    away_until: date | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An offer that fits: how many digits of the category it is exact to."""

    offer: Offer
    exact: int


def matches(offers: Iterable[Offer], category: str, path: str, day: date) -> list[Match]:
    """Offers for a matter of a category at a place that can be asked on a day, the best first. A
    matter without a category fits everybody (exact 0)."""
    found = [
        Match(offer, exact)
        for offer in offers
        if (exact := _exact(offer, category)) is not None
        and is_there(offer, day)
        and _reaches(offer, path)
    ]
    return sorted(found, key=lambda one: (-one.exact, -len(one.offer.path), one.offer.name))


def is_there(offer: Offer, day: date) -> bool:
    """Whether somebody can be asked on a day."""
    if offer.away_until is not None and day <= offer.away_until:
        return False
    return not offer.weekdays or day.weekday() in offer.weekdays


def _exact(offer: Offer, category: str) -> int | None:
    """Length of the longest code of the expertise that covers the category; None for none."""
    if not category:
        return 0
    return max((len(code) for code in offer.expertise if category.startswith(code)), default=None)


def _reaches(offer: Offer, path: str) -> bool:
    return not offer.path or f"{path}.".startswith(f"{offer.path}.")
