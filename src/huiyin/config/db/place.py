"""Where the cluster of a home is, and the folder of its socket.

``HOME/postgres-18`` normally. When root keeps the home behind a closed door (``/root/…``), the user
that runs the server cannot get there: the cluster then lives in ``/var/lib/huiyin`` and the file
``HOME/postgres-18.where`` names the place.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from huiyin.config.db import binaries
from huiyin.config.db import owner as owners
from huiyin.config.db.errors import ClusterError
from huiyin.config.db.owner import Owner

PORT = 5432  # part of the socket's name only
SHELL_SIGNS = set('"$`\\\n')  # pg_ctl puts paths between double quotes for a shell, as they are
SOCKET_LIMIT = 103  # bytes of a socket's path: 107 on Linux, 103 on macOS


def make_home(home: Path) -> None:
    """Create the home when it is not there; an existing one keeps its permissions."""
    if SHELL_SIGNS & set(str(home)):
        raise ClusterError(f"HUIYIN_HOME must not have quotes, $, ` or \\ in it: {home}")
    if not home.exists():
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o711 if os.geteuid() == 0 else 0o700)


def base_of(home: Path, *, volatile: bool) -> Path:
    """Return the cluster's folder for a home, whether or not it exists yet."""
    name = f"postgres-{binaries.major()}" + ("-volatile" if volatile else "")
    normal, pointer = home / name, home / f"{name}.where"
    if pointer.exists():
        base = Path(pointer.read_text(encoding="utf-8").strip())
        if not base.is_dir():
            raise ClusterError(
                f"{pointer} says that the database is in {base}, which is not there. "
                f"Bring it back, or remove {pointer.name} to begin with an empty database."
            )
        return base
    if os.geteuid() != 0 or normal.exists() or _reachable(home):
        return normal
    key = hashlib.sha256(os.fsencode(home.resolve() / name)).hexdigest()[:16]
    return binaries.SHARED / f"{name}-{key}"


def make_base(home: Path, base: Path) -> None:
    """Create the cluster's folder (0700, of its owner) and, when elsewhere, the pointer to it."""
    make_home(home)
    if base.parent == binaries.SHARED:
        binaries.open_folder(base.parent)
    base.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0 and base.stat().st_uid == 0 and not any(base.iterdir()):
        user = owners.for_new_cluster(home)
        os.chown(base, user.uid, user.gid)
    if base.parent != home:
        draft = home / f"{base.name}.{os.getpid()}"
        draft.write_text(f"{base}\n", encoding="utf-8")
        draft.rename(_pointer(home, base))


def owner_of(home: Path, base: Path) -> Owner:
    """Return whom the server runs as; ClusterError when that is not for this user to say."""
    if not base.exists():
        return owners.for_new_cluster(home)
    uid = base.stat().st_uid
    if uid == 0:
        return owners.for_new_cluster(home)
    if os.geteuid() not in {0, uid}:
        raise ClusterError(
            f"{base} belongs to {owners.by_uid(uid).name}. Run as that user, or set HUIYIN_HOME."
        )
    return owners.by_uid(uid)


def socket_folder(base: Path, owner: Owner) -> Path:
    """Return the folder of the server's socket: the cluster's own, or one with a short name.

    Short when the system cannot take the path, or libpq would read its comma as two servers.
    """
    if len(os.fsencode(base / f".s.PGSQL.{PORT}")) <= SOCKET_LIMIT and "," not in str(base):
        return base
    key = hashlib.sha256(os.fsencode(base)).hexdigest()[:16]
    # Not TMPDIR: every process must come to the same name. Ownership is checked before use, and
    # every client asks libpq to check the server's user (requirepeer).
    return Path("/tmp") / f"huiyin-{owner.uid}-{key}"  # noqa: S108 - its owner is checked


def make_socket_folder(folder: Path, owner: Owner) -> None:
    """Create a short socket folder; ClusterError when somebody else has put something there."""
    try:
        folder.mkdir(mode=0o700)
        if not owner.is_me:
            os.chown(folder, owner.uid, owner.gid)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner.uid or found.st_mode & 0o077:
            raise ClusterError(f"{folder} is not a closed folder of {owner.name}'s.") from None


def _pointer(home: Path, base: Path) -> Path:
    name = base.name.rsplit("-", maxsplit=1)[0]
    return home / f"{name}.where"


def _reachable(home: Path) -> bool:
    """Whether the future owner may pass through the home (or, before it exists, to it)."""
    there = home
    while not there.exists():
        there = there.parent
    return owners.for_new_cluster(home).can("-x", there)
