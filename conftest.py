"""Hooks of the whole test run."""

from __future__ import annotations

from pathlib import Path

import pytest


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
