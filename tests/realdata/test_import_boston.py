"""58 119 requests of a city by the command itself, in an installation of its own."""

from __future__ import annotations

import csv
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.realdata

MAPPING = Path(__file__).parent / "mappings" / "boston311.yaml"
ROWS = 58_119
MOST_MEMORY = 500
REAL = {"DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
"""Not the settings of the test run, under which every home shares one volatile server."""

MEASURE = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
with open(sys.argv[1], "w") as file:
    file.write(str(usage.ru_maxrss))
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""Peak memory of a command, through a small process of its own: Linux counts the memory of
whoever forks into the child's peak, and a long test run is larger than what is measured here."""


@dataclass(frozen=True)
class Home:
    """An empty installation; `call` runs one command in it: (output, peak memory in MB)."""

    path: Path

    def call(self, *words: object) -> tuple[str, float]:
        command = [sys.executable, "-m", "huiyin", *map(str, words)]
        with tempfile.NamedTemporaryFile("r", encoding="ascii") as peak:
            done = subprocess.run(
                [sys.executable, "-c", MEASURE, peak.name, *command],
                env={**os.environ, **REAL, "HUIYIN_HOME": str(self.path)},
                stdout=subprocess.PIPE,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stdout
            return done.stdout, int(peak.read()) / 1024

    def json(self, *words: object) -> tuple[dict[str, Any], float]:
        out, peak = self.call(*words, "--json")
        return json.loads(out), peak


@pytest.fixture
def home() -> Iterator[Home]:
    folder = Path(tempfile.mkdtemp(prefix="hy-"))  # short: the server's socket lies in it
    folder.chmod(0o711)
    made = Home(folder)
    made.call("migrate", "-v", "0")
    yield made
    made.call("db", "stop")
    shutil.rmtree(folder)


def impossible(path: Path) -> list[str]:
    """Numbers of the requests that the file closes before it opens them."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return [
            row["CASE_ENQUIRY_ID"]
            for row in csv.DictReader(lines)
            if row["CLOSED_DT"] and row["CLOSED_DT"] < row["OPEN_DT"]
        ]


def test_the_city_is_loaded_checked_and_verified(
    realdata: Path, home: Home, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    path = realdata / "boston311" / "requests_2015_h1.csv.gz"
    rejects = tmp_path / "rejects.csv"
    words = ("import", path, "--map", MAPPING, "--rejects", rejects)
    report, peak = home.json(*words)
    wrong = impossible(path)
    measured(f"boston311: {report['loaded']} matters in {report['seconds']} s, peak {peak:.0f} MB")
    measured(f"boston311: {report['rejected']} rejected, replies met {report['met']}")
    assert (report["read"], report["rejected"]) == (ROWS, len(wrong))
    assert report["loaded"] == ROWS - len(wrong)
    assert peak <= MOST_MEMORY
    told = {(reject["field"], reject["rule"].split(" (")[-1]) for reject in report["rejects"]}
    assert told == {("CLOSED_DT", "order)")}
    with rejects.open(encoding="utf-8-sig", newline="") as lines:
        assert [row["CASE_ENQUIRY_ID"] for row in csv.DictReader(lines)] == wrong
    assert sum(report["uncategorised"].values()) == report["loaded"]

    again, _ = home.json(*words)
    assert (again["loaded"], again["already"]) == (0, report["loaded"])
    assert again["met"] == report["met"]
    found, _ = home.json("verify")
    measured(f"boston311: {found['events']} events of {found['matters']} matters verified")
    assert found["ok"]
    assert found["matters"] == report["loaded"]
