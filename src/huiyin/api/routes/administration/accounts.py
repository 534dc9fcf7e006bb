"""Accounts."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from ninja import Router, Status

from huiyin.api.access import actor_of
from huiyin.api.problems import problems
from huiyin.api.shapes.administration import (
    AccountIn,
    AccountOut,
    AccountsOut,
    HoldingOut,
    LinkOut,
    account_out,
    holding_out,
)
from huiyin.people import policy, registry
from huiyin.people.actions import accounts

router = Router()
LONGEST = 60


@router.get("/admin/accounts", response=AccountsOut, openapi_extra=problems(403))
def list_accounts(request: HttpRequest, q: str = "", after: str = "") -> AccountsOut:
    """Accounts by user name; `q` is a part of the name or user name."""
    policy.require(actor_of(request), "read")
    text, after = (word.replace("\x00", "").strip()[:LONGEST] for word in (q, after))
    part = registry.accounts(text, after)
    return AccountsOut(items=[account_out(one) for one in part.rows], next=part.after or None)


@router.post("/admin/accounts", response={201: AccountOut}, openapi_extra=problems(403, 422))
def create_account(request: HttpRequest, body: AccountIn) -> Status[AccountOut]:
    """Make an account; nobody can sign in to it before its owner has set a password."""
    return Status(201, account_out(accounts.create(body.data(), by=actor_of(request))))


@router.get("/admin/accounts/{account}", response=AccountOut, openapi_extra=problems(403, 404))
def get_account(request: HttpRequest, account: UUID) -> AccountOut:
    """One account."""
    policy.require(actor_of(request), "read")
    return account_out(registry.account(account))


@router.get(
    "/admin/accounts/{account}/holdings", response=list[HoldingOut], openapi_extra=problems(403)
)
def list_account_holdings(request: HttpRequest, account: UUID) -> list[HoldingOut]:
    """Posts it holds, held and will hold, the newest first."""
    policy.require(actor_of(request), "read")
    return [holding_out(one) for one in registry.holdings(account=account)]


@router.put(
    "/admin/accounts/{account}", response=AccountOut, openapi_extra=problems(403, 404, 409, 422)
)
def change_account(request: HttpRequest, account: UUID, body: AccountIn) -> AccountOut:
    """Change an account: every field is sent, and `expected` as it was read."""
    made = accounts.change(account, body.data(), by=actor_of(request), expected=body.expected)
    return account_out(made)


@router.post(
    "/admin/accounts/{account}/shut", response=AccountOut, openapi_extra=problems(403, 404, 409)
)
def shut_account(request: HttpRequest, account: UUID) -> AccountOut:
    """Nobody signs in to it any more."""
    return account_out(accounts.shut(account, by=actor_of(request)))


@router.post(
    "/admin/accounts/{account}/reopen", response=AccountOut, openapi_extra=problems(403, 404, 409)
)
def reopen_account(request: HttpRequest, account: UUID) -> AccountOut:
    """It can be used again."""
    return account_out(accounts.reopen(account, by=actor_of(request)))


@router.post(
    "/admin/accounts/{account}/link",
    response={201: LinkOut},
    openapi_extra=problems(403, 404, 409),
)
def link_account(request: HttpRequest, account: UUID) -> Status[LinkOut]:
    """Make the path where the owner sets a password."""
    path = reverse("desk:set_password", args=accounts.link(account, by=actor_of(request)))
    return Status(201, LinkOut(path=path))
