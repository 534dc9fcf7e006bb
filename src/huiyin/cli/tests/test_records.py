"""Commands on the records: listed, known to Django, and ready in a home that never was used."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.core.management import get_commands

from huiyin.cli import COMMANDS, RECORDS, main
from huiyin.config.db import cluster as clusters

OTHER_SETTINGS = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "HUIYIN_TEST_CLUSTER"}


def test_every_command_on_the_records_exists():
    commands = get_commands()
    ours = {name for name, app in commands.items() if app.startswith("huiyin.")}
    assert ours == RECORDS.keys()


def test_the_help_lists_them_all(capsys: pytest.CaptureFixture[str]):
    assert main([]) == 0
    listed = capsys.readouterr().out
    for name in (*COMMANDS, *RECORDS):
        assert f"  {name} " in listed


def test_the_first_command_in_a_new_home_makes_the_tables():
    home = Path(tempfile.mkdtemp(prefix="hy-"))  # short: the server's socket lies in it
    home.chmod(0o711)
    clean = {name: value for name, value in os.environ.items() if name not in OTHER_SETTINGS}

    def call() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "huiyin", "verify", "--json"],
            env={**clean, "HUIYIN_HOME": str(home)},
            capture_output=True,
            text=True,
            check=True,
        )

    try:
        first, second = call(), call()
    finally:
        clusters.of(home).stop()
        shutil.rmtree(home)
    assert first.stdout == second.stdout
    assert '"ok":true' in first.stdout
    assert "made ready" in first.stderr
    assert "made ready" not in second.stderr
