"""Relations between matters: read, made by hand, undone with a reason."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Status

from huiyin.api.access import actor_of
from huiyin.api.problems import ProblemField, answer, problems, status_of
from huiyin.api.shapes.base import words
from huiyin.api.shapes.links import Related, RelationIn, RelationOut, UndoIn
from huiyin.engine.process import Refusal
from huiyin.matters import relation_words
from huiyin.matters.actions import linking
from huiyin.matters.errors import NotVisible, Refused
from huiyin.matters.queries import matter as queries
from huiyin.matters.queries.relations import relations

router = Router(tags=["relations"])


@router.get("/matters/{number}/links", response=list[RelationOut], openapi_extra=problems(404))
def list_relations(request: HttpRequest, number: str) -> list[RelationOut]:
    """The relations that stand, as far as the caller may see the other matter too."""
    actor = actor_of(request)
    matter = queries.get(actor, number, timezone.localdate())
    return [
        RelationOut(
            id=one.id, kind=one.kind, way=one.way, text=relation_words.words(one.kind, one.way),
            number=one.number, title=one.title, state=words(one.state),
            received_at=one.received_at, may_undo=one.may_undo,
        )
        for one in relations(actor, matter)
    ]  # fmt: skip


@router.post(
    "/matters/{number}/links",
    response={201: Related},
    openapi_extra=problems(403, 404, 409, 422),
)
def relate(request: HttpRequest, number: str, body: RelationIn) -> Status[Related] | HttpResponse:
    """Relate two matters by hand; both histories say so."""
    actor = actor_of(request)
    matter = queries.get(actor, number, timezone.localdate())
    try:
        made = linking.link(matter.pk, body.number, body.kind, by=actor)
    except Refused as refused:
        return _refused(refused.refusal)
    return Status(201, Related(id=made.id, seq=made.seq))


@router.post(
    "/matters/{number}/links/{link_id}/undo",
    response=Related,
    openapi_extra=problems(403, 404, 409, 422),
)
def undo_relation(
    request: HttpRequest, number: str, link_id: UUID, body: UndoIn
) -> Related | HttpResponse:
    """Undo a relation that was made by hand; the row stays, both histories say so."""
    actor = actor_of(request)
    matter = queries.get(actor, number, timezone.localdate())
    if link_id not in {one.id for one in relations(actor, matter)}:
        raise NotVisible(link_id)
    try:
        row = linking.unlink(link_id, by=actor, reason=body.reason)
    except Refused as refused:
        return _refused(refused.refusal)
    end = row.source if row.source_id == matter.pk else row.target
    return Related(id=row.id, seq=end.seq)


def _refused(refusal: Refusal) -> HttpResponse:
    fields = [
        ProblemField(
            field=error.field, rule=error.rule, value=error.value, limit=error.limit,
            message=relation_words.sentence(error),
        )
        for error in refusal.errors
    ]  # fmt: skip
    said = relation_words.refused(refusal)
    return answer(status_of(refusal), refusal.code, said, errors=fields)
