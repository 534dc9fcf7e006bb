"""``huiyin db``: start, stop, look at, back up and restore the database."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg

from huiyin.config import env as environment
from huiyin.config.db import backup, binaries
from huiyin.config.db.target import Target, chosen
from huiyin.config.env import Env, SettingError

NOT_OURS = "DATABASE_URL names a server that Huiyin neither starts nor stops."


def main(argv: list[str]) -> int:
    """Run one word of ``huiyin db``; return 0, or 1 with a sentence on standard error."""
    # Before argparse, which would take psql's own options for ours.
    shell, words = argv[:1] == ["psql"], argv[1:]
    given = _parser().parse_args(argv[:1] if shell else argv, argparse.Namespace(words=words))
    action: Callable[[Env, Target, argparse.Namespace], int] = given.action
    try:
        env = environment.read()
        return action(env, chosen(env), given)
    except (SettingError, psycopg.Error) as problem:
        print(problem, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="huiyin db", description=__doc__)
    words = parser.add_subparsers(required=True, metavar="WORD")

    def word(name: str, action: object, about: str) -> argparse.ArgumentParser:
        added = words.add_parser(name, help=about, description=about)
        added.set_defaults(action=action)
        return added

    word("start", _start, "start the embedded server")
    word("stop", _stop, "stop the embedded server; its connections end")
    word("where", _where, "print the folder and the address of the database")
    word("status", _status, "say whether it runs, its version and size")
    word("psql", _psql, "open PostgreSQL's shell; further words go to psql")
    saved = word("backup", _backup, "write database and matter files to one new .tar.gz")
    saved.add_argument("file", type=Path)
    saved.add_argument("--with-keys", action="store_true", help="pack the key files too")
    back = word("restore", _restore, "bring a backup back into an empty database")
    back.add_argument("file", type=Path)
    back.add_argument("--force", action="store_true", help="replace what is there, for good")
    return parser


def _start(env: Env, target: Target, given: argparse.Namespace) -> int:
    del env, given
    if target.cluster is None:
        return _refuse(NOT_OURS)
    target.start()
    print(f"running, process {target.cluster.pid()}")
    return 0


def _stop(env: Env, target: Target, given: argparse.Namespace) -> int:
    del env, given
    if target.cluster is None:
        return _refuse(NOT_OURS)
    print("stopped" if target.cluster.stop() else "was not running")
    return 0


def _where(env: Env, target: Target, given: argparse.Namespace) -> int:
    del given
    shown = {name: value for name, value in target.parameters.items() if name != "password"}
    print(f"home      {env.home}")
    print(f"database  {target.database}")
    print(f"folder    {target.cluster.base if target.cluster else 'on a server of its own'}")
    print("address   " + " ".join(f"{name}={value}" for name, value in shown.items()))
    return 0


def _status(env: Env, target: Target, given: argparse.Namespace) -> int:
    del env, given
    if target.cluster and target.cluster.pid() is None:
        print("not running" if target.cluster.data.exists() else "not made yet")
        return 0
    with target.connect() as database:
        row = database.execute(
            "SELECT current_setting('server_version'), "
            "pg_size_pretty(pg_database_size(current_database())), "
            "(SELECT count(*) FROM pg_stat_activity WHERE datname = current_database())"
        ).fetchone()
    if row is not None:
        number = f", process {target.cluster.pid()}" if target.cluster else ""
        print(f"running{number}, PostgreSQL {row[0]}, {row[1]}, {row[2]} connections")
    return 0


def _psql(env: Env, target: Target, given: argparse.Namespace) -> int:
    del env
    target.start()
    program = str(binaries.folder() / "psql")
    sys.stdout.flush()
    os.execve(program, [program, *given.words], target.environment())  # noqa: S606 - becomes psql


def _backup(env: Env, target: Target, given: argparse.Namespace) -> int:
    backup.back_up(env, target, given.file.absolute(), keys=given.with_keys)
    print(f"{given.file}: {given.file.stat().st_size:,} bytes")
    if "://" in env.HUIYIN_FILES:
        print(f"Matter files are on {env.HUIYIN_FILES} and not in it.")
    if given.with_keys:
        print(f"It holds the keys of {env.keys}: whoever has this file reads everything.")
    else:
        print(
            f"The keys in {env.keys} are NOT in it. Keep a copy of them in another place: "
            "without them residents' names and addresses cannot be read again."
        )
    return 0


def _restore(env: Env, target: Target, given: argparse.Namespace) -> int:
    done = backup.restore(env, target, given.file.absolute(), force=given.force)
    print(f"restored the backup of {done.made}: database, {done.files} files, {done.keys} keys")
    if not done.keys:
        print(f"No key was brought along: {env.keys} must hold the keys of that installation.")
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
