"""Streams over a real LISTEN: who is let in, who hears what, what happens when it breaks."""

from __future__ import annotations

import asyncio
from uuid import UUID

import psycopg
import pytest
from django.core import signing

from huiyin.common.ids import new_id
from huiyin.live.mailbox import EVERYTHING, Mailbox, hint_for
from huiyin.live.tests.conftest import Stream
from huiyin.notices.hints import Listener, token

pytestmark = pytest.mark.django_db
ME, OTHER, MATTER, UNIT = (new_id() for _ in range(4))


def test_two_pages_hear_what_concerns_them(running):
    async def go() -> None:
        async with running() as (app, say):
            mine = Stream(app, token(ME, MATTER, []))
            other = Stream(app, token(OTHER, None, [UNIT]))
            status, headers = await mine.start()
            assert (status, headers["content-type"][:17]) == (200, "text/event-stream")
            assert headers["cache-control"] == "no-store"
            assert (await other.start())[0] == 200
            assert await mine.hint() == await other.hint() == EVERYTHING
            await say({"m": str(MATTER), "s": 7, "u": [str(UNIT)]})
            assert await mine.hint() == {"matter": True, "seq": 7}
            assert await other.hint() == {"list": True}
            await say({"a": [str(ME)]})
            assert await mine.hint() == {"notices": True}
            await say({"m": str(MATTER)})  # sealed
            assert await mine.hint() == {"matter": True, "seq": 0}
            await mine.leave()
            await other.leave()
            assert len(app.hub) == 0

    asyncio.run(go())


@pytest.mark.parametrize("wrong", ["", "x", "forged", "old", "odd"])
def test_a_token_that_is_forged_or_too_old_gets_nothing(running, wrong, monkeypatch):
    good = token(ME, MATTER, [])
    given = {"forged": good[:-2] + "xx", "odd": signing.dumps({"a": 1}, salt="huiyin.live")}
    text = given.get(wrong, good if wrong == "old" else wrong)
    if wrong == "old":
        monkeypatch.setattr("huiyin.notices.hints.MAX_AGE", -1)

    async def go() -> None:
        async with running() as (app, _say):
            stream = Stream(app, text)
            assert (await stream.start())[0] == 403
            assert len(app.hub) == 0

    asyncio.run(go())


def test_a_silent_stream_beats(running):
    async def go() -> None:
        async with running(heartbeat=0.05) as (app, _say):
            stream = Stream(app, token(ME, None, []))
            await stream.start()
            await stream.hint()
            assert [await stream.line() for _ in range(2)] == [": here\n\n"] * 2

    asyncio.run(go())


def test_only_so_many_pages_and_only_this_address(running):
    async def go() -> None:
        async with running(most=1) as (app, _say):
            first, second = (Stream(app, token(ME, None, [])) for _ in range(2))
            assert (await first.start())[0] == 200
            status, headers = await second.start()
            assert (status, headers["retry-after"]) == (503, "60")
            await first.leave()
            assert (await Stream(app, token(ME, None, [])).start())[0] == 200
            assert (await Stream(app, "", path="/").start())[0] == 404
            assert (await Stream(app, "", method="POST").start())[0] == 405

    asyncio.run(go())


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [("http://127.0.0.1:8000", True), ("http://localhost", True), ("https://evil.example", False),
     ("null", False), ("", False)],
)  # fmt: skip
def test_only_our_own_pages_may_read_it_from_another_port(running, origin, allowed):
    async def go() -> None:
        async with running() as (app, _say):
            stream = Stream(app, token(ME, None, []), origin)
            _status, headers = await stream.start()
            assert headers.get("access-control-allow-origin") == (origin if allowed else None)

    asyncio.run(go())


def test_a_lost_connection_is_made_again_and_everything_fetched(running, given):
    async def go() -> None:
        async with running() as (app, say):
            stream = Stream(app, token(ME, None, [UNIT]))
            await stream.start()
            assert await stream.hint() == EVERYTHING
            async with await psycopg.AsyncConnection.connect(**given, autocommit=True) as other:
                await other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE query = 'LISTEN \"huiyin\"' AND datname = current_database()"
                )
            assert await stream.hint() == EVERYTHING
            await say({"m": str(MATTER), "s": 1, "u": [str(UNIT)]})
            assert await stream.hint() == {"list": True}

    asyncio.run(go())


def test_what_is_not_ours_on_the_channel_is_passed_over(running):
    async def go() -> None:
        async with running() as (app, say):
            stream = Stream(app, token(ME, None, []))
            await stream.start()
            await stream.hint()
            for strange in ("", "no json", "[1]", '{"a": []}'):
                await say(strange)
            await say({"a": [str(ME)]})
            assert await stream.hint() == {"notices": True}

    asyncio.run(go())


def test_the_end_is_quiet(running):
    async def go() -> None:
        async with running() as (app, _say):
            stream = Stream(app, token(ME, None, []))
            await stream.start()
            await app.hub.close()
            await asyncio.wait_for(stream.task, 10)

    asyncio.run(go())


def test_ten_thousand_hints_to_a_page_that_does_not_read_are_one():
    async def go() -> None:
        box = Mailbox(Listener(ME, MATTER, frozenset({UNIT})))
        for seq in range(10_000):
            box.put({"matter": True, "seq": seq})
            box.put({"list": True})
        assert await box.take(1) == {"matter": True, "seq": 9999, "list": True}
        assert await box.take(0.01) is None

    asyncio.run(go())


def test_a_hint_says_nothing_to_who_is_not_meant():
    stranger = Listener(new_id(), None, frozenset({new_id()}))
    told = {"m": MATTER.hex, "s": 3, "u": [UNIT.hex], "a": [ME.hex]}
    assert hint_for(stranger, told) == {}
    assert hint_for(Listener(UUID(int=1)), {}) == {}
