"""The audit: changes of the configuration, sign-ins, reads of personal data; and their export."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from io import StringIO
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.common.ids import NumberError, parse_number
from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.administration.change_words import KINDS, Told, tell, told
from huiyin.engine.explain import N_
from huiyin.matters.queries.keyset import PAGE, Page, Place
from huiyin.matters.queries.read_log import Asked, Read, between, every_read, reads
from huiyin.people import change_log, policy
from huiyin.people.actions import exports
from huiyin.people.change_log import Wanted
from huiyin.people.models import Account, Change

TABS = {"changes": N_("Changes"), "sign_ins": N_("Sign-ins"), "reads": N_("Reads")}
SIGN_IN = "sign_in"
NOBODY = UUID(int=0)
"""Stands for a name that no account has: nothing is found."""
_FILTERS = ("tab", "kind", "who", "first", "last", "number")


@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """One tab, filtered, a page of it."""
    policy.require(request.actor, "audit")
    given = {name: _given(request.GET.get(name)) for name in _FILTERS}
    tab = given["tab"] or "changes"
    if tab not in TABS:
        raise Http404
    asked, after = _asked(given), Place.parse(request.GET.get("after", ""))
    page: Page[Read] | Page[Told]
    if tab == "reads":
        page = reads(request.actor, asked, after)
    else:
        page = _changes(request, tab, given["kind"], asked, after)
    context = {
        "tabs": [(key, _(name)) for key, name in TABS.items()], "tab": tab, "given": given,
        "kinds": [(key, _(name)) for key, name in KINDS.items() if key != SIGN_IN],
        "page": page, "is_first": after is None, "wrong": _wrong(given, asked),
    }  # fmt: skip
    return render(request, "desk/administration/audit.html", context)


@require_POST
@staff
def export(request: DeskRequest) -> HttpResponse | StreamingHttpResponse:
    """The same as a table (.csv), streamed; that it was made is recorded first."""
    given = {name: _given(request.POST.get(name)) for name in _FILTERS}
    tab = given["tab"] or "changes"
    if tab not in TABS:
        raise Http404
    asked = _asked(given)
    exports.note_export(tab, given, by=request.actor)
    if tab == "reads":
        rows = read_rows(every_read(request.actor, asked))
    else:
        found = _rows(request, tab, given["kind"], asked).iterator(chunk_size=1_000)
        rows = change_rows(map(tell, found))
    response = StreamingHttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    name = f"audit-{tab}-{timezone.localdate().isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def read_rows(found: Iterable[Read]) -> Iterator[tuple[str, ...]]:
    """Reads as rows of a table, its head first."""
    yield _("Time"), _("By whom"), _("Post"), _("Fields"), _("Matter"), _("Reason")
    for one in found:
        at = timezone.localtime(one.at).isoformat(sep=" ", timespec="seconds")
        yield at, one.who, one.post, " ".join(one.fields), one.number, one.reason


def change_rows(found: Iterable[Told]) -> Iterator[tuple[str, ...]]:
    """Changes as rows of a table, its head first."""
    yield _("Time"), _("By whom"), _("Kind"), _("Subject"), _("What"), _("Values"), _("Reason")
    for one in found:
        at = timezone.localtime(one.at).isoformat(sep=" ", timespec="seconds")
        values = "; ".join(f"{v.name}: {v.before} → {v.after}" for v in one.values)
        yield at, one.who, one.kind, one.title, one.act, values, one.reason


def as_csv(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Lines of CSV, with the mark that tells spreadsheets the encoding. A cell that a spreadsheet
    would take for a formula begins with an apostrophe."""
    yield "\ufeff"
    for row in rows:
        line = StringIO()
        csv.writer(line).writerow(["'" + c if c[:1] in "=+-@\t\r" else c for c in row])
        yield line.getvalue()


def _changes(
    request: DeskRequest, tab: str, kind: str, asked: Asked, after: Place | None
) -> Page[Told]:
    rows = _rows(request, tab, kind, asked)
    if after:
        rows = rows.filter(Q(at__lt=after.moment) | Q(at=after.moment, pk__lt=after.id))
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(told(found[:PAGE]), Place(last.at, last.pk) if last else None)


def _rows(request: DeskRequest, tab: str, kind: str, asked: Asked) -> QuerySet[Change]:
    configured = [key for key in KINDS if key != SIGN_IN]
    kinds = [SIGN_IN] if tab == "sign_ins" else [kind] if kind in configured else configured
    wanted = Wanted(kinds, asked.account, between(asked.first, asked.last))
    return change_log.changes(request.actor, wanted)


def _given(text: str | None) -> str:
    return (text or "").replace("\x00", "").strip()[:60]


def _asked(given: dict[str, str]) -> Asked:
    asked = Asked(first=_day(given["first"]), last=_day(given["last"]))
    if given["who"]:
        word = given["who"].split(maxsplit=1)[0]
        same = Q(username=word) | Q(display_name=given["who"])
        who = Account.objects.filter(same).values_list("pk", flat=True).first()
        asked = replace(asked, account=who or NOBODY)
    if given["number"]:
        try:
            asked = replace(asked, number=parse_number(given["number"]))
        except NumberError:
            asked = replace(asked, number=given["number"])
    return asked


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _wrong(given: dict[str, str], asked: Asked) -> str:
    """What of the filter could not be used."""
    if asked.account == NOBODY:
        return _("No account is called so.")
    if (given["first"] and not asked.first) or (given["last"] and not asked.last):
        return _("Write a day such as 2026-05-01.")
    return ""
