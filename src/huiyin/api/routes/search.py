"""Search: by number, by a person's exact data, by words of the text."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from huiyin.api.access import actor_of
from huiyin.api.problems import ProblemField, WrongFields, problems
from huiyin.api.shapes.lines import line
from huiyin.api.shapes.matters import Found
from huiyin.matters.queries import find
from huiyin.matters.queries.keyset import Page, Place
from huiyin.matters.search import TooShort

router = Router(tags=["search"])
LONGEST = 200


@router.get("/search", response=Found, openapi_extra=problems(422))
def search(request: HttpRequest, q: str, after: str = "") -> Found:
    """One page of what was found; only matters that the caller may see."""
    actor, place = actor_of(request), Place.parse(after)
    text = q.replace("\x00", "").strip()[:LONGEST]
    if not text:
        return Found(items=[], next=None, number=None, people=[])
    number = find.by_number(actor, text)
    try:
        page = find.by_words(actor, text, place)
    except TooShort as short:
        if number is None:
            raise WrongFields(_too_short(short)) from short
        page = Page([])
    return Found(
        items=[line(row) for row in page.rows],
        next=str(page.after) if page.after else None,
        number=number,
        people=[line(row) for row in find.by_person(actor, text)] if place is None else [],
    )


def _too_short(short: TooShort) -> ProblemField:
    message = _("“{word}” is too short to be searched for.").format(word=short)
    return ProblemField(field="q", rule="too_short", value=str(short), message=message)
