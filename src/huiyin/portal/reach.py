"""Places as residents choose them, and the office that takes in what is raised there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.people.intake import intake_unit
from huiyin.people.models import Unit
from huiyin.places.codes import CODE_DIGITS
from huiyin.places.models import Division

MOST = 400
"""Places under one; more than any county has towns or any town has villages."""
_DEEPEST = 5


@dataclass(frozen=True)
class Choice:
    """One level of the chain: what can be chosen under what, and what is."""

    above: Division | None
    places: Sequence[Division]
    chosen: str

    @property
    def name(self) -> str:
        return f"place-{self.above.level if self.above else 0}"


@dataclass(frozen=True)
class Chain:
    """The levels from the first choice down; `place` is the place chosen so far."""

    levels: Sequence[Choice]
    place: Division | None

    @property
    def points(self) -> Sequence[Division]:
        """Places that a map can show: the last level's, with the place chosen."""
        last = self.levels[-1].places if self.levels else ()
        found = [*last, *([self.place] if self.place else [])]
        return [one for one in found if one.latitude is not None and one.longitude is not None]


def chain(code: str) -> Chain:
    """The choices that lead to a place; an unknown code, or one that nobody takes in, chooses
    nothing. At most one statement a level, and two."""
    roots = _roots()
    path = _path(code, roots)
    place = path[-1] if path else roots[0] if len(roots) == 1 else None
    levels = []
    if len(roots) > 1:
        levels.append(Choice(None, roots, path[0].pk if path else ""))
    upper = path or ([roots[0]] if len(roots) == 1 else [])
    for number, above in enumerate(upper):
        below = under(above)
        if below:
            levels.append(
                Choice(above, below, path[number + 1].pk if len(path) > number + 1 else "")
            )
    return Chain(levels, place)


def under(place: Division) -> Sequence[Division]:
    """The places directly under one."""
    if place.level >= _DEEPEST:
        return ()
    children = Division.objects.in_force().filter(parent=place).exclude(pk=place.pk)
    return list(children.order_by("code")[:MOST])


def office(code: str) -> Unit | None:
    """The office that takes in what is raised at a place; without a place, that of the only area
    there is."""
    place = division(code)
    if place is None and not code:
        roots = _roots()
        place = roots[0] if len(roots) == 1 else None
    return intake_unit(place) if place else None


def to_call(code: str = "") -> Sequence[Unit]:
    """Offices with a telephone for a place where nobody takes matters in online, nearest first."""
    units = Unit.objects.filter(dissolved_on__isnull=True).exclude(phone="")
    place = division(code)
    if place is not None:
        near = units.filter(division__path__above=place.path).order_by("-division__path", "code")
        if found := list(near[:4]):
            return found
    return list(units.order_by("division__path", "code")[:4])


def _roots() -> list[Division]:
    """The topmost places in which an office takes matters in online."""
    units = Unit.objects.filter(takes_online=True, dissolved_on__isnull=True)
    places = Division.objects.in_force().filter(units__in=units).order_by("path")
    roots: list[Division] = []
    for place in places[:MOST]:
        if not any(_is_under(place, root) for root in roots):
            roots.append(place)
    return roots


def _path(code: str, roots: Sequence[Division]) -> list[Division]:
    """From a root down to the place; empty when it lies under none."""
    place = division(code)
    root = next((one for one in roots if place and _is_under(place, one)), None)
    if place is None or root is None:
        return []
    above = Division.objects.above(place).filter(path__under=root.path)
    return [*above.exclude(pk=place.pk), place]


def division(code: str) -> Division | None:
    """A place in use; None for what is no code at all."""
    if len(code) != CODE_DIGITS or not (code.isascii() and code.isdecimal()):
        return None
    return Division.objects.in_force().filter(pk=code).first()


def _is_under(place: Division, root: Division) -> bool:
    return f"{place.path}.".startswith(f"{root.path}.")
