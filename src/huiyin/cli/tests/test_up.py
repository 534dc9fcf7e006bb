"""`huiyin up` on a home of its own: it serves, loses its database, stops and leaves nothing."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiyin.cli import up
from huiyin.config.db import cluster as clusters

pytestmark = pytest.mark.faults


@pytest.fixture
def home() -> Iterator[Path]:
    """A new home that the server's user can reach."""
    home = Path(tempfile.mkdtemp(prefix="huiyin-up-"))
    home.chmod(0o711)
    yield home
    clusters.of(home).stop()
    shutil.rmtree(home)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind((up.HOST, 0))
        number: int = probe.getsockname()[1]
    return number


def start(home: Path, port: int, *words: str) -> subprocess.Popen[str]:
    unset = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "HUIYIN_TEST_CLUSTER"}
    clean = {name: value for name, value in os.environ.items() if name not in unset}
    return subprocess.Popen(
        [sys.executable, "-m", "huiyin", "up", f"--port={port}", *words],
        env={**clean, "HUIYIN_HOME": str(home), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def said_until(running: subprocess.Popen[str], words: str) -> str:
    """What it printed up to the line with `words`."""
    assert running.stdout is not None
    lines = []
    for line in running.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


def page(port: int) -> str:
    with urllib.request.urlopen(f"http://{up.HOST}:{port}/login/", timeout=60) as answer:
        text: str = answer.read().decode()
    return text


def test_it_serves_survives_a_killed_database_and_stops(home: Path, port: int) -> None:
    running = start(home, port, "--no-demo", "--no-worker")
    try:
        said = said_until(running, "createsuperuser")
        assert f"http://127.0.0.1:{port}/" in said
        assert "huiyin-demo" not in said
        assert "csrfmiddlewaretoken" in page(port)

        database = clusters.of(home).pid()
        assert database is not None
        os.kill(database, signal.SIGKILL)
        assert "csrfmiddlewaretoken" in page(port)

        running.send_signal(signal.SIGTERM)
        rest, _ = running.communicate(timeout=60)
        assert running.returncode == 0
        assert "Traceback" not in rest
        assert clusters.of(home).pid() is None
    finally:
        running.kill()
        running.wait()


def test_a_database_that_was_running_before_is_left_running(home: Path, port: int) -> None:
    clusters.of(home).ensure_running()
    running = start(home, port, "--no-demo", "--no-worker")
    try:
        said_until(running, "createsuperuser")
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=60)
        assert running.returncode == 0
        assert clusters.of(home).pid() is not None
    finally:
        running.kill()
        running.wait()


def test_a_taken_port_is_told_before_anything_is_started(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind((up.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        running = start(home, port)
        said, _ = running.communicate(timeout=60)
    assert running.returncode == 2
    assert f"port {port} is taken" in said
    assert not any(home.iterdir())
