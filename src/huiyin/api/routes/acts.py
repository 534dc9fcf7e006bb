"""Writing: a new matter, and acts on a matter, through the same door as the pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from huiyin.api.access import actor_of
from huiyin.api.body import ActBody, Registration, described, read, uploads
from huiyin.api.problems import RefusedAct, problems
from huiyin.api.shapes.matters import Done
from huiyin.engine.standing import Step
from huiyin.matters import actions, history
from huiyin.matters.effects import Performed
from huiyin.matters.errors import NotVisible, Refused
from huiyin.matters.queries import matter as queries
from huiyin.packs import load

router = Router(tags=["acts"])
VIA = "api"


def _extra(shape: Any, *statuses: int) -> dict[str, Any]:
    return described(shape) | problems(*statuses)


@router.post(
    "/matters", response={201: Done}, openapi_extra=_extra(Registration, 403, 404, 409, 413, 422)
)
def register(request: HttpRequest) -> Status[Done]:
    """Take in a new matter."""
    body = read(request, Registration)
    if body.pack not in load.available():
        raise NotVisible(body.pack)
    try:
        process = load.process(body.pack, body.process)
        form = process.acts[body.act].form
    except LookupError as unknown:
        raise NotVisible(body.process) from unknown
    try:
        done = actions.register(
            body.process, by=actor_of(request), data=body.data, act=body.act, pack=body.pack,
            uploads=uploads(request, form), via=VIA,
        )  # fmt: skip
    except Refused as refused:
        raise RefusedAct(refused.refusal, process, body.act) from refused
    return Status(201, _done(done))


@router.post(
    "/matters/{number}/acts/{act}",
    response=Done,
    openapi_extra=_extra(ActBody, 403, 404, 409, 413, 422),
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
    return _done(done)


def _done(done: Performed) -> Done:
    return Done(
        number=done.matter.number, act=done.event.act, step=done.event.step, event=done.event.seq,
        seq=done.matter.seq, state=done.matter.state,
    )  # fmt: skip
