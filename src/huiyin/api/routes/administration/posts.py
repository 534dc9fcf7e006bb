"""Posts and who holds them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from huiyin.api.access import actor_of
from huiyin.api.problems import problems
from huiyin.api.shapes.administration import (
    EndIn,
    HoldIn,
    HoldingOut,
    PostIn,
    PostOut,
    holding_out,
    post_out,
)
from huiyin.people import policy, registry
from huiyin.people.actions import holdings, posts

router = Router()


@router.get("/admin/units/{unit}/posts", response=list[PostOut], openapi_extra=problems(403))
def list_admin_posts(request: HttpRequest, unit: UUID) -> list[PostOut]:
    """Every post of a unit, closed ones last."""
    policy.require(actor_of(request), "read")
    return [post_out(one) for one in registry.posts(unit)]


@router.post(
    "/admin/units/{unit}/posts",
    response={201: PostOut},
    openapi_extra=problems(403, 404, 409, 422),
)
def create_post(request: HttpRequest, unit: UUID, body: PostIn) -> Status[PostOut]:
    """Set up a post in a unit."""
    return Status(201, post_out(posts.create(unit, body.data(), by=actor_of(request))))


@router.get("/admin/posts/{post}", response=PostOut, openapi_extra=problems(403, 404))
def get_admin_post(request: HttpRequest, post: UUID) -> PostOut:
    """One post."""
    policy.require(actor_of(request), "read")
    return post_out(registry.post(post))


@router.put("/admin/posts/{post}", response=PostOut, openapi_extra=problems(403, 404, 409, 422))
def change_post(request: HttpRequest, post: UUID, body: PostIn) -> PostOut:
    """Change a post: every field is sent, and `expected` as it was read."""
    made = posts.change(post, body.data(), by=actor_of(request), expected=body.expected)
    return post_out(made)


@router.post("/admin/posts/{post}/close", response=PostOut, openapi_extra=problems(403, 404, 409))
def close_post(request: HttpRequest, post: UUID) -> PostOut:
    """Take a post out of use; refused while it holds open matters."""
    return post_out(posts.close(post, by=actor_of(request)))


@router.post("/admin/posts/{post}/reopen", response=PostOut, openapi_extra=problems(403, 404))
def reopen_post(request: HttpRequest, post: UUID) -> PostOut:
    """Take a post into use again."""
    return post_out(posts.reopen(post, by=actor_of(request)))


@router.get("/admin/posts/{post}/holdings", response=list[HoldingOut], openapi_extra=problems(403))
def list_holdings(request: HttpRequest, post: UUID) -> list[HoldingOut]:
    """Who holds a post, held it, will hold it; the newest first."""
    policy.require(actor_of(request), "read")
    return [holding_out(one) for one in registry.holdings(post=post)]


@router.post(
    "/admin/posts/{post}/holdings",
    response={201: HoldingOut},
    openapi_extra=problems(403, 404, 409, 422),
)
def hold_post(request: HttpRequest, post: UUID, body: HoldIn) -> Status[HoldingOut]:
    """Give a post to somebody."""
    return Status(201, holding_out(holdings.hold(post, body.data(), by=actor_of(request))))


@router.post(
    "/admin/holdings/{holding}/end",
    response=HoldingOut,
    openapi_extra=problems(403, 404, 409, 422),
)
def end_holding(request: HttpRequest, holding: UUID, body: EndIn) -> HoldingOut:
    """Name the last day of a holding."""
    return holding_out(holdings.end(holding, body.data(), by=actor_of(request)))


@router.post(
    "/admin/holdings/{holding}/cancel",
    response={204: None},
    openapi_extra=problems(403, 404, 409),
)
def cancel_holding(request: HttpRequest, holding: UUID) -> Status[None]:
    """Take back a holding that has not begun."""
    holdings.cancel(holding, by=actor_of(request))
    return Status(204, None)
