"""All pages that listen, and the one connection to the database that tells them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import orjson
import psycopg
from psycopg import sql

from huiyin.live.mailbox import EVERYTHING, Mailbox, hint_for
from huiyin.notices.hints import CHANNEL, Listener

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
KEEPALIVE: Mapping[str, Any] = {"keepalives_idle": 30, "keepalives_interval": 10}
Parameters = Callable[[], Mapping[str, Any]]


class FullError(Exception):
    """As many pages listen as may."""


class Hub:
    """Listens while pages listen. `parameters` are those of the database, asked at every attempt;
    `most` is how many pages may listen."""

    def __init__(self, parameters: Parameters, *, most: int, pause: float = FIRST_PAUSE) -> None:
        self._parameters, self._most, self._pause = parameters, most, pause
        self._boxes: set[Mailbox] = set()
        self._task: asyncio.Task[None] | None = None
        self.listening = asyncio.Event()
        self.closing = asyncio.Event()

    def __len__(self) -> int:
        return len(self._boxes)

    def join(self, listener: Listener) -> Mailbox:
        """A mailbox for one more page; the first page makes the hub listen. Raises FullError."""
        if len(self._boxes) >= self._most:
            raise FullError
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen())
        box = Mailbox(listener)
        self._boxes.add(box)
        return box

    def leave(self, box: Mailbox) -> None:
        """A page went away."""
        self._boxes.discard(box)

    async def close(self) -> None:
        """Let every page go and stop listening."""
        self.closing.set()
        for box in self._boxes:
            box.put({"bye": True})
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def tell(self, payload: str) -> None:
        """Pass one payload on to the pages it concerns."""
        told = readable(payload)
        for box in self._boxes:
            box.put(hint_for(box.listener, told))

    async def _listen(self) -> None:
        """Listen for ever; after a lost connection try again, less and less often."""
        pause = self._pause
        while True:
            try:
                await self._listen_once()
            except (psycopg.Error, OSError) as problem:
                log.warning("live: the database is not there (%s)", type(problem).__name__)
            if self.listening.is_set():
                pause = self._pause
            self.listening.clear()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _listen_once(self) -> None:
        given = {**KEEPALIVE, **self._parameters()}
        async with await psycopg.AsyncConnection.connect(**given, autocommit=True) as connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            self.listening.set()
            for box in self._boxes:  # what was said meanwhile is not known
                box.put(EVERYTHING)
            async for notify in connection.notifies():
                self.tell(notify.payload)


def readable(payload: str) -> dict[str, Any]:
    """The payload with ids as hexadecimal digits alone; {} for anything that is not ours."""
    try:
        told = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return {}
    if not isinstance(told, dict):
        return {}
    ids = {key: [_hex(one) for one in told[key]] for key in ("a", "u") if key in told}
    return {**told, **ids, "m": _hex(told.get("m", ""))}


def _hex(text: object) -> str:
    return str(text).replace("-", "")
