"""One stream for one page: heartbeats, hints, a quiet end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
from django.conf import settings
from django.http.request import validate_host

from huiyin.live.hub import FullError, Hub
from huiyin.live.mailbox import Mailbox
from huiyin.notices.hints import BadTokenError, listener

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

HEARTBEAT = 20.0
"""Seconds: proxies close what is silent for a minute, and a page that is gone is noticed."""
BREATH = 0.3
"""Seconds between two hints to one page: a hundred acts at once are one."""
RETRY = 5000
"""Milliseconds after which a browser comes back by itself."""
_STREAM: Headers = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class App:
    """The application for one hub."""

    def __init__(self, hub: Hub, *, heartbeat: float = HEARTBEAT, breath: float = BREATH) -> None:
        self.hub, self._heartbeat, self._breath = hub, heartbeat, breath

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._life(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _life(self, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await self.hub.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        cors = _cors(scope["headers"])
        if not scope["path"].rstrip("/").endswith("/live"):
            await _say(send, 404, cors)
            return
        if scope["method"] != "GET":
            await _say(send, 405, [*cors, (b"allow", b"GET")])
            return
        try:
            box = self.hub.join(listener(_token(scope["query_string"])))
        except BadTokenError:
            await _say(send, 403, cors)
            return
        except FullError:
            await _say(send, 503, [*cors, (b"retry-after", b"60")])
            return
        try:
            await self._stream(box, cors, receive, send)
        finally:
            self.hub.leave(box)

    async def _stream(self, box: Mailbox, cors: Headers, receive: Receive, send: Send) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": [*_STREAM, *cors]}
        await send(start)
        await _write(send, f"retry: {RETRY}\n\n")
        gone = asyncio.create_task(_gone(receive))
        told = asyncio.create_task(self._tell(box, send))
        try:
            await asyncio.wait({gone, told}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (gone, told):
                task.cancel()
                with suppress(asyncio.CancelledError, OSError, RuntimeError):
                    await task
        if self.hub.closing.is_set():
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _tell(self, box: Mailbox, send: Send) -> None:
        while not self.hub.closing.is_set():
            hint = await box.take(self._heartbeat)
            if hint is None:
                await _write(send, ": here\n\n")
            elif "bye" not in hint:
                await _write(send, f"data: {orjson.dumps(hint).decode()}\n\n")
                await asyncio.sleep(self._breath)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _say(send: Send, status: int, headers: Headers) -> None:
    plain = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": [*plain, *headers]})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _token(query: bytes) -> str:
    return next(iter(parse_qs(query.decode("ascii", "replace")).get("token", [])), "")


def _cors(headers: Sequence[tuple[bytes, bytes]]) -> Headers:
    """Let our own pages read the answer when they come from another port, and nobody else."""
    origin = next((value.decode("latin-1") for name, value in headers if name == b"origin"), "")
    host = urlsplit(origin).hostname
    vary = (b"vary", b"origin")
    if not host or not validate_host(host, settings.ALLOWED_HOSTS):
        return [vary]
    return [vary, (b"access-control-allow-origin", origin.encode("latin-1"))]
