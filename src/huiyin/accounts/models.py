"""Tables of signing in: counted failures, and which holdings the office's sign-in has given."""

from __future__ import annotations

from django.db import models

from huiyin.people.models import Holding


class Attempts(models.Model):
    """How often signing in was tried under one key, until when the count stands.

    The key is a keyed hash: what somebody types as a name may be their password.
    """

    key = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField()
    most = models.PositiveIntegerField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="attempts_until")]


class GivenHolding(models.Model):
    """A holding that the role map of the office's sign-in began; only these does it end."""

    holding = models.OneToOneField(
        Holding, models.CASCADE, primary_key=True, related_name="given_by_sign_in"
    )
    value = models.CharField(max_length=200)
    """The value of the claim that stands for it in the role map."""
