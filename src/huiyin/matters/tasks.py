"""What the worker does for matters by itself: the daily root, dates after a publication."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from huiyin.matters import roots
from huiyin.matters.recompute import recompute
from huiyin.places.models import CalendarVersion


# Schedules are in UTC and the office's day is not: asked every hour, a day's root is signed at ten
# past its midnight, or as soon as a worker runs again; further calls find it done.
@app.periodic(cron="10 * * * *")
@app.task(name="matters.sign_root", queueing_lock="matters.sign_root")
def sign_root(timestamp: int) -> None:
    """Sign the root of the local day, once."""
    del timestamp
    roots.sign()


@app.task(name="matters.recompute")
def recompute_dates(version_id: str) -> None:
    """Follow one published calendar."""
    recompute(CalendarVersion.objects.get(pk=UUID(version_id)))


# Once a day for matters that were being written at the moment of a publication.
@app.periodic(cron="40 18 * * *")
@app.task(name="matters.recompute_newest", queueing_lock="matters.recompute_newest")
def recompute_newest(timestamp: int) -> None:
    """Follow the newest published calendar again."""
    del timestamp
    recompute()


def defer_recompute(version: CalendarVersion, _by: UUID | None = None) -> None:
    """Have a worker follow `version`; nothing is left of it when the publication is undone."""
    recompute_dates.defer(version_id=str(version.pk))
