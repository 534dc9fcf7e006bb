"""Raising a matter without an account: the same rules and limits as the residents' pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router, Status
from ninja.errors import HttpError

from huiyin.api.body import VIA, described, read, uploads
from huiyin.api.form_schema import schema_of
from huiyin.api.problems import ProblemField, RefusedAct, WrongFields, answer, problems
from huiyin.api.shapes.base import words
from huiyin.api.shapes.raising import NextOut, Raised, RaiseIn, SlipOut, TopicOut, WayOut
from huiyin.engine.process import Refusal
from huiyin.matters.effects import Performed
from huiyin.matters.errors import Refused
from huiyin.matters.slips import slips
from huiyin.packs import raise_file
from huiyin.places.method import in_force
from huiyin.portal import limits, privacy, reach, sending
from huiyin.portal.asking import Asked, asked, pack_for
from huiyin.portal.contents import Contents
from huiyin.portal.views.sent import following

router = Router(tags=["raise"])


@router.get("/raise/topics", auth=None, response=list[TopicOut], openapi_extra=problems())
def raise_topics(request: HttpRequest) -> list[TopicOut]:
    """What can be raised online, who is responsible, and the form of each way to raise it."""
    del request
    methods = in_force()
    told = raise_file.read(pack_for("", methods))
    found = []
    for key, topic in told.topics.items():
        there = topic.elsewhere
        found.append(
            TopicOut(
                key=key,
                name=words(topic),
                who=words(topic.who),
                law=topic.law,
                process=told.kinds[topic.kind].process,
                elsewhere=words(there.to) if there else None,
                route=words(told.routes[there.route]) if there else None,
                ways=list(_ways(key, methods)),
            )
        )
    return found


@router.post(
    "/raise",
    auth=None,
    response={201: Raised},
    openapi_extra=described(RaiseIn) | problems(403, 409, 413, 422, 429),
)
def raise_matter(request: HttpRequest) -> Status[Raised] | HttpResponse:
    """Raise a matter; the answer is the receipt, with the code that opens it to the resident."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        # Without a session no token stands against forgery: pages elsewhere may not send.
        raise HttpError(403, "cross_site")
    body = read(request, RaiseIn)
    now = _asked(body)
    if body.personal == "take_out":
        body.data = privacy.taken_out(now, body.data, [])
    elif body.personal == "ask" and (found := privacy.found(now, body.data, [])):
        return answer(409, "personal_data", errors=list(_hits(found)))
    return _send(request, now, body)


def _ways(topic: str, methods: Mapping[str, str]) -> Iterator[WayOut]:
    for key, way in raise_file.read(pack_for("", methods)).kind_of(topic).ways.items():
        now = asked(Contents(topic=topic, way=key), methods)
        yield WayOut(key=key, name=words(way), json_schema=schema_of(now.form))


def _asked(body: RaiseIn) -> Asked:
    methods = in_force()
    told = raise_file.read(pack_for(body.data.get("place"), methods))
    if body.topic not in told.topics:
        raise WrongFields(ProblemField(field="topic", rule="choice", value=body.topic[:60]))
    if body.way not in told.kind_of(body.topic).ways:
        raise WrongFields(ProblemField(field="way", rule="choice", value=body.way[:60]))
    now = asked(Contents(topic=body.topic, way=body.way, data=body.data), methods)
    if unknown := sorted(body.data.keys() - now.form.keys()):
        raise WrongFields(*(ProblemField(field=one[:60], rule="unknown_field") for one in unknown))
    return now


def _send(request: HttpRequest, now: Asked, body: RaiseIn) -> Status[Raised] | HttpResponse:
    try:
        limits.count(request, "sent")
    except limits.TooMany:
        return answer(429, "too_many")
    try:
        files = uploads(request, now.steps["where"]).get("files", [])
        done = sending.send(now, body.data, files, via=VIA)
    except sending.NoOffice as none:
        limits.uncount(request, "sent")
        call = [f"{unit.name} {unit.phone}" for unit in reach.to_call(none.place)]
        return answer(409, "no_office", "; ".join(call))
    except Refused as refused:
        limits.uncount(request, "sent")
        wrong = refused.refusal
        errors = tuple(now.on_page(error) for error in wrong.errors)
        raise RefusedAct(
            Refusal(wrong.code, wrong.params, errors), now.process, now.kind.act
        ) from refused
    return Status(201, _receipt(request, done))


def _receipt(request: HttpRequest, done: Performed) -> Raised:
    matter = done.matter
    found = slips(matter, request.build_absolute_uri(reverse("portal:follow")))
    return Raised(
        number=found[0].number, code=found[0].code, office=matter.intake_unit.name,
        slips=[SlipOut(number=one.number, code=one.code) for one in found],
        next=[NextOut(says=words(says), day=day) for says, day in following(matter)],
    )  # fmt: skip


def _hits(found: list[privacy.Shown]) -> Iterator[ProblemField]:
    for one in found:
        for piece in one.pieces:
            if piece.kind:
                said = privacy.kind_words(piece.kind)
                yield ProblemField(
                    field=one.place, rule=f"personal_{piece.kind}", value=piece.text, message=said
                )
