"""Units and posts, for the fields of a form that name one by its id."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Router

from huiyin.api.access import actor_of
from huiyin.api.problems import problems
from huiyin.api.shapes.people import PostLine, PostList, UnitLine, UnitList
from huiyin.people import choices
from huiyin.people.actor import Actor

router = Router(tags=["units"])
PAGE = 200
LONGEST = 100


@router.get("/units", response=UnitList, openapi_extra=problems(403))
def list_units(request: HttpRequest, q: str = "", after: str = "") -> UnitList:
    """A page of the units in use, by code; `q` is a part of the name."""
    _staff(request)
    name, code = (text.replace("\x00", "")[:LONGEST] for text in (q, after))
    found = list(choices.units(name.strip(), code)[: PAGE + 1])
    items = [
        UnitLine(
            id=unit.pk, code=unit.code, name=unit.name, kind=unit.kind,
            parent=unit.parent.name if unit.parent else "",
        )
        for unit in found[:PAGE]
    ]  # fmt: skip
    return UnitList(items=items, next=items[-1].code if len(found) > PAGE else None)


@router.get("/posts", response=PostList, openapi_extra=problems(403))
def list_posts(request: HttpRequest, unit: UUID | None = None) -> PostList:
    """The posts in use of a unit, with who holds them today; without `unit`, of the caller's."""
    actor = _staff(request)
    found = choices.posts(actor.unit_ids if unit is None else [unit])
    return PostList(
        items=[
            PostLine(
                id=post.pk, unit=post.unit_id, title=post.title, role=post.role,
                holder=getattr(post, "holder", None) or "",
            )
            for post in found
        ]
    )  # fmt: skip


def _staff(request: HttpRequest) -> Actor:
    """The caller, who holds a post today. Raises PermissionDenied."""
    actor = actor_of(request)
    if not actor.posts:
        raise PermissionDenied
    return actor
