"""Opening personal data: which fields, why; recorded, and shown once."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.desk.access import DeskRequest, never_kept, staff
from huiyin.matters import policy
from huiyin.matters.queries import matter as queries
from huiyin.people.vault import actions as vault
from huiyin.people.vault.identity import FIELDS
from huiyin.ui.fields import PERSON_LABELS


@require_POST
@staff
def reveal(request: DeskRequest, number: str, party_id: int) -> HttpResponse:
    """Record the reason, then show the fields asked for."""
    party = queries.party_of(request.actor, number, party_id)
    matter = party.matter
    post = policy.post_for(request.actor, "reveal", matter)
    if post is None:
        raise PermissionDenied
    fields = [field for field in FIELDS if field in request.POST.getlist("fields")]
    reason = request.POST.get("reason", "")
    context = {"party": party, "matter": matter, "person_fields": PERSON_LABELS.items(),
               "reason": reason, "chosen": fields}  # fmt: skip
    try:
        identity = vault.reveal(
            party.person, by=request.actor, reason=reason, fields=fields, matter_id=matter.id,
            post_id=post.id,
        )  # fmt: skip
    except ValidationError as wrong:
        context["errors"] = wrong.messages
        return never_kept(render(request, "desk/reveal.html", context, status=422))
    context["shown"] = [
        (_(PERSON_LABELS[field]), getattr(identity, field) or "—") for field in fields
    ]
    return never_kept(render(request, "desk/reveal.html", context))
