"""The scripts of set-up and check: what they find, and what they say when something is missing."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "tools"


def run(*words: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.run(
        [str(word) for word in words],
        cwd=ROOT,
        env={**clean, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def check_tree() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_tree", TOOLS / "check_tree.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tree_is_clean() -> None:
    done = run(sys.executable, TOOLS / "check_tree.py")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("a.md", "see https://mirrors" + ".example.net/p", "a.md:2: address of a package registry"),
        ("a.sh", "cd /work" + "/main", "a.sh:2: path of a machine"),
        ("requirements.lock", "x @ https" + "://a/x.whl", "requirements.lock:2: a lock says"),
        ("package-lock.json", '"resolved' + '": "x"', "package-lock.json:2: a lock says"),
        ("a.md", "x" * 300_001, "a.md:1: 300,009 bytes, more than 300,000"),
    ],
)
def test_what_must_not_stand_in_a_file_is_found(
    check_tree: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    line: str,
    said: str,
) -> None:
    monkeypatch.setattr(check_tree, "ROOT", tmp_path)
    (tmp_path / name).write_text(f"first\n{line}\n\n", "utf-8")
    faults = list(check_tree.faults(name))
    assert len(faults) == 1
    assert faults[0].startswith(said)


def test_ordinary_words_are_not_faults(
    check_tree: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_tree, "ROOT", tmp_path)
    (tmp_path / "a.md").write_text("registry, /framework/, https://example.org, /var/lib/x\n")
    assert list(check_tree.faults("a.md")) == []


def test_a_python_that_is_too_old_or_missing_is_told_in_one_sentence() -> None:
    done = run("sh", TOOLS / "python.sh", PYTHON="false")
    assert done.returncode == 1
    assert done.stderr.startswith("Huiyin needs Python 3.11 or newer")
    assert done.stderr.count("\n") == 1


def test_the_python_that_is_named_is_taken() -> None:
    done = run("sh", TOOLS / "python.sh", PYTHON=getattr(sys, "_base_executable", sys.executable))
    assert done.returncode == 0
    assert Path(done.stdout.strip()).exists()


def test_a_named_browser_is_taken() -> None:
    done = run("sh", TOOLS / "browser.sh", HUIYIN_CHROMIUM="/some/where")
    assert (done.returncode, done.stdout) == (0, "/some/where\n")


def test_the_set_up_of_make_does_nothing_twice() -> None:
    """Every stamp of `make setup` names files that exist: a missing one would rebuild each time."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = {
        word
        for line in makefile.splitlines()
        if line.startswith((".venv/", "build/"))
        for word in line.partition(":")[2].split()
        if not word.startswith((".venv/", "$", "|")) and "/" in word
    }
    assert named
    assert all((ROOT / word).exists() for word in named)
