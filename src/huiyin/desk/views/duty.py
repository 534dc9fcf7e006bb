"""One duty: its form while it can be filed, what was filed afterwards."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.duty_words import chip
from huiyin.desk.uploads import uploads_of
from huiyin.duties import policy, proofs
from huiyin.duties.errors import FilingError
from huiyin.duties.filing import Given, file, see
from huiyin.duties.methods import shape_of
from huiyin.duties.models import Duty
from huiyin.duties.queries.rows import shown
from huiyin.engine.duty_filing import PROOF, form_of
from huiyin.matters.shown import lines
from huiyin.ui.fields import Filling, build
from huiyin.ui.formdata import decode

ZERO = "_zero"
"""Name of the button that reports that nothing happened."""
_STATUS = {"form": 422, "zero_with_content": 422, "no_zero": 422}


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def show(request: DeskRequest, duty: int) -> HttpResponse:
    """One duty; POST files it."""
    found = see(request.actor, duty)
    if request.method != "POST":
        return _page(request, found, Given())
    if not policy.may_file(request.actor, found):
        raise PermissionDenied
    shape = shape_of(found.pack, found.key)
    form = form_of(shape) if shape else {}
    files = tuple(uploads_of(request, form).get(PROOF, ()))
    given = Given(decode(form, request.POST), ZERO in request.POST, files)
    try:
        done = file(request.actor, duty, given)
    except FilingError as refused:
        return _page(request, see(request.actor, duty), given, refused)
    return redirect(f"{reverse('desk:duties')}?filed={done.pk}")


@require_safe
@staff
def proof(request: DeskRequest, duty: int, nth: int) -> FileResponse:
    """A file that proves a duty, as a download."""
    kept = see(request.actor, duty).data.get(PROOF, ())
    if not isinstance(kept, list) or nth >= len(kept):
        raise Http404
    one = kept[nth]
    try:
        stream = proofs.open_proof(one)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        stream, as_attachment=True, filename=one["name"], content_type=one["media_type"]
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _page(
    request: DeskRequest, duty: Duty, given: Given, refused: FilingError | None = None
) -> HttpResponse:
    shape = shape_of(duty.pack, duty.key)
    (row,) = shown(request.actor, [duty], timezone.now())
    form = form_of(shape) if shape else {}
    errors = refused.errors if refused else ()
    context: dict[str, Any] = {
        "row": row, "duty": duty, "shape": shape, "chip": chip(row),
        "fields": build(Filling(form=form, raw=given.raw, errors=errors)),
        "may_file": policy.may_file(request.actor, duty),
        "refusal": refused.say(_) if refused else "", "chose_files": bool(request.FILES),
        "lines": lines(form, _said(duty), {}) if duty.filed_at else [],
        "proofs": _proofs(duty),
    }  # fmt: skip
    status = _STATUS.get(refused.code, 409) if refused else 200
    return render(request, "desk/duty.html", context, status=status)


def _said(duty: Duty) -> dict[str, Any]:
    return {name: value for name, value in duty.data.items() if not isinstance(value, list)}


def _proofs(duty: Duty) -> list[dict[str, Any]]:
    kept = duty.data.get(PROOF)
    return kept if isinstance(kept, list) else []
