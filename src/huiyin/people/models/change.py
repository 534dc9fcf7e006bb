"""What was changed in the configuration: who, when, before and after. Written, never changed."""

from __future__ import annotations

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from huiyin.common.ids import new_id
from huiyin.people.models.account import Account


class Change(models.Model):
    """One change of a unit, post, holding, account, absence, calendar … (PEERS.md §2.1, 16).

    `kind` is the table in words of ours (`unit`, `post`, `holding`, `account`, `absence`,
    `calendar`, `sign_in`), `subject` the id there, `title` its name then. Values are of settings,
    never of residents; a secret stands as `•••`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    """Who did it; None for the command line and jobs."""
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    act = models.CharField(max_length=20)
    """`create`, `change`, `end`, `hand_over`, `publish` …"""
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="change_newest"),
            models.Index(fields=["kind", "subject", "-at"], name="change_subject"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
