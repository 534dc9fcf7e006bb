"""Whom residents of a grid can turn to: posts of the grid, its village, its town (S2, S3).

Only office numbers: of the post, else of its unit. A post that nobody holds is not named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.people.models import Holding, Role, Unit
from huiyin.places.models import Division, Grid, Level

MOST = 3
_NEAREST = (Role.GRID, Role.HEAD, Role.WINDOW, Role.LEADER)
"""Who stands on a card, in this order when equally near."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One line of a card: the post, who holds it, the office's number."""

    title: str
    name: str
    unit: str
    phone: str


def contacts(grid: Grid, on: date) -> list[Contact]:
    """At most three, the nearest first; two statements."""
    return contacts_of([grid], on)[grid.code]


def contacts_of(grids: Sequence[Grid], on: date) -> dict[str, list[Contact]]:
    """Grid code → its contacts, for many grids with two statements."""
    places = {code for grid in grids for code in _places(grid)}
    holdings = (
        Holding.objects.on(on)
        .filter(post__active=True, post__role__in=_NEAREST, account__is_active=True)
        .filter(post__unit__division__in=places, post__unit__dissolved_on__isnull=True)
        .select_related("post__unit", "account")
        .order_by("post__unit__code", "post__title")
    )
    found = list(holdings)
    return {grid.code: _of(grid, found) for grid in grids}


def _of(grid: Grid, holdings: Sequence[Holding]) -> list[Contact]:
    places = _places(grid)
    near = [one for one in holdings if one.post.unit.division_id in places and _fits(one, grid)]
    near.sort(key=lambda one: (places.index(one.post.unit.division_id), _rank(one)))
    own = [one for one in near if one.post.grid_id]
    chosen = [*own, *(one for one in near if not one.post.grid_id)][:MOST]
    return [_contact(one) for one in chosen]


def _fits(holding: Holding, grid: Grid) -> bool:
    """A post of a grid is for that grid alone; others serve their whole place."""
    post = holding.post
    return post.grid_id == grid.code if post.role == Role.GRID else True


def _rank(holding: Holding) -> int:
    return _NEAREST.index(Role(holding.post.role))


def _contact(holding: Holding) -> Contact:
    post, unit = holding.post, holding.post.unit
    return Contact(post.title, str(holding.account), unit.name, post.phone or unit.phone)


def _places(grid: Grid) -> list[str]:
    """The division of the grid, then the town above it."""
    town = f"{grid.code[:9]}000"
    return [grid.division_id] if grid.division_id == town else [grid.division_id, town]


def offices() -> list[Unit]:
    """Units that residents can come to or write to, from the top down: 条例第十八条."""
    return list(
        Unit.objects.filter(takes_online=True, dissolved_on__isnull=True)
        .select_related("division")
        .order_by("division__path", "code")
    )


def grids_of(place: Division) -> list[Grid]:
    """The grids in a village or town, by code."""
    if place.level < Level.TOWN:
        return []
    grids = Grid.objects.filter(division__path__under=place.path, division__retired_on__isnull=True)
    return list(grids.select_related("division").order_by("code"))
