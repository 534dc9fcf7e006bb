"""Administration: units, posts, accounts, calendars, the log; the same actions as the pages."""

from __future__ import annotations

from ninja import Router

from huiyin.api.routes.administration import accounts, audit, calendars, choices, posts, units

router = Router(tags=["administration"])
for _part in (units, posts, accounts, choices, calendars, audit):
    router.add_router("", _part.router)
