"""Is the process named in ``postmaster.pid`` really this cluster's server?"""

from __future__ import annotations

import subprocess
from pathlib import Path

PROC = Path("/proc")


def server_pid(data: Path) -> int | None:
    """Return the number of the server of this data folder, None when there is no such process."""
    pid = named_pid(data / "postmaster.pid")
    return pid if pid is not None and serves(pid, data) else None


def named_pid(lock: Path) -> int | None:
    """Return the number in one of PostgreSQL's lock files, whoever has it now."""
    try:
        return int(lock.read_text(encoding="utf-8").split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def serves(pid: int, data: Path) -> bool:
    """Whether a process works in the data folder, as PostgreSQL's server does.

    Numbers are reused and the dead may wait as zombies for their parent: ``kill(pid, 0)`` is no
    proof. A zombie has no working folder and no command line.
    """
    if not PROC.joinpath("self").exists():  # macOS
        shown = subprocess.run(
            ["/bin/ps", "-o", "command=", "-p", str(pid)],
            check=False,
            capture_output=True,
            text=True,
        )
        return f"-D {data}" in shown.stdout
    try:
        return (PROC / str(pid) / "cwd").samefile(data)
    except PermissionError:
        # Root without the right to trace (containers) may still read the command line.
        words = (PROC / str(pid) / "cmdline").read_bytes().split(b"\0")
        return bytes(data) in words
    except (FileNotFoundError, ProcessLookupError):
        return False
