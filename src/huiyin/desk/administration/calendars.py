"""Calendars: years and layers, one year to look at and print, publishing with its effect first."""

from __future__ import annotations

from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.administration import calendar_words as drawn
from huiyin.desk.administration.filling import views
from huiyin.engine.calendar import FIRST_YEAR, LAST_YEAR
from huiyin.matters.calendar_effect import pending
from huiyin.people import policy, registry
from huiyin.people.actions import calendars as actions
from huiyin.people.actions.errors import Invalid
from huiyin.people.forms.calendar import HoursForm, YearForm
from huiyin.places import calendars
from huiyin.places.models import CalendarVersion, Division
from huiyin.places.preview import preview
from huiyin.places.publish import published
from huiyin.places.year import months_of

BACK, AHEAD = 3, 2
"""Years beside the present one that the list names."""


@require_safe
@staff
def show_all(request: DeskRequest) -> HttpResponse:
    """Years that are known and those that are not, and everything published."""
    policy.require(request.actor, "read")
    now = timezone.localdate().year
    calendar = calendars.calendar_of("", calendars.stamp())
    context = {
        "years": [(one, one in calendar.years) for one in range(now + AHEAD, now - BACK, -1)],
        "versions": published(), "hours": drawn.hours(calendar),
        "may_change": policy.may(request.actor, "administer"),
    }  # fmt: skip
    return render(request, "desk/administration/calendars.html", context)


@require_safe
@staff
def show(request: DeskRequest, year: int) -> HttpResponse:
    """One year as twelve months, in the whole country or in one division (`in`)."""
    policy.require(request.actor, "read")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    place = Division.objects.filter(pk=request.GET.get("in", "")[:12]).first()
    path = str(place.path) if place else ""
    calendar = calendars.calendar_of(path, calendars.stamp())
    context = {
        "year": year, "place": place, "is_known": year in calendar.years,
        "months": months_of(calendar, year), "named": drawn.named(calendar, year),
        "before": max(year - 1, FIRST_YEAR), "after": min(year + 1, LAST_YEAR),
    }  # fmt: skip
    return render(request, "desk/administration/calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def create(request: DeskRequest) -> HttpResponse:
    """Paste a year; look at what it does; publish it."""
    policy.require(request.actor, "administer")
    data = _with_file(request) if request.method == "POST" else None
    return _published(request, YearForm(data), "desk/administration/calendar_new.html")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def hours(request: DeskRequest) -> HttpResponse:
    """Office hours, in the same two steps."""
    policy.require(request.actor, "administer")
    calendar = calendars.calendar_of("", calendars.stamp())
    form = HoursForm(
        request.POST if request.method == "POST" else None,
        year=timezone.localdate().year, initial=drawn.typed_hours(calendar),
    )  # fmt: skip
    return _published(request, form, "desk/administration/calendar_hours.html")


@require_safe
@staff
def version(request: DeskRequest, version: UUID) -> HttpResponse:
    """One publication: who, when, and how many matters are still to be counted again."""
    policy.require(request.actor, "read")
    row = CalendarVersion.objects.select_related("division").filter(pk=version).first()
    if row is None:
        raise Http404
    context = {
        "one": row, "pending": pending(row),
        "published": next(iter(registry.history(actions.KIND, row.pk)), None),
        "body": row.body, "now": timezone.now(),
    }  # fmt: skip
    return render(request, "desk/administration/calendar_version.html", context)


def _published(request: DeskRequest, form: Form, template: str) -> HttpResponse:
    """GET asks; POST shows what would happen, or with `publish` makes it happen."""
    context: dict[str, object] = {}
    if request.method != "POST" or "back" in request.POST:
        return render(request, template, {"fields": views(form)})
    try:
        if "publish" in request.POST:
            row = actions.publish(form, by=request.actor)
            return redirect("desk:admin_calendar_version", row.pk)
        thought = preview(actions.look(form, by=request.actor))
    except Invalid as wrong:
        context = {"fields": views(wrong.form), "refusal": _("Some fields need your attention.")}
        return render(request, template, context, status=422)
    now = timezone.now()
    number, after = thought.version.year, thought.after(thought.path)
    context = {
        "thought": thought.version, "fields": views(form),
        "effect": drawn.effect_words(thought, now),
        "sent": [(name, value) for name, value in form.data.items() if name in form.fields],
        "months": months_of(after, number), "named": drawn.named(after, number),
        "year": number,
    }  # fmt: skip
    return render(request, "desk/administration/calendar_preview.html", context)


def _with_file(request: DeskRequest) -> dict[str, str]:
    """What was typed; a file stands in place of the text."""
    data = {name: str(value) for name, value in request.POST.items()}
    file = request.FILES.get("file")
    if file is not None:
        data["text"] = file.read(200_000).decode("utf-8-sig", errors="replace")
    return data
