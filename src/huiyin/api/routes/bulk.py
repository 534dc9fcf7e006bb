"""One act on several matters, with the answer for each."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from huiyin.api.access import actor_of
from huiyin.api.body import VIA, described, read
from huiyin.api.problems import ProblemField, problem_fields, problems, status_of
from huiyin.api.shapes.base import Shape
from huiyin.engine.definition import Process
from huiyin.engine.process import Refusal
from huiyin.matters import history
from huiyin.matters.actions.foresee import Verdict, foresee
from huiyin.matters.actions.many import MOST, Outcome, Target, perform_many
from huiyin.matters.models import Matter
from huiyin.matters.queries.find import by_numbers
from huiyin.matters.queries.several import several
from huiyin.ui.sentences import say_refusal

router = Router(tags=["acts"])


class One(BaseModel):
    """A matter, and the number of the event that the caller saw last."""

    model_config = ConfigDict(extra="forbid")

    number: str
    expected_seq: int = Field(ge=0)


class BulkBody(BaseModel):
    """The matters, and the form that each is done with."""

    model_config = ConfigDict(extra="forbid")

    matters: list[One] = Field(min_length=1, max_length=MOST)
    data: dict[str, Any] = {}


class OneDone(Shape):
    """The answer for one matter: the status and code it would have had alone."""

    number: str
    status: int
    code: str = ""
    detail: str = ""
    seq: int | None = None
    errors: list[ProblemField] = []


@router.post(
    "/acts/{act}", response=list[OneDone], openapi_extra=described(BulkBody) | problems(413, 422)
)
def many(request: HttpRequest, act: str) -> list[OneDone]:
    """Do the same act on up to a hundred matters: each is done or refused by itself, in order."""
    actor = actor_of(request)
    body = read(request, BulkBody)
    found = by_numbers(actor, [one.number for one in body.matters])
    targets = [
        Target(found[one.number].pk, one.expected_seq)
        for one in body.matters
        if one.number in found
    ]
    outcomes = iter(perform_many(targets, act, by=actor, data=body.data, via=VIA))
    answers = []
    for one in body.matters:
        matter = found.get(one.number)
        answers.append(_answer(one.number, matter, act, next(outcomes) if matter else None))
    return answers


@router.post(
    "/acts/{act}/preview",
    response=list[OneDone],
    openapi_extra=described(BulkBody) | problems(413, 422),
)
def preview(request: HttpRequest, act: str) -> list[OneDone]:
    """What the same act would do to each of these matters now: nothing is written. `status` and
    `code` are those that the act itself would answer."""
    actor = actor_of(request)
    body = read(request, BulkBody)
    numbers = [one.number for one in body.matters]
    seen = {one.number: one.expected_seq for one in body.matters}
    verdicts = foresee(several(actor, numbers), numbers, act, by=actor, data=body.data)
    return [_foreseen(verdict, act, seen[verdict.number]) for verdict in verdicts]


def _foreseen(verdict: Verdict, act: str, expected_seq: int) -> OneDone:
    if verdict.one is None:
        return OneDone(number=verdict.number, status=HTTPStatus.NOT_FOUND, code="not_found")
    if verdict.seq != expected_seq:
        return OneDone(
            number=verdict.number, status=HTTPStatus.CONFLICT, code="stale", seq=verdict.seq
        )
    if verdict.refusal is None:
        return OneDone(number=verdict.number, status=HTTPStatus.OK, seq=verdict.seq)
    return _refused(verdict.number, verdict.refusal, verdict.one.process, act)


def _refused(number: str, refusal: Refusal, process: Process, act: str) -> OneDone:
    form = process.acts[act].form if act in process.acts else {}
    return OneDone(
        number=number, status=status_of(refusal), code=refusal.code,
        detail=say_refusal(refusal, process), errors=problem_fields(refusal, form),
    )  # fmt: skip


def _answer(number: str, matter: Matter | None, act: str, outcome: Outcome | None) -> OneDone:
    missing = OneDone(number=number, status=HTTPStatus.NOT_FOUND, code="not_found")
    if matter is None or outcome is None:
        return missing
    if outcome.done is not None:
        return OneDone(number=number, status=HTTPStatus.OK, seq=outcome.done.matter.seq)
    if outcome.stale is not None:
        return OneDone(
            number=number, status=HTTPStatus.CONFLICT, code="stale", seq=outcome.stale.found
        )
    refusal = outcome.refusal
    if refusal is None:
        return missing
    return _refused(number, refusal, history.process_of(matter), act)
