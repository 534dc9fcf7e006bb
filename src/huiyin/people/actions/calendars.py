"""Calendars: read from a form, published by an administrator, with their line in the log."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import Form

from huiyin.people import policy
from huiyin.people.actions.errors import Invalid
from huiyin.people.actions.saving import checked
from huiyin.people.actor import Actor
from huiyin.people.changes import note
from huiyin.people.forms.calendar import version_of
from huiyin.places import publish as places
from huiyin.places.models import CalendarVersion

KIND = "calendar"


def look(form: Form, *, by: Actor) -> CalendarVersion:
    """The calendar that a form says, not saved. Raises PermissionDenied, Invalid."""
    policy.require(by, "administer")
    return version_of(checked(form))


def publish(form: Form, *, by: Actor) -> CalendarVersion:
    """Publish what a form says, from now on. Raises PermissionDenied, Invalid."""
    account = policy.require(by, "administer")
    asked = version_of(checked(form))
    try:
        return places.publish(asked.body, division=asked.division, year=asked.year, by=account)
    except places.PublishError as wrong:
        form.add_error(None, ValidationError(str(wrong), code="notice"))
        raise Invalid(form) from wrong


def log(version: CalendarVersion, by: UUID | None) -> None:
    """Note a publication, whoever publishes it: pages, API, command (see `PeopleConfig`)."""
    after = {
        "year": version.year, "version": version.version, "source": version.source,
        "division": version.division_id,
    }  # fmt: skip
    note(KIND, version, "publish", by=by, after=after)
