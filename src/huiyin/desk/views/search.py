"""Search: a number leads to its matter; names, phones and words to a list."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, staff
from huiyin.matters.queries import find
from huiyin.matters.queries.keyset import Page, Place
from huiyin.matters.queries.rows import MatterRow
from huiyin.matters.search import TooShort

_LONGEST = 200


@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """One page of what was found; only matters that this person may see."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:_LONGEST]
    after = Place.parse(request.GET.get("after", ""))
    if text and (number := find.by_number(request.actor, text)):
        return redirect("desk:matter", number)
    words: Page[MatterRow] = Page([])
    too_short = ""
    try:
        if text:
            words = find.by_words(request.actor, text, after)
    except TooShort as short:
        too_short = str(short)
    context = {
        "text": text,
        "text_quoted": quote(text, safe=""),
        "is_first": after is None,
        "people": find.by_person(request.actor, text) if text and after is None else [],
        "page": words,
        "too_short": too_short,
        "now": timezone.now(),
    }
    return render(request, "desk/search.html", context)
