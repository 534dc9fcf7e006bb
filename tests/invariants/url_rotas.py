"""Good requests about rotas: the town's duty around the clock, two shifts, a request to swap."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from huiyin.duties import feed
from huiyin.duties.models import Rota, Shift, Swap
from huiyin.duties.rotas.planning import plan
from huiyin.duties.rotas.proposing import proposal
from huiyin.people.testing import Cast

PACK = "grassroots"


def day(offset: int) -> str:
    return (timezone.localdate() + timedelta(offset)).isoformat()


FILL = {"rota_first": day(20), "rota_last": day(26)}
"""Values: the span whose plan is put in force."""
SPAN = f"?first={day(20)}&last={day(26)}"
SPANNED = (date.fromisoformat(day(20)), date.fromisoformat(day(26)))
PLACE = f"{day(30)}/leader"
FILLED = ("rotas/<uuid:rota>/fill/", "api/rotas/<rota>/fill")
FIXED = {
    "rotas/<uuid:rota>/<slug:day>/<slug:slot>/": f"rotas/<uuid:rota>/{PLACE}/",
    "api/rotas/<rota>/turns/<day>/<slot>": f"api/rotas/<rota>/turns/{PLACE}",
    "rotas/shifts/<uuid:shift>/swap/": "rotas/shifts/<uuid:free_shift>/swap/",
    "api/shifts/<shift>/swaps": "api/shifts/<free_shift>/swaps",
    "calendar/<slug:token>.ics": "calendar/<slug:feed_token>.ics",
}
QUERIES = {"api/rotas/<rota>": SPAN, "api/rotas/<rota>/proposal": SPAN}
FORMS: dict[str, dict[str, Any]] = {
    "rotas/swaps/<uuid:swap>/": {"answer": "decline"},
    # No method is in force in the county of the tests: nothing can be started (422).
    "rotas/start/": {"unit": "", "key": "duty24"},
}
JSON: dict[str, dict[str, Any]] = {
    "api/swaps/<swap>/answer": {"accept": False},
    "api/rotas": {"unit": "", "key": "duty24"},
}
WHO = {
    "rotas/<uuid:rota>/<slug:day>/<slug:slot>/": "rota_head",
    "api/rotas/<rota>/turns/<day>/<slot>": "rota_head",
    "rotas/shifts/<uuid:shift>/replace/": "rota_window",
    "api/shifts/<shift>/replace": "rota_window",
}
"""Address → who gets the place."""
ASKED = ("rotas/shifts/<uuid:shift>/swap/", "api/shifts/<shift>/swaps")


def values(cast: Cast) -> dict[str, str]:
    """A rota of the town with shifts of its handler, one of which the window is asked to take."""
    rota = Rota.objects.create(pack=PACK, key="duty24", unit=cast.units["town"])
    head = cast.actor("town.head")
    handler, window = cast.accounts["town.handler"], cast.accounts["town.window"]

    def shift(offset: int) -> Shift:
        on = timezone.localdate() + timedelta(offset)
        return plan(rota.pk, on, "staff", {"account": str(handler.pk)}, by=head)

    asked, free = shift(22), shift(25)
    swap = Swap.objects.create(shift=asked, asked_by=handler, asked_of=window)
    return {
        "rota": str(rota.pk), "shift": str(asked.pk), "free_shift": str(free.pk),
        "swap": str(swap.pk), "feed_token": feed.make(by=head),
        **FILL, "rota_mark": proposal(rota.pk, *SPANNED, by=head).mark,
        "rota_head": str(cast.accounts["town.head"].pk), "rota_window": str(window.pk),
    }  # fmt: skip
