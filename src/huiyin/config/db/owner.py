"""Whom the server runs as. PostgreSQL refuses root, so root hands it to another user."""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from huiyin.config.db.errors import ClusterError

# Nothing of the caller's language or PG… variables may reach initdb: a cluster made under LANG=C
# finds no trigrams in Chinese text, one made under a missing locale fails.
CLEAN = {"PATH": "/usr/bin:/bin:/usr/local/bin", "LC_ALL": "C.UTF-8"}


@dataclass(frozen=True)
class Owner:
    """The user that owns a cluster's folder and runs its server."""

    uid: int
    gid: int
    name: str

    @property
    def is_me(self) -> bool:
        """Whether this process already runs as that user."""
        return self.uid == os.geteuid()

    def run(
        self, command: Sequence[str | Path], *, stdin: str = "", keep_open: Sequence[int] = ()
    ) -> None:
        """Run a program as this user; ClusterError with its words when it fails.

        Output goes to a file: a server started by ``pg_ctl`` keeps the output open, so a pipe would
        never end. The working folder is ``/`` since the caller's may be closed to this user.
        """
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as source:
            source.write(stdin.encode())
            source.seek(0)
            done = subprocess.run(
                [str(part) for part in command],
                check=False,
                cwd="/",
                env=CLEAN,
                stdin=source,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                umask=0o077,
                pass_fds=keep_open,
                user=None if self.is_me else self.uid,
                group=None if self.is_me else self.gid,
                extra_groups=None if self.is_me else [],
            )
            if done.returncode:
                output.seek(0)
                words = output.read().decode(errors="replace").strip()
                raise ClusterError(f"{Path(command[0]).name} failed as {self.name}: {words}")

    def can(self, test: str, path: Path) -> bool:
        """Whether this user may read (``-r``), enter or run (``-x``) a path, as the system sees."""
        try:
            self.run(["/bin/sh", "-c", f'test {test} "$1"', "sh", path])
        except ClusterError:
            return False
        return True


def by_uid(uid: int) -> Owner:
    """Return the user of a number; ClusterError when the system has no name for it."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise ClusterError(
            f"User {uid} has no entry in the system's user list, which PostgreSQL needs."
        ) from None
    return Owner(entry.pw_uid, entry.pw_gid, entry.pw_name)


def for_new_cluster(home: Path) -> Owner:
    """Choose who will own a cluster in ``home``: me, or for root the home's user, else nobody."""
    if os.geteuid() != 0:
        return by_uid(os.geteuid())
    uid = home.stat().st_uid if home.exists() else 0
    return by_uid(uid or pwd.getpwnam("nobody").pw_uid)
