"""Relating two matters by hand, and undoing it with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.desk.access import DeskRequest, staff
from huiyin.matters import relation_words
from huiyin.matters.actions import linking
from huiyin.matters.errors import Refused
from huiyin.matters.models import Matter
from huiyin.matters.queries import matter as queries
from huiyin.matters.queries.relations import relations

_LONGEST = 40


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def show(request: DeskRequest, number: str) -> HttpResponse:
    """The form; GET takes `kind` and `number` for a start, POST makes the relation."""
    matter = queries.get(request.actor, number, timezone.localdate())
    given = request.POST if request.method == "POST" else request.GET
    asked = {name: given.get(name, "")[:_LONGEST] for name in ("kind", "number")}
    if request.method != "POST":
        return _form(request, matter, asked)
    try:
        made = linking.link(matter.pk, asked["number"], asked["kind"], by=request.actor)
    except Refused as refused:
        return _form(request, matter, asked, refused)
    return redirect(f"{reverse('desk:matter', args=[number])}?done={made.seq}#relations")


@require_POST
@staff
def undo(request: DeskRequest, number: str, link_id: UUID) -> HttpResponse:
    """Undo a relation; the form comes back when the reason is missing."""
    matter = queries.get(request.actor, number, timezone.localdate())
    relation = next((r for r in relations(request.actor, matter) if r.id == link_id), None)
    if relation is None:
        raise Http404
    reason = request.POST.get("reason", "")
    try:
        row = linking.unlink(link_id, by=request.actor, reason=reason)
    except Refused as refused:
        said = relation_words.words(relation.kind, relation.way)
        context = {"matter": matter, "relation": relation, "words": said, "reason": reason}
        return _render(request, "desk/unlink.html", context, refused)
    done = row.undone_seq if row.source_id == matter.pk else matter.seq + 1
    return redirect(f"{reverse('desk:matter', args=[number])}?done={done}#relations")


def _form(
    request: DeskRequest, matter: Matter, asked: Mapping[str, str], refused: Refused | None = None
) -> HttpResponse:
    context = {"matter": matter, "kinds": relation_words.choices(), "asked": asked}
    return _render(request, "desk/link.html", context, refused)


def _render(
    request: DeskRequest, template: str, context: dict[str, object], refused: Refused | None
) -> HttpResponse:
    if refused is None:
        return render(request, template, context)
    refusal = refused.refusal
    context["wrong"] = {error.field: relation_words.sentence(error) for error in refusal.errors}
    context["refusal"] = relation_words.refused(refusal)
    status = {"form": 422, "not_allowed": 403}.get(refusal.code, 409)
    return render(request, template, context, status=status)
