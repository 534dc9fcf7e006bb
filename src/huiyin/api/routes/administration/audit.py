"""The log: changes of the configuration and sign-ins, reads of personal data."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from ninja import Router

from huiyin.api.access import actor_of
from huiyin.api.problems import problems
from huiyin.api.shapes.audit import ChangesOut, ReadsOut, change_line, read_line
from huiyin.matters.queries.keyset import PAGE, Place
from huiyin.matters.queries.read_log import Asked, between, reads
from huiyin.people import change_log
from huiyin.people.change_log import Wanted

router = Router()
LONGEST = 60


@router.get("/admin/audit/changes", response=ChangesOut, openapi_extra=problems(403))
def list_changes(
    request: HttpRequest,
    kind: str = "",
    account: UUID | None = None,
    first: date | None = None,
    last: date | None = None,
    after: str = "",
) -> ChangesOut:
    """Changes, the newest first, of one kind (`unit`, `post`, `sign_in` …) or of all."""
    kinds = [kind.replace("\x00", "")[:LONGEST]] if kind else []
    rows = change_log.changes(actor_of(request), Wanted(kinds, account, between(first, last)))
    if place := Place.parse(after):
        rows = rows.filter(Q(at__lt=place.moment) | Q(at=place.moment, pk__lt=place.id))
    found = list(rows[: PAGE + 1])
    end = found[PAGE - 1] if len(found) > PAGE else None
    return ChangesOut(
        items=[change_line(one) for one in found[:PAGE]],
        next=str(Place(end.at, end.pk)) if end else None,
    )


@router.get("/admin/audit/reads", response=ReadsOut, openapi_extra=problems(403))
def list_reads(
    request: HttpRequest,
    account: UUID | None = None,
    number: str = "",
    first: date | None = None,
    last: date | None = None,
    after: str = "",
) -> ReadsOut:
    """Reads of personal data that the caller may know of, the newest first."""
    asked = Asked(account, first, last, number.replace("\x00", "")[:LONGEST])
    page = reads(actor_of(request), asked, Place.parse(after))
    return ReadsOut(
        items=[read_line(one) for one in page.rows], next=str(page.after) if page.after else None
    )
