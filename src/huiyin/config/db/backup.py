"""Back up an installation to one file, and bring it back whole or not at all."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from huiyin.config.db import archive, place
from huiyin.config.db.errors import ClusterError
from huiyin.config.db.target import Target
from huiyin.config.env import Env

TABLES = """
    SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND n.nspname NOT LIKE 'pg\\_toast%'
"""
DROP = "DROP DATABASE IF EXISTS {} WITH (FORCE)"
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


@dataclass(frozen=True)
class Restored:
    """What a restore brought: when the backup was made, files and keys that were added."""

    made: str
    files: int
    keys: int


def back_up(env: Env, target: Target, path: Path, *, keys: bool = False) -> None:
    """Write database, matter files (when they are in a folder) and, if asked, keys to ``path``.

    ClusterError when something fails; then nothing is left at ``path``.
    """
    target.start()
    with archive.draft_of(path) as draft, tempfile.TemporaryDirectory(dir=path.parent) as work:
        dump = Path(work) / archive.DUMP
        # The database first: files are never changed and are written before their row, so every
        # file that the dump names is there to be packed after it.
        target.run(
            "pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={dump}"]
        )
        folders = {} if "://" in env.HUIYIN_FILES else {"files": env.files}
        if keys:
            folders["keys"] = env.keys
        made = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = {"made": made, "huiyin": version("huiyin"), "keys": keys}
        archive.write(draft, manifest, dump, folders)


def restore(env: Env, target: Target, path: Path, *, force: bool = False) -> Restored:
    """Bring a backup back into an empty database, or with ``force`` in place of what is there.

    The dump is read into a new database, which takes the old one's name at the end in one step.
    Files and keys are added, never replaced. ClusterError when something fails; the old database
    then stands as it was.
    """
    target.start()
    if not force and exists(target) and not is_empty(target):
        raise ClusterError(
            f"Database {target.database} holds tables. --force replaces them for good."
        )
    place.make_home(env.home)
    with tempfile.TemporaryDirectory(dir=env.home) as work:
        manifest = archive.unpack(path, Path(work))
        draft = f"{target.database}_restoring"
        try:
            _command(target, DROP, draft)  # of a restore that was killed
            _command(target, "CREATE DATABASE {}", draft)
            target.run(
                "pg_restore",
                [
                    *("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"),
                    f"--dbname={draft}",
                    str(Path(work) / archive.DUMP),
                ],
                draft,
            )
            files = archive.add_missing(Path(work) / "files", env.files)
            keys = archive.add_missing(Path(work) / "keys", env.keys)
            _take_place(target, draft)
        finally:
            _command(target, DROP, draft)
    return Restored(manifest["made"], files, keys)


def exists(target: Target) -> bool:
    """Whether the server has the database at all."""
    with target.connect("postgres") as server:
        found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [target.database])
        return found.fetchone() is not None


def is_empty(target: Target) -> bool:
    """Whether the database holds no table."""
    with target.connect() as database:
        row = database.execute(TABLES).fetchone()
        return row is None or row[0] == 0


def _command(target: Target, text: LiteralString, name: str) -> None:
    with target.connect("postgres") as server:
        server.execute(sql.SQL(text).format(sql.Identifier(name)))


def _take_place(target: Target, draft: str) -> None:
    """Give the restored database its name, in one transaction; then drop the old one."""
    old = f"{target.database}_replaced"
    _command(target, DROP, old)
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    there = exists(target)
    with target.connect("postgres") as server:
        for attempt in range(5):
            # Web processes connect again at once, so the moment may have to be tried for.
            server.execute(OTHERS, [target.database])
            try:
                with server.transaction():
                    if there:
                        name = sql.Identifier(target.database)
                        server.execute(rename.format(name, sql.Identifier(old)))
                    server.execute(
                        rename.format(sql.Identifier(draft), sql.Identifier(target.database))
                    )
                break
            except psycopg.errors.ObjectInUse:
                if attempt == 4:
                    raise ClusterError(
                        "The database is in use; stop Huiyin, then restore."
                    ) from None
    _command(target, DROP, old)
