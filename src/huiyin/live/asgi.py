"""The ASGI application of live pages: one address, GET /live/?token=…, as server-sent events.

Its process holds streams, one connection to the database and nothing else: pages stay with the web
server, whose threads no stream may hold. It knows no session and makes no query; what it says are
hints (`{"notices": true}`), and the page that gets one fetches what it shows by its own right.
"""

from __future__ import annotations

import os

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
django.setup()

from huiyin.live.app import App, Message, Receive, Send  # noqa: E402 -- needs Django
from huiyin.live.database import parameters  # noqa: E402
from huiyin.live.hub import Hub  # noqa: E402

_APP: list[App] = []


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """The hub is made where the event loop runs."""
    if not _APP:
        _APP.append(App(Hub(parameters, most=settings.LIVE_MOST)))
    await _APP[0](scope, receive, send)
