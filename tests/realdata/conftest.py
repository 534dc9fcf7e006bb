"""Public data kept beside the project, for measuring only; nothing of it is copied in here.

`HUIYIN_REALDATA` names the folder; by default `shared/data` beside the repository. Without it every
test of this folder is skipped, and the summary says so.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

MISSING = "real data: NOT measured (folder missing)"
_LINES = pytest.StashKey[list[str]]()


def folder() -> Path:
    """Return where the data would be."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    return Path(os.environ.get("HUIYIN_REALDATA") or beside)


@pytest.fixture(scope="session")
def realdata(pytestconfig: pytest.Config) -> Path:
    """Return the folder with the data, or skip loudly."""
    if not folder().is_dir():
        _note(pytestconfig, MISSING)
        pytest.skip(MISSING)
    return folder()


@pytest.fixture
def measured(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Return a function that puts a figure into the summary of the run."""
    return lambda line: _note(pytestconfig, f"real data: {line}")


def _note(config: pytest.Config, line: str) -> None:
    lines = config.stash.setdefault(_LINES, [])
    if line not in lines:
        lines.append(line)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print figures and what was not measured, whatever the verbosity."""
    for line in config.stash.get(_LINES, []):
        terminalreporter.write_line(line, yellow=line == MISSING)
