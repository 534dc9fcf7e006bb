"""Whether a place was built in this database, and when: its figures are of the year before."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from huiyin.demo.place import files
from huiyin.people.models import Account
from huiyin.places.models import Division

ADMINISTRATOR = "guanli"
"""The first account that a place has."""


def built_on(pack: str) -> date | None:
    """The local day on which the place of a pack was built here, None when it was not."""
    root = Division.objects.filter(pk=files.place(pack).root, pack=pack)
    made = Account.objects.filter(username=ADMINISTRATOR).values_list("created_at", flat=True)
    if not root.exists() or not made:
        return None
    return timezone.localtime(made[0]).date()
