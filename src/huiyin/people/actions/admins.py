"""Somebody must always be left who can administer."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.people.actions.errors import Refused
from huiyin.people.models import Holding, Role


def keep_one() -> None:
    """Raises Refused (`last_admin`) when nobody who can sign in holds a post of administration
    tomorrow; called in the transaction that may have taken the last one away."""
    dissolved = Q(post__unit__dissolved_on__isnull=False)
    left = (
        Holding.objects.on(timezone.localdate() + timedelta(1))
        .filter(post__role=Role.ADMIN, post__active=True)
        .filter(account__is_active=True)
        .exclude(dissolved)
    )
    if not left.exists():
        raise Refused(
            "last_admin", _("Nobody would be left who can administer: appoint somebody first.")
        )
