"""Suggestions for fields that name a row by code or name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Router

from huiyin.api.access import actor_of
from huiyin.api.problems import problems
from huiyin.api.shapes.administration import ChoiceOut
from huiyin.people import policy
from huiyin.people.forms.holding import accounts
from huiyin.people.forms.references import shown
from huiyin.people.forms.unit import in_use
from huiyin.places.models import Division, Grid

router = Router()
MOST = 20
LONGEST = 60
_ROWS: Mapping[str, tuple[Callable[[], QuerySet[Any]], str, str]] = {
    "units": (in_use, "code", "name"),
    "divisions": (Division.objects.in_force, "code", "name"),
    "grids": (Grid.objects.all, "code", "name"),
    "accounts": (accounts, "username", "display_name"),
}


@router.get("/admin/choices/{of}", response=list[ChoiceOut], openapi_extra=problems(403))
def list_choices(
    request: HttpRequest, of: Literal["units", "divisions", "grids", "accounts"], q: str = ""
) -> list[ChoiceOut]:
    """A few rows whose code begins with `q` or whose name contains it, as fields take them."""
    policy.require(actor_of(request), "administer")
    rows, key, name = _ROWS[of]
    text = q.replace("\x00", "").strip()[:LONGEST]
    same = Q(**{f"{key}__istartswith": text}) | Q(**{f"{name}__icontains": text})
    found = rows().filter(same).order_by(key)[:MOST]
    return [ChoiceOut(value=shown(row, key, name)) for row in found]
