"""Hooks of the whole test run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Rules are judged by what they answer; a busy machine is not a fault of theirs.
settings.register_profile("huiyin", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("huiyin")

# The job tables are not Django's to manage, so it does not empty them.
JOBS = "TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers"


@pytest.fixture(autouse=True, scope="session")
def _flush_may_truncate() -> Iterator[None]:
    """Let Django empty the tables after a test with real transactions, the append-only ones too."""
    import pgtrigger
    from django.db.backends.postgresql.operations import DatabaseOperations

    def flush(self: DatabaseOperations, statements: Sequence[str]) -> None:
        with pgtrigger.ignore():
            original(self, [*statements, JOBS] if statements else statements)

    original = DatabaseOperations.execute_sql_flush
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush)
        yield


@pytest.fixture(autouse=True)
def _published_is_rolled_back() -> Iterator[None]:
    """What a test publishes is rolled back with it: the process must not remember it."""
    from huiyin.packs import published

    yield
    published.know(None)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the shared test server when this was the last run to use it."""
    if hasattr(config, "workerinput"):
        return  # a worker: the run that started it does this
    from django.conf import settings

    if not settings.configured:
        return
    default = settings.DATABASES["default"]
    if default["ENGINE"] == "huiyin.config.db":
        from django.db import connections

        from huiyin.config.db import cluster, idle

        connections.close_all()
        idle.stop_if_idle(cluster.of(Path(default["HOME"]), volatile=default["VOLATILE"]))
