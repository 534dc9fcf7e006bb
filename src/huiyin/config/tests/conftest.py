"""Homes of their own for tests that make, kill and break clusters."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from huiyin.config.db import cluster as clusters
from huiyin.config.db.cluster import Cluster
from huiyin.config.db.errors import ClusterError


@pytest.fixture
def home() -> Iterator[Path]:
    """Give a new home that the server's user can reach; nothing of it is left afterwards."""
    outer = Path(tempfile.mkdtemp(prefix="huiyin-cluster-"))
    outer.chmod(0o711)
    yield outer / "home"
    forget(outer / "home")
    shutil.rmtree(outer)


@pytest.fixture
def cluster(home: Path) -> Callable[[], Cluster]:
    """Give a function that looks the volatile cluster of ``home`` up afresh."""
    return lambda: clusters.of(home, volatile=True)


def forget(home: Path) -> None:
    """Stop and remove every cluster of a home, wherever it is."""
    for volatile in (True, False):
        with suppress(ClusterError):
            found = clusters.of(home, volatile=volatile)
            found.stop()
            for folder in (found.base, found.socket_folder):
                shutil.rmtree(folder, ignore_errors=True)


def ask(found: Cluster, statement: str) -> list[tuple]:
    """Connect anew and run one statement."""
    import psycopg

    with psycopg.connect(dbname="huiyin", autocommit=True, **found.parameters) as connection:
        answer = connection.execute(statement)
        return answer.fetchall() if answer.description else []
