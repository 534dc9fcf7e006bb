"""Opening personal data: which fields, why; recorded."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as Invalid
from django.http import HttpRequest
from ninja import Router

from huiyin.api.access import actor_of
from huiyin.api.problems import ProblemField, WrongFields, problems
from huiyin.api.shapes.matters import Revealed, RevealIn
from huiyin.matters import policy
from huiyin.matters.queries import matter as queries
from huiyin.people.vault import actions as vault

router = Router(tags=["people"])


@router.post(
    "/matters/{number}/people/{party_id}/reveal",
    response=Revealed,
    openapi_extra=problems(403, 404, 422),
)
def reveal(request: HttpRequest, number: str, party_id: int, body: RevealIn) -> Revealed:
    """Record the reason, then answer with the fields asked for."""
    actor = actor_of(request)
    party = queries.party_of(actor, number, party_id)
    post = policy.post_for(actor, "reveal", party.matter)
    if post is None:
        raise PermissionDenied
    try:
        identity = vault.reveal(
            party.person, by=actor, reason=body.reason, fields=body.fields,
            matter_id=party.matter_id, post_id=post.id,
        )  # fmt: skip
    except Invalid as invalid:
        raise WrongFields(*_fields(invalid)) from invalid
    return Revealed(fields={field: getattr(identity, field) or None for field in body.fields})


def _fields(invalid: Invalid) -> list[ProblemField]:
    return [
        ProblemField(field=field, rule=wrong.code or "invalid", message=" ".join(wrong.messages))
        for field, errors in invalid.error_dict.items()
        for wrong in errors
    ]
