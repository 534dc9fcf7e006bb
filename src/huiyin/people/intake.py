"""Which unit takes in what a resident raises online: the nearest one that says it does."""

from __future__ import annotations

from huiyin.people.actor import Intake
from huiyin.people.models import Unit
from huiyin.places.models import Division


def intake_unit(place: Division) -> Unit | None:
    """The unit of this division, else of the nearest one above it, that takes in online matters;
    None when there is none."""
    above = Division.objects.above(place).values("code")
    return (
        Unit.objects.filter(takes_online=True, dissolved_on__isnull=True, division__in=above)
        .select_related("division")
        .order_by("-division__path")
        .first()
    )


def intake_of(unit: Unit) -> Intake:
    """The same as an actor carries it; `unit` was loaded with its division."""
    return Intake(unit.pk, unit.division.path)
