"""Holdings: a person gets a post from one day, and gives it up on another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.people import policy
from huiyin.people.actions import admins
from huiyin.people.actions.errors import Refused
from huiyin.people.actions.saving import checked, saving
from huiyin.people.actor import Actor
from huiyin.people.changes import note, values_of
from huiyin.people.forms.holding import EndForm, HoldForm
from huiyin.people.models import Holding, Post

KIND = "holding"
FIELDS = ("post", "account", "starts_on", "ends_on")
_OVERLAP = "holding_one_at_a_time"
_TAKEN = gettext_lazy("Somebody else holds this post in these days.")


def hold(post_id: UUID, data: Mapping[str, Any], *, by: Actor) -> Holding:
    """Give a post to somebody. Raises PermissionDenied, Invalid (who holds it then), Refused."""
    account = policy.require(by, "administer")
    post = Post.objects.select_related("unit").get(pk=post_id)
    if not post.active or post.unit.dissolved_on is not None:
        raise Refused("closed", _("This post is closed: open it first."))
    form = checked(HoldForm(data, post=post))
    given = form.cleaned_data
    row = Holding(
        post=post, account=given["account"], starts_on=given["starts_on"], ends_on=given["ends_on"]
    )
    with saving(form, {_OVERLAP: ("starts_on", _TAKEN)}):
        row.save(force_insert=True)
        note(KIND, row, "create", by=account, after=values_of(row, FIELDS))
    return row


def end(key: UUID, data: Mapping[str, Any], *, by: Actor) -> Holding:
    """Name the last day of a holding."""
    account = policy.require(by, "administer")
    with transaction.atomic():
        row = _locked(key)
        before = values_of(row, FIELDS)
        form = checked(EndForm(data, holding=row))
        row.ends_on = form.cleaned_data["ends_on"]
        with saving(form, {_OVERLAP: ("ends_on", _TAKEN)}):
            row.save(update_fields=["ends_on"])
            note(KIND, row, "end", by=account, before=before, after=values_of(row, FIELDS))
        admins.keep_one()
    return row


def cancel(key: UUID, *, by: Actor) -> None:
    """Take back a holding that has not begun. Raises Refused for one that has."""
    account = policy.require(by, "administer")
    with transaction.atomic():
        row = _locked(key)
        if row.starts_on <= timezone.localdate():
            raise Refused("begun", _("This holding has begun: name its last day instead."))
        note(KIND, row, "cancel", by=account, before=values_of(row, FIELDS))
        row.delete()


def _locked(key: UUID) -> Holding:
    rows = Holding.objects.select_related("post", "account").select_for_update(of=("self",))
    return rows.get(pk=key)
