"""Tables of the vault: sealed persons and the record of every reveal."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from huiyin.common.ids import new_id
from huiyin.people.models.account import Account
from huiyin.people.models.post import Post

FORGOTTEN = "▇▇▇▇"
"""Stands where words stood that were lawfully erased, in every language."""


class PersonKind(models.TextChoices):
    NATURAL = "natural", _("natural person")
    ORGANISATION = "organisation", _("organisation")


class Person(models.Model):
    """What somebody stated about themselves, sealed; never changed, only sealed anew by rotation.

    Lists show the masked columns and decrypt nothing. `*_index` are keyed hashes for exact match.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=PersonKind.choices)
    name_sealed = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)
    id_number_sealed = models.BinaryField(null=True)
    address_sealed = models.BinaryField(null=True)
    name_index = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True)
    id_number_index = models.BinaryField(null=True)
    address_index = models.BinaryField(null=True)
    name_masked = models.CharField(max_length=100, blank=True)
    phone_masked = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["name_index"], name="person_name"),
            models.Index(
                fields=["phone_index"], name="person_phone", condition=Q(phone_index__isnull=False)
            ),
            models.Index(
                fields=["id_number_index"],
                name="person_id_number",
                condition=Q(id_number_index__isnull=False),
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name_masked


class Reveal(models.Model):
    """One opening of personal data: whose, which fields, by whom, why, for which matter.

    Appended, and never changed but for its reason, which is forgotten with the matter's words.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="reveals")
    fields = ArrayField(models.CharField(max_length=20))
    by_kind = models.CharField(max_length=20)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="reveals")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="reveals")
    reason = models.CharField(max_length=500)
    matter_id = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["matter_id", "at"], name="reveal_matter"),
            models.Index(fields=["-at", "-id"], name="reveal_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="reveal_reason"),
            models.CheckConstraint(condition=Q(fields__len__gt=0), name="reveal_fields"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="only_reason",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["reason"]),
            ),
            pgtrigger.Protect(
                name="only_forgotten",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(new__reason=FORGOTTEN),
            ),
        ]
