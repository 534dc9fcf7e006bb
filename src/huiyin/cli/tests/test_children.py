"""Children of `huiyin up`: all of a group ends, a steady one comes back, a hopeless one is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from huiyin.cli import children
from huiyin.cli.children import Children

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def family() -> Iterator[Children]:
    family = Children()
    yield family
    family.stop()


def lives(pid: int) -> bool:
    """Whether a process is there and not a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def eventually(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while time.monotonic() < end and not holds():
        time.sleep(0.02)
    return holds()


def program(text: str, *words: object) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(text), *map(str, words)]


def test_a_child_that_does_not_keep_running_is_named(family: Children) -> None:
    family.start("steady", SLEEP)
    family.start("once", [sys.executable, "-c", ""], lasting=False)
    family.start("hopeless", [sys.executable, "-c", "import time; time.sleep(0.3)"])
    assert family.wait() == "hopeless"


def test_a_child_that_ran_for_a_while_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "STEADY", 0.0)
    monkeypatch.setattr(children, "PAUSE", 0.0)
    started = []

    class Counted(Children):
        def start(self, name: str, words: Sequence[str], *, lasting: bool = True) -> None:
            started.append((name, tuple(words)))
            if len(started) == 3:
                raise TimeoutError
            super().start(name, words, lasting=lasting)

    again = [sys.executable, "-c", "raise SystemExit(3)"]
    family = Counted()
    family.start("again", again)
    with pytest.raises(TimeoutError):
        family.wait()
    assert started == [("again", tuple(again))] * 3


def test_stop_ends_grandchildren_and_those_that_will_not(
    family: Children, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "PATIENCE", 0.5)
    text = """
        import signal, subprocess, sys, time; from pathlib import Path
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
        grandchild = subprocess.Popen([sys.executable, "-c", deaf])
        Path(sys.argv[1]).write_text(str(grandchild.pid)); time.sleep(600)
    """
    note = tmp_path / "pid"
    family.start("deaf", program(text, note))
    assert eventually(lambda: note.exists() and note.read_text() != "")
    grandchild = int(note.read_text())
    assert lives(grandchild)
    family.stop()
    assert eventually(lambda: not lives(grandchild))


def test_children_do_not_get_the_ctrl_c_of_the_terminal(family: Children) -> None:
    family.start("own group", SLEEP)
    pid = next(iter(family._running))
    assert os.getpgid(pid) == pid != os.getpgid(0)


@pytest.mark.faults
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of a death")
def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    text = """
        import sys; from pathlib import Path
        from huiyin.cli.children import Children
        family, sleep = Children(), "import time; time.sleep(600)"
        family.start("sleeper", [sys.executable, "-c", sleep])
        Path(sys.argv[1]).write_text(str(next(iter(family._running)))); family.wait()
    """
    note = tmp_path / "pid"
    parent = subprocess.Popen(program(text, note))
    try:
        assert eventually(lambda: note.exists() and note.read_text() != "")
        child = int(note.read_text())
        assert lives(child)
        parent.send_signal(signal.SIGKILL)
        assert eventually(lambda: not lives(child))
    finally:
        parent.kill()
        parent.wait()
