"""The page of one's own sign-in: password, factors, sessions, the office's sign-in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiyin.accounts import first, log
from huiyin.accounts.agents import words_of
from huiyin.accounts.forms import OwnPasswordForm
from huiyin.accounts.second_factor import FACTORS
from huiyin.desk.access import DeskRequest, never_kept, staff
from huiyin.people.models import Account


@dataclass(frozen=True)
class Begun:
    """A session as the list shows it."""

    id: int
    browser: str
    address: str
    since: Any
    is_this: bool


def sessions_of(account: Account) -> QuerySet[UserSession]:
    """The sessions that still open something, the newest first."""
    running = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return UserSession.objects.filter(user=account, session_key__in=running).order_by("-created_at")


def end_all(sessions: Iterable[UserSession], *, but: str | None) -> int:
    """End sessions other than the one with this key; the number of those ended."""
    others = [one for one in sessions if one.session_key != but]
    for one in others:
        one.end()
    return len(others)


@staff
@require_GET
def show(request: DeskRequest) -> HttpResponse:
    """Everything about one's own sign-in."""
    account = cast("Account", request.user)
    factors = list(Authenticator.objects.filter(user=account).order_by("created_at"))
    here = request.session.session_key
    if any(one.type in FACTORS for one in factors):  # set up elsewhere in the meantime
        request.session.pop(first.FACTOR_DUE, None)
    shown = {
        "factor_due": bool(request.session.get(first.FACTOR_DUE)),
        "has_password": account.has_usable_password(),
        "app": _one(factors, Authenticator.Type.TOTP),
        "codes": _one(factors, Authenticator.Type.RECOVERY_CODES),
        "keys": [one for one in factors if one.type == Authenticator.Type.WEBAUTHN],
        "sessions": [_shown(one, here) for one in sessions_of(account)],
        "links": SocialAccount.objects.filter(user=account),
    }
    return never_kept(render(request, "accounts/security.html", shown))


@staff
def password(request: DeskRequest) -> HttpResponse:
    """An own password instead of the one that there is; every other session ends."""
    account = cast("Account", request.user)
    if not account.has_usable_password():
        raise Http404
    form = OwnPasswordForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        Account.objects.filter(pk=account.pk).update(must_change_password=False)
        end_all(sessions_of(account), but=request.session.session_key)
        update_session_auth_hash(request, account)
        UserSession.objects.create_from_request(request)
        log.of(account, "password_changed", by=account)
        messages.success(request, _("Your password is changed. Other sessions have ended."))
        return redirect("account_security")
    shown = {"form": form, "is_due": account.must_change_password}
    status = 422 if form.is_bound else 200
    return never_kept(render(request, "accounts/password.html", shown, status=status))


@staff
@require_POST
def end_session(request: DeskRequest, pk: int) -> HttpResponse:
    """End one session of one's own; this one ends by signing out."""
    account = cast("Account", request.user)
    session = get_object_or_404(UserSession, pk=pk, user=account)
    if session.session_key == request.session.session_key:
        raise Http404
    session.end()
    log.of(account, "session_ended", by=account, address=session.ip)
    messages.success(request, _("The session has ended."))
    return redirect("account_security")


@staff
@require_POST
def end_others(request: DeskRequest) -> HttpResponse:
    """End all sessions but this one."""
    account = cast("Account", request.user)
    count = end_all(sessions_of(account), but=request.session.session_key)
    if count:
        log.of(account, "session_ended", by=account, number=str(count))
    messages.success(request, _("All other sessions have ended."))
    return redirect("account_security")


@staff
@require_POST
def unlink(request: DeskRequest, pk: int) -> HttpResponse:
    """Undo the link to the office's sign-in; not when it is the only way in."""
    account = cast("Account", request.user)
    link = get_object_or_404(SocialAccount, pk=pk, user=account)
    if not account.has_usable_password():
        messages.error(request, _("You have no password: this is your only way to sign in."))
        return redirect("account_security")
    link.delete()
    log.of(account, "unlinked", by=account)
    messages.success(request, _("The link is undone."))
    return redirect("account_security")


def _one(factors: list[Authenticator], kind: str) -> Authenticator | None:
    return next((one for one in factors if one.type == kind), None)


def _shown(one: UserSession, here: str | None) -> Begun:
    is_this = one.session_key == here
    return Begun(one.pk, words_of(one.user_agent), one.ip, one.created_at, is_this)


def failed(request: HttpRequest) -> HttpResponse:
    """The office's sign-in was broken off or went wrong: back to the beginning, with a word."""
    messages.error(request, _("Signing in did not work. Please try again."))
    return redirect("account_login")
