"""The archive at the desk: a matter as one file, legal holds, what is due, disposal lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.archive import bundle, disposal, holds, queries
from huiyin.archive.deciding import day_of
from huiyin.archive.errors import FORBIDDEN, WRONG, Impossible
from huiyin.desk.access import DeskRequest, staff
from huiyin.engine.explain import N_
from huiyin.matters import policy
from huiyin.matters.queries import matter as matters
from huiyin.matters.queries.keyset import Place

TABS = {
    "due": N_("Due"), "lists": N_("Disposal lists"), "holds": N_("Legal holds"),
}  # fmt: skip
_READ = {
    "due": queries.due_matters, "lists": queries.lists, "holds": queries.standing_holds,
}  # fmt: skip


@require_safe
@staff
def file(request: DeskRequest, number: str) -> FileResponse:
    """The whole matter as one PDF."""
    made = bundle.bundle_file(number, request.actor)
    response = FileResponse(
        made, as_attachment=True, filename=f"{number}.pdf", content_type="application/pdf"
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@staff
def hold(request: DeskRequest, number: str) -> HttpResponse:
    """Place a legal hold."""
    matter = matters.get(request.actor, number, timezone.localdate())
    given = {name: request.POST.get(name, "") for name in ("reason", "until")}

    def place() -> int:
        until = day_of(given["until"])
        return holds.hold(request.actor, matter.pk, given["reason"], until).placed_seq

    return _decided(request, number, place, {"placing": True, **given})


@require_POST
@staff
def release(request: DeskRequest, number: str, hold_id: UUID) -> HttpResponse:
    """Release a legal hold."""
    matter = matters.get(request.actor, number, timezone.localdate())
    reason = request.POST.get("reason", "")

    def undo() -> int:
        row = holds.release(request.actor, matter.pk, hold_id, reason)
        return cast("int", row.released_seq)

    return _decided(request, number, undo, {"reason": reason})


@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """One tab: what is due, disposal lists, legal holds."""
    return _archive(request, request.GET.get("tab") or "due")


@require_POST
@staff
def propose(request: DeskRequest) -> HttpResponse:
    """Put the chosen matters, or all that are due, on a new list."""
    everything = "everything" in request.POST
    numbers = None if everything else request.POST.getlist("numbers")
    try:
        made = disposal.propose(request.actor, numbers, request.POST.get("remark", ""))
    except Impossible as error:
        return _archive(request, "due", error)
    return redirect("desk:disposal", made.pk)


@require_safe
@staff
def listed(request: DeskRequest, list_id: UUID) -> HttpResponse:
    """One disposal list."""
    return _list(request, list_id)


@require_POST
@staff
def decide(request: DeskRequest, list_id: UUID) -> HttpResponse:
    """Approve a list or reject it."""
    try:
        if request.POST.get("answer") == "approve":
            disposal.approve(request.actor, list_id)
        else:
            disposal.reject(request.actor, list_id, request.POST.get("reason", ""))
    except Impossible as error:
        return _list(request, list_id, error)
    return redirect("desk:disposal", list_id)


def _decided(
    request: DeskRequest, number: str, work: Callable[[], int], given: dict[str, object]
) -> HttpResponse:
    """Do it and show the event on the matter's page; or say what is wrong, with what was typed."""
    try:
        seq = work()
    except Impossible as error:
        context = {"number": number, "action": request.path, **_said(error), **given}
        return render(request, "desk/hold.html", context, status=_status(error))
    return redirect(f"{reverse('desk:matter', args=[number])}?done={seq}")


def _archive(request: DeskRequest, tab: str, error: Impossible | None = None) -> HttpResponse:
    if tab not in TABS:
        raise Http404
    after = Place.parse(request.GET.get("after", ""))
    context = {
        "tabs": [(key, _(name)) for key, name in TABS.items()],
        "tab": tab,
        "page": _READ[tab](request.actor, after),
        "is_first": after is None,
        "may_dispose": policy.may(request.actor, "dispose"),
        "chosen": request.POST.getlist("numbers"),
        "remark": request.POST.get("remark", ""),
        "most": disposal.MOST,
        **(_said(error) if error else {}),
    }
    return render(request, "desk/archive.html", context, status=_status(error))


def _list(request: DeskRequest, list_id: UUID, error: Impossible | None = None) -> HttpResponse:
    found = queries.list_of(request.actor, list_id)
    if found is None:
        raise Http404
    text = request.GET.get("after", "")
    after = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0
    rows, following = queries.items(found, after)
    context = {
        "list": found,
        "rows": rows,
        "following": following,
        "is_first": after == 0,
        "may_decide": queries.may_decide(request.actor, found),
        "reason": request.POST.get("reason", ""),
        **(_said(error) if error else {}),
    }
    return render(request, "desk/disposal.html", context, status=_status(error))


def _said(error: Impossible) -> dict[str, str]:
    return {"said": error.say(_), "wrong": WRONG.get(error.code, "")}


def _status(error: Impossible | None) -> int:
    if error is None:
        return 200
    if error.code in FORBIDDEN:
        return 403
    return 422 if error.code in WRONG else 409
