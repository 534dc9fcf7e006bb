"""Residents: the own matter with number and code in every request; there is no session.

The same facts, acts and limits as on the pages: wrong codes are counted together with theirs.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.errors import HttpError

from huiyin.api.body import described, read, uploads
from huiyin.api.problems import RefusedAct, problems
from huiyin.api.shapes.follow import (
    ActDone,
    Followed,
    Key,
    KeyedAct,
    KeyedOpening,
    LetterText,
    NewMatter,
    followed,
    letter_text,
)
from huiyin.matters.actions import perform
from huiyin.matters.errors import NotVisible, Refused
from huiyin.matters.queries import matter as queries
from huiyin.matters.queries.matter import MatterPage
from huiyin.portal.access import Found, TooManyTries, find
from huiyin.portal.following import looks, papers
from huiyin.portal.following.doing import settled
from huiyin.portal.following.facts import facts
from huiyin.portal.following.opening import open_door, opening
from huiyin.portal.following.past import BY_RESIDENT

router = Router(tags=["follow"], auth=None)


@router.post("/follow", response=Followed, openapi_extra=described(Key) | problems(404, 422, 429))
def follow(request: HttpRequest) -> Followed:
    """How the matter stands, until when and why, what was done, who looked at the data."""
    found, page = _open(read(request, Key))
    return followed(facts(page, found.signatory, timezone.now()))


@router.post(
    "/follow/acts/{act}",
    response=ActDone,
    openapi_extra=described(KeyedAct) | problems(403, 404, 409, 413, 422, 429),
)
def follow_act(request: HttpRequest, act: str) -> ActDone:
    """Do what a resident may do: add material, remind, rate, ask for a review …"""
    body = read(request, KeyedAct)
    found, page = _open(body)
    if act not in page.process.acts or not page.process.acts[act].for_residents():
        raise NotVisible(act)
    data = {**body.data, **settled(page, act, found.signatory, timezone.now())}
    form = page.process.acts[act].form
    try:
        done = perform(
            page.matter.id, act, by=found.actor, data=data, expected_seq=body.expected_seq,
            uploads=uploads(request, form), via=BY_RESIDENT,
        )  # fmt: skip
    except Refused as refused:
        raise RefusedAct(refused.refusal, page.process, act) from refused
    return ActDone(number=done.matter.number, seq=done.event.seq)


@router.post(
    "/follow/open/{door}",
    response=NewMatter,
    openapi_extra=described(KeyedOpening) | problems(403, 404, 409, 413, 422, 429),
)
def follow_open(request: HttpRequest, door: str) -> NewMatter:
    """Open another matter from the own one: a complaint about the handling."""
    body = read(request, KeyedOpening)
    _found, page = _open(body)
    one = opening(page, door)
    if one is None:
        raise NotVisible(door)
    files = uploads(request, one.act.form)
    try:
        done = open_door(page, one, body.data, timezone.now(), files, BY_RESIDENT)
    except Refused as refused:
        raise RefusedAct(refused.refusal, one.process, one.door.act) from refused
    return NewMatter(number=done.number, code=done.code)


@router.post(
    "/follow/letters/{letter_id}",
    response=LetterText,
    openapi_extra=described(Key) | problems(404, 422, 429),
)
def follow_letter(request: HttpRequest, letter_id: UUID) -> LetterText:
    """A letter to the resident as text; that it was read is recorded."""
    found, page = _open(read(request, Key))
    letter = papers.read_letter(page, letter_id, found.signatory)
    own = looks.own_persons(page, found.signatory)
    papers.note_read(page, found.actor, own, letter.letter.file.name)
    return letter_text(letter)


def _open(key: Key) -> tuple[Found, MatterPage]:
    """The matter of number and code. Raises NotVisible (404) for a wrong pair, HttpError 429."""
    try:
        found = find(key.number, key.code)
    except TooManyTries as many:
        raise HttpError(429, "too_many_tries") from many
    if found is None:
        raise NotVisible(key.number)
    return found, queries.page(found.actor, found.number, timezone.localdate())
