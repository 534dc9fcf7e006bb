"""Posts: set up, changed, closed, opened again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.people import policy
from huiyin.people.actions import admins, guards
from huiyin.people.actions.errors import Refused
from huiyin.people.actions.saving import checked, fill, refuse_stale
from huiyin.people.actor import Actor
from huiyin.people.changes import note, values_of
from huiyin.people.forms.post import FIELDS, PostForm
from huiyin.people.models import Holding, Post, Unit

KIND = "post"
_OPEN = ("active",)


def create(unit_id: UUID, data: Mapping[str, Any], *, by: Actor) -> Post:
    """Set up a post in a unit. Raises PermissionDenied, Invalid, Refused, Unit.DoesNotExist."""
    account = policy.require(by, "administer")
    unit = Unit.objects.get(pk=unit_id)
    if unit.dissolved_on is not None:
        raise Refused("dissolved", _("This unit has been dissolved: it is not changed any more."))
    form = checked(PostForm(data))
    post = Post(unit=unit)
    fill(post, form.cleaned_data, FIELDS)
    with transaction.atomic():
        post.save(force_insert=True)
        note(KIND, post, "create", by=account, after=values_of(post, ("unit", *FIELDS)))
    return post


def change(key: UUID, data: Mapping[str, Any], *, by: Actor, expected: str) -> Post:
    """Change a post that stood as `saving.seen` says; it stays in its unit."""
    account = policy.require(by, "administer")
    with transaction.atomic():
        post = Post.objects.select_for_update(no_key=True).get(pk=key)
        refuse_stale(post, FIELDS, expected)
        before = values_of(post, FIELDS)
        form = checked(PostForm(data))
        fill(post, form.cleaned_data, FIELDS)
        post.save()
        admins.keep_one()
        note(KIND, post, "change", by=account, before=before, after=values_of(post, FIELDS))
    return post


def close(key: UUID, *, by: Actor) -> Post:
    """Take a post out of use today; whoever holds it holds it no longer than today. Refused while
    it holds open matters."""
    account = policy.require(by, "administer")
    with transaction.atomic():
        post = Post.objects.select_for_update(no_key=True).get(pk=key)
        if held := guards.open_matters(KIND, post.pk):
            raise Refused("holds_matters", ngettext(
                "It holds %(n)s open matter: hand it over first.",
                "It holds %(n)s open matters: hand them over first.", held,
            ) % {"n": held})  # fmt: skip
        _end_holdings(post, account)
        _set_active(post, False, account)
        admins.keep_one()
    return post


def reopen(key: UUID, *, by: Actor) -> Post:
    """Take a post into use again; nobody holds it yet."""
    account = policy.require(by, "administer")
    with transaction.atomic():
        post = Post.objects.select_for_update(no_key=True).get(pk=key)
        _set_active(post, True, account)
    return post


def _set_active(post: Post, active: bool, account: UUID) -> None:
    before = values_of(post, _OPEN)
    post.active = active
    post.save(update_fields=["active"])
    act = "reopen" if active else "close"
    if before != values_of(post, _OPEN):
        note(KIND, post, act, by=account, before=before, after=values_of(post, _OPEN))


def _end_holdings(post: Post, account: UUID) -> None:
    today = timezone.localdate()
    running = Q(ends_on__isnull=True) | Q(ends_on__gt=today)
    for held in Holding.objects.filter(running, post=post).select_related("post", "account"):
        before = {"ends_on": held.ends_on}
        if held.starts_on > today:
            note("holding", held, "cancel", by=account, before={"starts_on": held.starts_on})
            held.delete()
        else:
            held.ends_on = today
            held.save(update_fields=["ends_on"])
            note("holding", held, "end", by=account, before=before, after={"ends_on": today})
