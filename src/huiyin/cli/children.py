"""Child processes of ``huiyin up``, each in a group of its own that ends with it."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

PATIENCE = 20.0  # seconds that a child has to finish what it is doing
STEADY = 10.0  # a child that ran this long is started again; one that ended sooner never will run
PAUSE = 1.0  # seconds before it is started again
_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Child:
    """One process and what it is for; `lasting` ones must not end by themselves."""

    name: str
    words: tuple[str, ...]
    process: subprocess.Popen[bytes]
    started: float
    lasting: bool


class Children:
    """The children of this process. Not for use from several threads."""

    def __init__(self) -> None:
        self._running: dict[int, Child] = {}

    def start(self, name: str, words: Sequence[str], *, lasting: bool = True) -> None:
        """Start a program.

        It is in a session of its own, so that Ctrl-C on the terminal reaches this process alone,
        which then ends the others in order; on Linux it is told to stop when this process dies.
        """
        process = subprocess.Popen(
            list(words),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 -- this process has one thread
        )
        started = time.monotonic()
        self._running[process.pid] = Child(name, tuple(words), process, started, lasting)

    def wait(self) -> str:
        """Wait until a lasting child has ended soon after its start, and return its name.

        One that ran for a while (and lost its database, say) is started again.
        """
        while True:
            status = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
            ended = self._running.pop(status.si_pid, None) if status else None
            if ended is None:
                # As process 1 of a container this one inherits strangers; they are let go.
                with suppress(ChildProcessError):
                    os.waitpid(status.si_pid if status else -1, os.WNOHANG)
                continue
            ended.process.wait()
            _signal_group(ended, signal.SIGKILL)
            if not ended.lasting:
                continue
            if time.monotonic() - ended.started < STEADY:
                return ended.name
            time.sleep(PAUSE)
            self.start(ended.name, ended.words)

    def one_has_ended(self) -> bool:
        """Whether `wait` would find an ended child at once."""
        return os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None

    def stop(self) -> None:
        """Ask every child to end, and end those that do not."""
        left = list(self._running.values())
        for child in left:
            _signal_group(child, signal.SIGTERM)
        end = time.monotonic() + PATIENCE
        for child in left:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(end - time.monotonic(), 0.1))
            _signal_group(child, signal.SIGKILL)
            child.process.wait()
        self._running.clear()


def _signal_group(child: Child, number: signal.Signals) -> None:
    """Signal a child and whatever it has started, such as the workers of the web server."""
    with suppress(ProcessLookupError):
        os.killpg(child.process.pid, number)


def _end_with_parent() -> None:
    if _LIBC is not None:
        _LIBC.prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
