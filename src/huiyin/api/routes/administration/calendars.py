"""Calendars: what a publication would do, and publishing it."""

from __future__ import annotations

from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Status

from huiyin.api.access import actor_of
from huiyin.api.problems import problems
from huiyin.api.shapes.audit import (
    CalendarIn,
    CalendarOut,
    EffectOut,
    HoursIn,
    calendar_out,
    effect_out,
)
from huiyin.matters.calendar_effect import effect, pending
from huiyin.people import policy
from huiyin.people.actions import calendars
from huiyin.people.forms.calendar import HoursForm, YearForm
from huiyin.places.models import CalendarVersion
from huiyin.places.preview import preview
from huiyin.places.publish import published

router = Router()


@router.get("/admin/calendars", response=list[CalendarOut], openapi_extra=problems(403))
def list_calendars(request: HttpRequest) -> list[CalendarOut]:
    """What was published here, the newest first."""
    policy.require(actor_of(request), "read")
    return [calendar_out(row) for row in published()]


@router.get(
    "/admin/calendars/versions/{version}", response=CalendarOut, openapi_extra=problems(403, 404)
)
def get_calendar(request: HttpRequest, version: UUID) -> CalendarOut:
    """One publication, with how many matters are still to be counted again."""
    policy.require(actor_of(request), "read")
    row = CalendarVersion.objects.filter(pk=version).select_related("division").first()
    if row is None:
        raise Http404
    return calendar_out(row, pending(row))


@router.post("/admin/calendars/preview", response=EffectOut, openapi_extra=problems(403, 422))
def preview_calendar(request: HttpRequest, body: CalendarIn) -> EffectOut:
    """What publishing a year would do to running clocks; nothing is written."""
    return _effect(request, _year(body))


@router.post("/admin/calendars", response={201: CalendarOut}, openapi_extra=problems(403, 422))
def publish_calendar(request: HttpRequest, body: CalendarIn) -> Status[CalendarOut]:
    """Publish a year from now on; dates that change are corrected in the background."""
    return Status(201, calendar_out(calendars.publish(_year(body), by=actor_of(request))))


@router.post("/admin/calendars/hours/preview", response=EffectOut, openapi_extra=problems(403, 422))
def preview_hours(request: HttpRequest, body: HoursIn) -> EffectOut:
    """What other office hours would do to running clocks; nothing is written."""
    return _effect(request, _hours(body))


@router.post(
    "/admin/calendars/hours", response={201: CalendarOut}, openapi_extra=problems(403, 422)
)
def publish_hours(request: HttpRequest, body: HoursIn) -> Status[CalendarOut]:
    """Publish office hours from now on."""
    return Status(201, calendar_out(calendars.publish(_hours(body), by=actor_of(request))))


def _year(body: CalendarIn) -> YearForm:
    return YearForm(body.model_dump())


def _hours(body: HoursIn) -> HoursForm:
    return HoursForm(body.model_dump(), year=timezone.localdate().year)


def _effect(request: HttpRequest, form: Form) -> EffectOut:
    thought = preview(calendars.look(form, by=actor_of(request)))
    return effect_out(thought.version.year, effect(thought, timezone.now()))
