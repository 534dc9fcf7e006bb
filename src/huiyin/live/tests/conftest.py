"""Streams without a network: an ASGI application called as a server calls it."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest

from huiyin.live.app import App
from huiyin.live.database import parameters
from huiyin.live.hub import Hub


class Stream:
    """One request and what came back."""

    def __init__(self, app: App, token: str, origin: str = "", **scope: Any) -> None:
        headers = [(b"origin", origin.encode())] if origin else []
        self.scope = {
            "type": "http", "method": "GET", "path": "/live/", "headers": headers,
            "query_string": f"token={token}".encode(), **scope,
        }  # fmt: skip
        self._sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._received: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.task = asyncio.create_task(
            app(self.scope, self._received.get, self._sent.put)  # type: ignore[arg-type]
        )

    async def start(self) -> tuple[int, dict[str, str]]:
        message = await self.message()
        return message["status"], {k.decode(): v.decode() for k, v in message["headers"]}

    async def message(self) -> dict[str, Any]:
        return await asyncio.wait_for(self._sent.get(), 10)

    async def line(self) -> str:
        return (await self.message())["body"].decode()

    async def hint(self) -> dict[str, Any]:
        """The next hint; heartbeats are passed over."""
        while True:
            line = await self.line()
            if line.startswith("data: "):
                return json.loads(line.removeprefix("data: "))

    async def leave(self) -> None:
        await self._received.put({"type": "http.disconnect"})
        await asyncio.wait_for(self.task, 10)


@pytest.fixture
def given():
    """Parameters of the test database, and a way to say something on its channel."""
    return dict(parameters())


@pytest.fixture
def running(given):
    """`async with running() as (app, say):` an application that listens to the test database."""

    @asynccontextmanager
    async def begin(most: int = 100, heartbeat: float = 20.0):
        hub = Hub(lambda: given, most=most, pause=0.05)
        app = App(hub, heartbeat=heartbeat, breath=0.01)

        async def say(payload: Any, channel: str = "huiyin") -> None:
            await asyncio.wait_for(hub.listening.wait(), 10)
            text = payload if isinstance(payload, str) else json.dumps(payload)
            async with await psycopg.AsyncConnection.connect(**given, autocommit=True) as other:
                await other.execute("SELECT pg_notify(%s, %s)", [channel, text])

        try:
            yield app, say
        finally:
            await hub.close()

    return begin
