"""Units."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from huiyin.api.access import actor_of
from huiyin.api.problems import problems
from huiyin.api.shapes.administration import DissolveIn, UnitIn, UnitOut, UnitsOut, unit_out
from huiyin.people import policy, registry
from huiyin.people.actions import units

router = Router()
LONGEST = 60


@router.get("/admin/units", response=UnitsOut, openapi_extra=problems(403))
def list_admin_units(
    request: HttpRequest, at: UUID | None = None, q: str = "", after: str = ""
) -> UnitsOut:
    """One level of the tree below `at` (the top without), or what is found by `q`."""
    policy.require(actor_of(request), "read")
    text, after = (word.replace("\x00", "").strip()[:LONGEST] for word in (q, after))
    part = registry.find_units(text, after) if text else registry.units(under=at, after=after)
    return UnitsOut(items=[unit_out(one) for one in part.rows], next=part.after or None)


@router.post("/admin/units", response={201: UnitOut}, openapi_extra=problems(403, 422))
def create_unit(request: HttpRequest, body: UnitIn) -> Status[UnitOut]:
    """Set up a unit."""
    return Status(201, unit_out(units.create(body.data(), by=actor_of(request))))


@router.get("/admin/units/{unit}", response=UnitOut, openapi_extra=problems(403, 404))
def get_admin_unit(request: HttpRequest, unit: UUID) -> UnitOut:
    """One unit."""
    policy.require(actor_of(request), "read")
    return unit_out(registry.unit(unit))


@router.put("/admin/units/{unit}", response=UnitOut, openapi_extra=problems(403, 404, 409, 422))
def change_unit(request: HttpRequest, unit: UUID, body: UnitIn) -> UnitOut:
    """Change a unit: every field is sent, and `expected` as it was read."""
    units.change(unit, body.data(), by=actor_of(request), expected=body.expected)
    return unit_out(registry.unit(unit))


@router.post(
    "/admin/units/{unit}/dissolve", response=UnitOut, openapi_extra=problems(403, 404, 409, 422)
)
def dissolve_unit(request: HttpRequest, unit: UUID, body: DissolveIn) -> UnitOut:
    """Dissolve a unit today; refused while it owns open matters or has units below it."""
    return unit_out(units.dissolve(unit, body.data(), by=actor_of(request)))
