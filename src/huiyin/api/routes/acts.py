"""Acts on a matter, through the same door as the pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from huiyin.api.access import actor_of
from huiyin.api.body import VIA, ActBody, described, read, uploads
from huiyin.api.problems import RefusedAct, problems
from huiyin.api.shapes.lines import done_out
from huiyin.api.shapes.matters import Done
from huiyin.engine.standing import Step
from huiyin.matters import actions, history
from huiyin.matters.errors import NotVisible, Refused
from huiyin.matters.queries import matter as queries

router = Router(tags=["acts"])


@router.post(
    "/matters/{number}/acts/{act}",
    response=Done,
    openapi_extra=described(ActBody) | problems(403, 404, 409, 413, 422),
)
def act(request: HttpRequest, number: str, act: str) -> Done:
    """Do an act, propose it, confirm or send back what waits: the process knows which."""
    actor = actor_of(request)
    matter = queries.get(actor, number, timezone.localdate())
    process = history.process_of(matter)
    if act not in process.acts:
        raise NotVisible(act)
    body = read(request, ActBody)
    try:
        done = actions.perform(
            matter.id, act, by=actor, data=body.data, expected_seq=body.expected_seq,
            step=Step(body.step), uploads=uploads(request, process.acts[act].form), via=VIA,
        )  # fmt: skip
    except Refused as refused:
        raise RefusedAct(refused.refusal, process, act) from refused
    return done_out(done)
