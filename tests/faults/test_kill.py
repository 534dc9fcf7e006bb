"""Kill -9 of database and web process while 500 petitions are registered from eight sides."""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path

import pytest

from .installation import PATIENCE, Installation

pytestmark = pytest.mark.faults

WANTED, SIDES = 500, 8
PETITION = {
    "data": {
        "channel": "call", "received_at": "2025-03-03T09:00", "title": "路灯坏了",
        "petitioner": {"name": "王小明", "phone": "13800001234"}, "text": "晚上看不见路。",
        "requests": [{"request": "修好路灯"}],
    }
}  # fmt: skip


@pytest.fixture
def installation() -> Iterator[Installation]:
    outer = Path(tempfile.mkdtemp(prefix="huiyin-kill-"))
    outer.chmod(0o711)
    made = None
    try:
        made = Installation(outer / "home")
        made.start_web()
        yield made
    finally:
        if made is not None:
            made.stop()
            for folder in (made.cluster.base, made.cluster.socket_folder):
                shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(outer)


class Clerks:
    """Eight clerks who register until enough is acknowledged, whatever answers they get."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.acknowledged: list[str] = []
        self.failures = 0
        self._threads = [threading.Thread(target=self._work) for _ in range(SIDES)]
        self._end = time.monotonic() + 2 * PATIENCE
        for thread in self._threads:
            thread.start()

    def _work(self) -> None:
        while len(self.acknowledged) < WANTED and time.monotonic() < self._end:
            try:
                answer = self.installation.request("POST", "/api/matters", PETITION)
            except (OSError, HTTPException, ValueError):
                self.failures += 1
                time.sleep(0.05)
            else:
                self.acknowledged.append(answer["number"])

    def when(self, count: int, strike: Callable[[], None]) -> None:
        """Wait until `count` are acknowledged, then strike, with the clerks still at it."""
        while len(self.acknowledged) < count and time.monotonic() < self._end:
            time.sleep(0.005)
        assert count <= len(self.acknowledged) < WANTED
        strike()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()


def test_nothing_acknowledged_is_lost(installation):
    clerks = Clerks(installation)
    try:
        clerks.when(80, installation.kill_database)
        clerks.when(220, installation.kill_web)
        installation.start_web()
        clerks.when(300, installation.kill_database)
        clerks.when(360, lambda: (installation.kill_database(), installation.kill_web()))
        installation.start_web()
    finally:
        clerks.join()
    assert len(set(clerks.acknowledged)) == len(clerks.acknowledged) >= WANTED
    assert clerks.failures
    installation.huiyin("root", "sign")
    report = json.loads(installation.huiyin("verify", "--json", "--files"))
    assert report["ok"], report["broken"][:5]
    assert report["roots"] == 1
    # What a strike left without an answer may be there or not, but never more than was asked.
    assert 0 <= report["matters"] - len(clerks.acknowledged) <= clerks.failures
    for number in clerks.acknowledged[::50]:
        assert installation.request("GET", f"/api/matters/{number}")["number"] == number
    there = json.loads(installation.huiyin("verify", "--json", *clerks.acknowledged))
    assert there["ok"], there["broken"][:5]
    assert there["matters"] == len(clerks.acknowledged)
