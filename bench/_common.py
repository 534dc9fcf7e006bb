"""What every benchmark shares: an installation of its own, counting, and a table of figures."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HOST = "localhost"


@dataclass
class Report:
    """Figures by name; printed as a table, or with `--json` as one object."""

    as_json: bool
    figures: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, **figures: Any) -> None:
        """Keep one line of figures and show it at once."""
        self.figures[name] = figures
        if not self.as_json:
            print(f"{name:<34}" + "  ".join(f"{k} {_shown(v)}" for k, v in figures.items()))

    def note(self, text: str) -> None:
        """Say what is going on, beside the figures."""
        print(text, file=sys.stderr, flush=True)

    def close(self) -> None:
        """Print the object, when that was asked for."""
        if self.as_json:
            print(json.dumps({"machine": machine(), **self.figures}, indent=2, ensure_ascii=False))


def machine() -> str:
    """The machine in a few words, without its name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}"


def arguments(about: str | None, **more: tuple[int, str]) -> argparse.Namespace:
    """`--small`, `--json`, and `--NAME N` for each of `more` (default and help)."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--small", action="store_true", help="a quick run, for trying")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    for name, (default, text) in more.items():
        parser.add_argument(f"--{name}", type=int, default=default, help=text)
    return parser.parse_args()


@contextmanager
def installation() -> Iterator[Path]:
    """A migrated installation in a new folder, its database durable as in use; gone at the end.

    Yields the folder. Nothing of Django may have been read before.
    """
    home = Path(tempfile.mkdtemp(prefix="huiyin-bench-"))
    home.chmod(0o711)  # the database may run as another user than root
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"HUIYIN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
    from huiyin.config.db import cluster

    try:
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        yield home
        connection.close()
    finally:
        cluster.of(home).stop()
        shutil.rmtree(home, ignore_errors=True)


def statements(work: Callable[[], object]) -> int:
    """SQL statements that `work` takes, BEGIN and COMMIT among them."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


@dataclass
class Times:
    """Wall and CPU milliseconds of this process, one pair per piece of work."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def take(self, work: Callable[[], object], best_of: int = 1) -> None:
        """Do the work and keep its times; of several attempts the quickest, which leaves out
        what else the machine was doing."""
        taken = [_timed(work) for _attempt in range(best_of)]
        self.wall.append(min(wall for wall, _cpu in taken))
        self.cpu.append(min(cpu for _wall, cpu in taken))

    @property
    def figures(self) -> dict[str, float]:
        """Medians, and the 95th percentile of the wall time."""
        return {
            "wall_ms": statistics.median(self.wall),
            "p95_ms": percentile(self.wall, 95),
            "cpu_ms": statistics.median(self.cpu),
        }


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def percentile(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def bare() -> Any:
    """A plain psycopg connection to the same database, psycopg's own defaults."""
    import psycopg
    from django.db import connection

    ours = {"cursor_factory", "prepare_threshold", "context"}
    given = {k: v for k, v in connection.get_connection_params().items() if k not in ours}
    return psycopg.connect(**given)


def _shown(value: Any) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else f"{value}"
