"""Make, start and stop one embedded PostgreSQL cluster."""

from __future__ import annotations

import fcntl
import os
import shlex
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg import pq
from psycopg.conninfo import make_conninfo

from huiyin.config.db import binaries, place, process
from huiyin.config.db.errors import ClusterError
from huiyin.config.db.owner import Owner

USER = "huiyin"
DATABASE = "huiyin"
EXTENSIONS = ("pg_trgm", "btree_gin", "btree_gist", "ltree")
PATIENCE = 120.0  # seconds for a start with crash recovery, or for another process's start

# Words of a start that fails now and succeeds soon: another starts, or one has just died.
PASSING = ("still in use", "lock file")

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Statements and DETAIL lines carry residents' words and names; the log must not.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
# Only ever given to a cluster in a folder of its own, born for tests.
VOLATILE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """One cluster: ``home`` it belongs to, ``base`` folder it lives in, ``owner`` it runs as."""

    home: Path
    base: Path
    owner: Owner
    volatile: bool = False

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder; it exists only once it is complete."""
        return self.base / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.base / "log"

    @property
    def socket_folder(self) -> Path:
        """The ``host`` of a connection."""
        return place.socket_folder(self.base, self.owner)

    @property
    def parameters(self) -> dict[str, str]:
        """Connection parameters without the database's name.

        ``requirepeer``: libpq refuses a socket served by anyone but the cluster's owner.
        """
        return {
            "host": str(self.socket_folder),
            "port": str(place.PORT),
            "user": USER,
            "requirepeer": self.owner.name,
        }

    def pid(self) -> int | None:
        """Return the number of the running server, None when there is none."""
        return process.server_pid(self.data)

    def ready(self) -> bool:
        """Whether the server takes connections."""
        asked = make_conninfo(dbname="postgres", connect_timeout=2, **self.parameters)
        return pq.PGconn.ping(asked.encode()) == pq.Ping.OK

    def ensure_running(self) -> None:
        """Make the cluster when there is none, start it when it does not run, wait until ready.

        Any number of processes may call this at once: one works, the others wait and find it done.
        """
        with self._locked() as lock:
            if not self.data.exists():
                self._create(lock)
            end = time.monotonic() + PATIENCE
            while not self.ready():
                if time.monotonic() > end:
                    raise ClusterError(f"The embedded database does not answer; see {self.log}.")
                if self.pid() is None:
                    self._start(end)
                else:
                    time.sleep(0.05)

    def stop(self) -> bool:
        """Stop the server, ending its connections; False when it did not run."""
        if not self.base.exists():
            return False
        with self._locked():
            if self.pid() is None:
                return False
            self._pg_ctl("stop", "-m", "fast")
            return True

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """Lock the cluster's folder: the folder itself, so that no file is left behind."""
        place.make_base(self.home, self.base)
        handle = os.open(self.base, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield handle
        finally:
            os.close(handle)

    def _program(self, name: str) -> Path:
        return binaries.folder_for(self.owner) / name

    def _pg_ctl(self, action: str, *more: str | Path) -> None:
        wait = ("--wait", "--timeout", str(int(PATIENCE)), "--silent")
        self.owner.run([self._program("pg_ctl"), action, "-D", self.data, *wait, *more])

    def _create(self, lock: int) -> None:
        """Build the cluster beside its place and move it in whole: half a cluster never stays.

        The programs inherit the lock: when this process is killed, the next one waits for them to
        end before it clears away what they wrote.
        """
        new = self.base / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        settings = {**SETTINGS, **(VOLATILE if self.volatile else {})}
        locale = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        self.owner.run(
            [
                *(self._program("initdb"), "-D", new, "-U", USER, *locale, "--locale=C.UTF-8"),
                *("--auth-local=trust", "--auth-host=reject", "--no-instructions"),
                *(("--no-sync",) if self.volatile else ()),
                *(f"--set={name}={value}" for name, value in settings.items()),
            ],
            keep_open=[lock],
        )
        # In template1, so that every later database has them, those of tests too.
        script = [f"CREATE EXTENSION {name};" for name in EXTENSIONS]
        script.append(f"CREATE DATABASE {DATABASE};")
        self.owner.run(
            [self._program("postgres"), "--single", "-j", "-D", new, "template1"],
            stdin="\n\n".join(script) + "\n\n",
            keep_open=[lock],
        )
        new.rename(self.data)

    def _start(self, end: float) -> None:
        """Start the server; return early when children of a killed one must end first."""
        self._prepare_start()
        options = f"-c unix_socket_directories={shlex.quote(str(self.socket_folder))}"
        before = self.log.stat().st_size if self.log.exists() else 0
        try:
            self._pg_ctl("start", "-l", self.log, "-o", options)
        except ClusterError as problem:
            said = self._log_since(before)
            if not any(hint in said for hint in PASSING) or time.monotonic() > end:
                raise ClusterError(f"{problem}\n{said}") from None
            time.sleep(0.2)

    def _prepare_start(self) -> None:
        """Make the socket's folder and clear the lock files of a server that is gone.

        The number a killed server left behind may be a zombie's or somebody else's by now;
        PostgreSQL would take that process for a server and refuse.
        """
        folder = self.socket_folder
        if folder != self.base:
            place.make_socket_folder(folder, self.owner)
        for lock in (self.data / "postmaster.pid", folder / f".s.PGSQL.{place.PORT}.lock"):
            pid = process.named_pid(lock)
            if pid is None or not process.serves(pid, self.data):
                lock.unlink(missing_ok=True)

    def _log_since(self, position: int) -> str:
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(position)
            return log.read().decode(errors="replace").strip()


def of(home: Path, *, volatile: bool = False) -> Cluster:
    """Return the cluster of a home, existing or not. Nothing is created or started."""
    base = place.base_of(home, volatile=volatile)
    return Cluster(home, base, place.owner_of(home, base), volatile)
