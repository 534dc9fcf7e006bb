"""An office from one table: template, preview, load."""

from __future__ import annotations

import json

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest, staff
from huiyin.people import policy
from huiyin.people.roster.columns import COLUMNS
from huiyin.people.roster.load import Loaded, load
from huiyin.people.roster.read import BIGGEST, LONGEST, MOST, Line, RosterError, read
from huiyin.people.roster.template import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = "desk/administration/roster.html"


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def show(request: DeskRequest) -> HttpResponse:
    """Ask for the file; POST shows what it would make, and with `rows` makes it."""
    policy.require(request.actor, "administer")
    if request.method != "POST":
        return render(request, PAGE, {"most": MOST})
    try:
        lines = _kept(request.POST["rows"]) if "rows" in request.POST else _sent(request)
    except RosterError as wrong:
        return render(request, PAGE, {"most": MOST, "refusal": str(wrong)}, status=422)
    keep = "rows" in request.POST
    loaded = load(lines, by=request.actor, keep=keep)
    context = {
        "most": MOST, "loaded": loaded, "rejects": _rejects(loaded), "kept": keep,
        "rows": json.dumps([[one.number, one.cells] for one in lines], ensure_ascii=False),
    }  # fmt: skip
    return render(request, PAGE, context)


@require_safe
@staff
def template(request: DeskRequest) -> HttpResponse:
    """The empty table."""
    policy.require(request.actor, "administer")
    response = HttpResponse(workbook(), content_type=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="office.xlsx"'
    return response


def _sent(request: DeskRequest) -> list[Line]:
    file = request.FILES.get("file")
    if file is None:
        raise RosterError(_("Choose the file."))
    return read(file.read(BIGGEST + 1))


def _kept(text: str) -> list[Line]:
    """The lines that the preview kept in the page; anything else is refused."""
    try:
        rows = json.loads(text)
        lines = [
            Line(int(number), {key: str(cells[key])[:LONGEST] for key in COLUMNS if key in cells})
            for number, cells in rows
        ]
    except (ValueError, TypeError, KeyError) as odd:
        raise RosterError(_("Choose the file.")) from odd
    return lines[:MOST]


def _rejects(loaded: Loaded) -> list[tuple[int, str, str]]:
    return [
        (one.number, str(COLUMNS.get(one.column, one.column)), one.said) for one in loaded.rejects
    ]
