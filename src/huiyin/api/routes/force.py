"""Which method rules where, and a place's year under another method."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from huiyin.api.access import actor_of
from huiyin.api.body import described, read
from huiyin.api.problems import ProblemField, WrongFields, answer, problems
from huiyin.api.shapes.base import words
from huiyin.api.shapes.force import ForceIn, ReplayOut, RulingOut, outcome_out
from huiyin.methods import in_force, policy
from huiyin.methods.replay import asking
from huiyin.methods.replay.assumptions import assumptions
from huiyin.methods.replay.compare import NothingCame
from huiyin.methods.replay.compare import compare as replayed

router = Router(tags=["methods"])


@router.get("/methods/in-force", response=list[RulingOut], openapi_extra=problems(403))
def list_in_force(request: HttpRequest) -> list[RulingOut]:
    """Divisions where a method was put in force."""
    policy.require(actor_of(request), "read")
    return [
        RulingOut(division=one.division.pk, name=one.division.name, pack=one.pack,
                  title=words(one.title))
        for one in in_force.rulings()
    ]  # fmt: skip


@router.put(
    "/methods/in-force",
    response=list[RulingOut],
    openapi_extra=described(ForceIn) | problems(403, 422),
)
def put_in_force(request: HttpRequest) -> Any:
    """Let a method rule new matters in a division and below."""
    body = read(request, ForceIn)
    try:
        in_force.put(actor_of(request), body.division, body.pack)
    except in_force.NotPossible as wrong:
        raise WrongFields(
            ProblemField(field=wrong.field, rule=wrong.rule, value=wrong.value[:60])
        ) from wrong
    return list_in_force(request)


@router.get("/methods/replay", response=ReplayOut, openapi_extra=problems(403, 404, 422))
def replay(
    request: HttpRequest, pack: str, place: str = "", first: str = "", last: str = "",
    effort: str = "30", duty: str = "15",
) -> Any:  # fmt: skip
    """The matters of a place under another method: on-time share, backlog, load per post."""
    actor = actor_of(request)
    policy.require(actor, "replay")
    today = timezone.localdate()
    given = {
        "pack": pack, "place": place or asking.place_of(actor), "effort": effort, "duty": duty,
        "first": first or (today - timedelta(365)).isoformat(), "last": last or today.isoformat(),
    }  # fmt: skip
    try:
        found = replayed(asking.question(actor, given))
    except asking.BadQuestion as wrong:
        raise WrongFields(
            ProblemField(field=wrong.field, rule=wrong.rule, value=wrong.value[:60],
                         message=asking.say(wrong))
        ) from wrong  # fmt: skip
    except NothingCame:
        return answer(404, "nothing_came")
    return ReplayOut(own=outcome_out(found.own), other=outcome_out(found.other),
                     assumptions=assumptions(found))  # fmt: skip
