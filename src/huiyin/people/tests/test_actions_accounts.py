"""Accounts: made without a password, opened by a link that works once, shut."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from huiyin.people.actions import accounts
from huiyin.people.actions.errors import Invalid, Refused
from huiyin.people.actions.saving import seen
from huiyin.people.forms.account import FIELDS
from huiyin.people.models import Account, Change
from huiyin.people.testing import make_cast

NEW = {"username": "zhao", "display_name": "赵敏", "language": "zh-hans"}
WORD = "correct-horse-7"


@pytest.fixture
def cast(db):
    return make_cast(None)


@pytest.fixture
def admin(cast):
    return cast.actor("county.admin")


def test_the_owner_sets_the_password_once(cast, admin):
    made = accounts.create(NEW, by=admin)
    assert not made.has_usable_password()
    address = reverse("desk:set_password", args=accounts.link(made.pk, by=admin))
    client = Client()
    form = client.get(address, follow=True)
    sent = {"new_password1": WORD, "new_password2": WORD}
    response = client.post(form.request["PATH_INFO"], sent)
    assert response.status_code == 302
    assert Account.objects.get(pk=made.pk).check_password(WORD)
    assert Client().get(address, follow=True).context["validlink"] is False
    acts = Change.objects.filter(kind="account").order_by("at", "id").values_list("act", flat=True)
    assert list(acts) == ["create", "link", "password"]


def test_a_weak_password_is_refused_with_422(cast, admin):
    made = accounts.create(NEW, by=admin)
    client = Client()
    address = reverse("desk:set_password", args=accounts.link(made.pk, by=admin))
    form = client.get(address, follow=True)
    sent = {"new_password1": "12345678", "new_password2": "12345678"}
    response = client.post(form.request["PATH_INFO"], sent)
    assert response.status_code == 422
    assert not Account.objects.get(pk=made.pk).has_usable_password()


def test_no_secret_is_in_the_log(cast, admin):
    made = accounts.create(NEW, by=admin)
    _uid, token = accounts.link(made.pk, by=admin)
    assert all(token not in str((one.before, one.after)) for one in Change.objects.all())


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"username": ""}, "username", "required"),
        ({"username": "TOWN.HEAD"}, "username", "taken"),
        ({"username": "two words"}, "username", "invalid"),
        ({"display_name": "长" * 61}, "display_name", "max_length"),
        ({"email": "nobody"}, "email", "invalid"),
        ({"language": "fr"}, "language", "invalid_choice"),
    ],
)
def test_wrong_fields_are_named(cast, admin, changes, field, code):
    with pytest.raises(Invalid) as refused:
        accounts.create(NEW | changes, by=admin)
    assert (field, code) in {(one.field, one.code) for one in refused.value.wrong}


def test_changed_shut_and_opened_again(cast, admin):
    row = cast.accounts["town.window"]
    asked = {"username": row.username, "display_name": "改名", "language": "en",
             "large_type": True}  # fmt: skip
    accounts.change(row.pk, asked, by=admin, expected=seen(row, FIELDS))
    accounts.shut(row.pk, by=admin)
    row.refresh_from_db()
    assert (row.display_name, row.large_type, row.is_active) == ("改名", True, False)
    with pytest.raises(Refused, match="shut"):
        accounts.link(row.pk, by=admin)
    accounts.reopen(row.pk, by=admin)
    acts = Change.objects.order_by("at", "id").values_list("act", flat=True)
    assert list(acts) == ["change", "shut", "reopen"]


def test_a_head_makes_no_accounts(cast):
    with pytest.raises(PermissionDenied):
        accounts.create(NEW, by=cast.actor("county.head"))
