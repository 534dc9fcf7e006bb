"""Units: the tree level by level, one unit, its forms."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.administration.asking import Asking, ask, asked
from huiyin.desk.administration.change_words import told
from huiyin.people import policy, registry
from huiyin.people.actions import units
from huiyin.people.actions.saving import seen
from huiyin.people.forms.references import shown
from huiyin.people.forms.unit import FIELDS, DissolveForm, UnitForm
from huiyin.people.models import Unit

FINDS = "division:divisions parent:units line_parent:units"


@require_safe
@staff
def show_all(request: DeskRequest) -> HttpResponse:
    """One level of the tree (`at`), or what is found (`q`)."""
    policy.require(request.actor, "read")
    text, after = asked(request, "q"), asked(request, "after")
    at = _unit(request.GET["at"]) if request.GET.get("at") else None
    part = (
        registry.find_units(text, after)
        if text
        else registry.units(under=at.pk if at else None, after=after)
    )
    context = {
        "part": part, "at": at, "text": text, "is_first": not after,
        "above": registry.above(at) if at else [],
        "may_change": policy.may(request.actor, "administer"),
    }  # fmt: skip
    return render(request, "desk/administration/units.html", context)


@require_safe
@staff
def show(request: DeskRequest, unit: UUID) -> HttpResponse:
    """One unit: what is said about it, its posts, what was changed."""
    policy.require(request.actor, "read")
    one = _unit(unit)
    context = {
        "one": one, "above": registry.above(one), "posts": registry.posts(one.pk),
        "history": told(registry.history(units.KIND, one.pk)),
        "may_change": policy.may(request.actor, "administer") and one.dissolved_on is None,
    }  # fmt: skip
    return render(request, "desk/administration/unit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def create(request: DeskRequest) -> HttpResponse:
    """A new unit, below the one named in the address."""
    policy.require(request.actor, "administer")
    parent = _unit(request.GET["parent"]) if request.GET.get("parent") else None
    initial = {"parent": shown(parent, "code", "name")}
    asking = Asking(_("New unit"), _("Set up the unit"), _trail(), finds=FINDS)
    form = UnitForm(request.POST or None, initial=initial)
    return ask(request, asking, form, lambda: _page(units.create(request.POST, by=request.actor)))


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def change(request: DeskRequest, unit: UUID) -> HttpResponse:
    """What is said about a unit."""
    policy.require(request.actor, "administer")
    one = _unit(unit)
    expected = request.POST.get("expected", "") or seen(one, FIELDS)
    asking = Asking(_("Change the unit"), _("Save"), _trail(one), expected=expected, finds=FINDS)
    form = UnitForm(request.POST or None, unit=one, initial=_stands(one))

    def act() -> str:
        return _page(units.change(one.pk, request.POST, by=request.actor, expected=expected))

    return ask(request, asking, form, act)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def dissolve(request: DeskRequest, unit: UUID) -> HttpResponse:
    """End a unit; what it still has to do is said first."""
    policy.require(request.actor, "administer")
    one = _unit(unit)
    asking = Asking(
        _("Dissolve the unit"), _("Dissolve it today"), _trail(one), warn=True,
        lede=_("It stays in every record. It can own no matter and nobody acts in its posts."),
        finds="successor:units",
    )  # fmt: skip
    form = DissolveForm(request.POST or None, unit=one)
    return ask(
        request, asking, form,
        lambda: _page(units.dissolve(one.pk, request.POST, by=request.actor)),
    )  # fmt: skip


def _unit(key: UUID | str) -> Unit:
    try:
        return registry.unit(key if isinstance(key, UUID) else UUID(key))
    except (ObjectDoesNotExist, ValueError) as unknown:
        raise Http404 from unknown


def _page(unit: Unit) -> str:
    return reverse("desk:admin_unit", args=[unit.pk])


def _trail(one: Unit | None = None) -> tuple[tuple[str, str], ...]:
    trail = (
        (reverse("desk:admin"), _("Administration")),
        (reverse("desk:admin_units"), _("Units")),
    )
    return (*trail, (_page(one), one.name)) if one else trail


def _stands(one: Unit) -> dict[str, object]:
    """What stands in the form of a unit."""
    return {name: getattr(one, name) for name in FIELDS}
