"""Recurring duties: the same lists, counts and filing as the pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from huiyin.api import body
from huiyin.api.access import actor_of
from huiyin.api.form_schema import schema_of
from huiyin.api.problems import answer, problem_fields, problems
from huiyin.api.shapes.base import Words, words
from huiyin.api.shapes.duties import (
    BelowOut,
    CountOut,
    DutyOut,
    DutyPage,
    FilingIn,
    MyDuties,
    OneDuty,
    UnitDuties,
)
from huiyin.duties import policy
from huiyin.duties.errors import FilingError
from huiyin.duties.filing import Given, file, see
from huiyin.duties.methods import shape_of
from huiyin.duties.models import Duty
from huiyin.duties.queries import asking, counts, lists
from huiyin.duties.queries.asking import Asked
from huiyin.duties.queries.counts import Counted
from huiyin.duties.queries.place import Page, Place
from huiyin.duties.queries.rows import Shown, shown
from huiyin.engine.definition import Text
from huiyin.engine.duty_filing import PROOF, form_of
from huiyin.engine.process import Refusal
from huiyin.people.actor import Actor

router = Router(tags=["duties"])
WRONG = frozenset({"form", "no_zero", "zero_with_content"})


@router.get("/duties", response=MyDuties, openapi_extra=problems())
def list_duties(request: HttpRequest, after: str = "") -> MyDuties:
    """The caller's own; `after` goes on with what is missing."""
    found = lists.mine(actor_of(request), timezone.now(), Place.parse(after))
    return MyDuties(
        open=_rows(found.open), missing=_page(found.missing), coming=_rows(found.coming),
        filed=_rows(found.filed),
    )  # fmt: skip


@router.get("/duties/unit", response=UnitDuties, openapi_extra=problems(403, 404))
def unit_duties(
    request: HttpRequest,
    unit: UUID | None = None,
    day: date | None = None,
    month: str = "",
    after: int = 0,
) -> UnitDuties:
    """A unit's duties of a day (today without one) or of a month such as 2026-11."""
    actor, now = actor_of(request), timezone.now()
    wanted = _asked(actor, unit, day, month)
    seen = policy.seen_in(actor, wanted.unit)
    if seen is None:
        raise Http404
    span = (wanted.unit.pk, wanted.first, wanted.last, now, seen)
    page: Page[Shown] = Page(())
    if not wanted.month:
        page = lists.of_day(actor, wanted.unit.pk, seen, wanted.first, now, max(after, 0))
    return UnitDuties(
        unit=wanted.unit.name, first=wanted.first, last=wanted.last,
        by_duty=[_count(one) for one in counts.by_duty(*span)],
        by_day=[_count(one) for one in counts.by_day(*span)], page=_page(page),
    )  # fmt: skip


@router.get("/duties/missing", response=DutyPage, openapi_extra=problems(403, 404))
def missing_duties(request: HttpRequest, unit: UUID | None = None, after: str = "") -> DutyPage:
    """What a unit has not filed though it was due, the newest first."""
    actor = actor_of(request)
    wanted = _asked(actor, unit, None, "")
    seen = policy.seen_in(actor, wanted.unit)
    if seen is None:
        raise Http404
    place = Place.parse(after)
    return _page(lists.missing_in(actor, wanted.unit.pk, seen, timezone.now(), place))


@router.get("/duties/below", response=BelowOut, openapi_extra=problems(403, 404))
def duties_below(
    request: HttpRequest,
    unit: UUID | None = None,
    day: date | None = None,
    month: str = "",
    after: str = "",
) -> BelowOut:
    """A unit itself, and the units directly below, each with everything below it."""
    wanted = _asked(actor_of(request), unit, day, month, below=True)
    span = (wanted.unit, wanted.first, wanted.last, timezone.now())
    page = counts.below(*span, after)
    return BelowOut(
        own=_count(counts.itself(*span)), first=wanted.first, last=wanted.last,
        rows=[_count(one) for one in page.rows], after=page.after,
    )  # fmt: skip


@router.get("/duties/{int:duty}", response=OneDuty, openapi_extra=problems(404))
def show_duty(request: HttpRequest, duty: int) -> OneDuty:
    """One duty with its form, or with what was filed."""
    actor = actor_of(request)
    return _one(actor, see(actor, duty))


@router.post(
    "/duties/{int:duty}", response=OneDuty,
    openapi_extra=problems(403, 404, 409, 422) | body.described(FilingIn),
)  # fmt: skip
def file_duty(request: HttpRequest, duty: int) -> OneDuty | HttpResponse:
    """File it: once. JSON, or multipart with the JSON in `body` and the files in `proof`."""
    actor = actor_of(request)
    found = see(actor, duty)
    shape = shape_of(found.pack, found.key)
    form = form_of(shape) if shape else {}
    given = body.read(request, FilingIn)
    files = tuple(body.uploads(request, form).get(PROOF, ()))
    try:
        file(actor, duty, Given(given.data, given.zero, files))
    except FilingError as refused:
        said = refused.say(_)
        if refused.code not in WRONG:
            return answer(409, refused.code, said)
        errors = problem_fields(Refusal("form", errors=refused.errors), form)
        return answer(422, refused.code, said, errors=errors)
    return _one(actor, see(actor, duty))


def _asked(
    actor: Actor, unit: UUID | None, day: date | None, month: str, *, below: bool = False
) -> Asked:
    given = {"unit": str(unit or ""), "day": str(day or ""), "month": month}
    found = asking.asked(actor, given, below=below)
    if found is None:
        raise PermissionDenied
    return found


def _one(actor: Actor, duty: Duty) -> OneDuty:
    shape = shape_of(duty.pack, duty.key)
    (row,) = shown(actor, [duty], timezone.now())
    kept = duty.data.get(PROOF)
    return OneDuty(
        **dict(_out(row)), may_file=policy.may_file(actor, duty),
        may_zero=bool(shape and shape.zero), json_schema=schema_of(form_of(shape) if shape else {}),
        data={name: one for name, one in duty.data.items() if not isinstance(one, list)},
        proof=[one["name"] for one in kept] if isinstance(kept, list) else [],
    )  # fmt: skip


def _page(page: Page[Shown]) -> DutyPage:
    return DutyPage(rows=_rows(page.rows), after=page.after)


def _rows(rows: Iterable[Shown]) -> list[DutyOut]:
    return [_out(row) for row in rows]


def _out(row: Shown) -> DutyOut:
    return DutyOut(
        id=row.id, key=row.key, name=_words(row.name), unit=row.unit, post=row.post, day=row.day,
        opens_at=row.opens_at, due_at=row.due_at, filed_at=row.filed_at, zero=row.is_zero,
        standing=row.standing, matter=row.number, held=row.is_held,
    )  # fmt: skip


def _count(one: Counted) -> CountOut:
    tally = one.tally
    return CountOut(
        key=one.key, name=_words(one.name), due=tally.due, in_time=tally.in_time, late=tally.late,
        zero=tally.zero, missing=tally.missing, to_come=tally.to_come, nobody=tally.nobody,
    )  # fmt: skip


def _words(name: Text | str) -> Words:
    return words(name) if isinstance(name, Text) else Words(zh=name, en=name)
