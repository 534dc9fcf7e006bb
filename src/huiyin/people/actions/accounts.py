"""Accounts: made, changed, shut and opened; a password is set by its owner alone, by a link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.people import policy
from huiyin.people.actions import admins
from huiyin.people.actions.errors import Refused
from huiyin.people.actions.saving import Constraints, checked, fill, refuse_stale, saving
from huiyin.people.actor import Actor
from huiyin.people.changes import SECRET, note, values_of
from huiyin.people.forms.account import FIELDS, AccountForm
from huiyin.people.models import Account

KIND = "account"
_OPEN = ("is_active",)
_HELD: Constraints = {
    "people_account_username_key": (
        "username", gettext_lazy("Another account has this user name."),
    ),
}  # fmt: skip


def create(data: Mapping[str, Any], *, by: Actor) -> Account:
    """Make an account nobody can sign in to yet (see `link`). Raises PermissionDenied, Invalid."""
    account = policy.require(by, "administer")
    form = checked(AccountForm(data))
    made = Account()
    fill(made, form.cleaned_data, FIELDS)
    made.set_unusable_password()
    with saving(form, _HELD):
        made.save(force_insert=True)
        note(KIND, made, "create", by=account, after=values_of(made, FIELDS))
    return made


def change(key: UUID, data: Mapping[str, Any], *, by: Actor, expected: str) -> Account:
    """Change an account that stood as `saving.seen` says."""
    account = policy.require(by, "administer")
    with transaction.atomic():
        row = Account.objects.select_for_update().get(pk=key)
        refuse_stale(row, FIELDS, expected)
        before = values_of(row, FIELDS)
        form = checked(AccountForm(data, account=row))
        fill(row, form.cleaned_data, FIELDS)
        with saving(form, _HELD):
            row.save(update_fields=FIELDS)
            note(KIND, row, "change", by=account, before=before, after=values_of(row, FIELDS))
    return row


def shut(key: UUID, *, by: Actor) -> Account:
    """Nobody signs in to it from now on; its posts stay until they are handed over."""
    account = policy.require(by, "administer")
    if key == account:
        raise Refused("own_account", _("Nobody shuts their own account: ask a colleague."))
    return _set_active(key, False, account)


def reopen(key: UUID, *, by: Actor) -> Account:
    """It can be used again, with the password it had."""
    return _set_active(key, True, policy.require(by, "administer"))


def link(key: UUID, *, by: Actor) -> tuple[str, str]:
    """The two parts of an address where the owner sets a password: account and token. It works
    once, for the days of PASSWORD_RESET_TIMEOUT; whoever makes it never learns the password."""
    account = policy.require(by, "administer")
    row = Account.objects.get(pk=key)
    if not row.is_active:
        raise Refused("shut", _("This account is shut: open it first."))
    note(KIND, row, "link", by=account, after={"password": SECRET})
    token = default_token_generator.make_token(row)
    return urlsafe_base64_encode(force_bytes(row.pk)), token


def _set_active(key: UUID, active: bool, account: UUID) -> Account:
    with transaction.atomic():
        row = Account.objects.select_for_update().get(pk=key)
        before = values_of(row, _OPEN)
        row.is_active = active
        row.save(update_fields=["is_active"])
        admins.keep_one()
        if before != values_of(row, _OPEN):
            act = "reopen" if active else "shut"
            note(KIND, row, act, by=account, before=before, after=values_of(row, _OPEN))
    return row
