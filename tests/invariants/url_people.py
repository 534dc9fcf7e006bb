"""Good requests of signing in, absences and handovers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from huiyin.people.actions.handover import hand_over
from huiyin.people.models import Absence, Holding
from huiyin.people.testing import PASSWORD, Cast

NEW = "a-bridge-over-water-9"
FIXED = {
    "login/<slug:provider_id>/": "login/office/",
    "login/<slug:provider_id>/callback/": "login/office/callback/",
    "account/keys/<int:pk>/remove/": "account/keys/999999/remove/",
    "account/sessions/<int:pk>/end/": "account/sessions/999999/end/",
    "account/links/<int:pk>/undo/": "account/links/999999/undo/",
}


def day(offset: int = 0) -> str:
    return (timezone.localdate() + timedelta(offset)).isoformat()


AWAY: dict[str, Any] = {"starts_on": day(40), "ends_on": day(41)}
LEAVES: dict[str, Any] = {"successor": "town.window", "day": day(1)}
FORMS: dict[str, dict[str, Any]] = {
    "account/password/": {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW},
    "account/again/": {"password": PASSWORD},
    "absences/new/": AWAY,
    "absences/of/": {"account": "town.handler"},
    "handover/<uuid:holding>/": LEAVES,
}
JSON: dict[str, dict[str, Any]] = {
    "api/absences": AWAY,
    "api/handovers/<holding_id>": LEAVES,
}


def values(cast: Cast) -> dict[str, str]:
    """The town's handler will be away and may be replaced; somebody elsewhere was."""
    account = cast.accounts["town.handler"]
    away = Absence.objects.create(
        account=account, starts_on=day(10), ends_on=day(12), entered_by=account
    )
    other = Holding.objects.get(post=cast.posts["far.dispatcher"])
    sheet = hand_over(
        other.pk, {"successor": "", "day": day(1)}, by=cast.actor("county.admin")
    )  # fmt: skip
    held = str(Holding.objects.get(post=cast.posts["town.handler"]).pk)
    return {
        "absence": str(away.pk), "absence_id": str(away.pk), "sheet": str(sheet.pk),
        "holding": held, "holding_id": held,
    }  # fmt: skip
