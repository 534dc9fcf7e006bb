"""What is left when servers and starters are killed, and when many start at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from huiyin.config.db import cluster as clusters

from .conftest import ask

pytestmark = pytest.mark.faults

RACER = """
import json, os, sys, pathlib
from huiyin.config.db import cluster
home = pathlib.Path(sys.argv[1])
create = cluster.Cluster._create
def counted(self, lock):
    with (home.parent / "made").open("a") as made:
        made.write("x")
    create(self, lock)
cluster.Cluster._create = counted
sys.stdin.readline()
found = cluster.of(home, volatile=True)
found.ensure_running()
print(json.dumps(found.parameters), flush=True)
"""


def test_six_racers_on_a_fresh_home_make_one_cluster(home):
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    outs = []
    for racer in racers:
        racer.stdin.write("go\n")
        racer.stdin.flush()
    for racer in racers:
        outs.append(racer.communicate()[0])
        assert racer.returncode == 0
    assert (home.parent / "made").read_text() == "x"
    assert len({json.dumps(json.loads(out)) for out in outs}) == 1
    assert ask(clusters.of(home, volatile=True), "SELECT 1") == [(1,)]


def test_acknowledged_rows_are_there_after_the_server_is_killed(home):
    found = clusters.of(home)
    found.ensure_running()
    ask(found, "CREATE TABLE rows (n int PRIMARY KEY)")
    acknowledged = []
    enough = threading.Event()

    def write() -> None:
        with psycopg.connect(dbname="huiyin", autocommit=True, **found.parameters) as connection:
            for n in range(100_000):
                try:
                    connection.execute("INSERT INTO rows VALUES (%s)", [n])
                except psycopg.OperationalError:
                    return
                acknowledged.append(n)
                if n == 200:
                    enough.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert enough.wait(60)
    os.kill(found.pid(), signal.SIGKILL)
    writer.join()
    found.ensure_running()
    there = {n for (n,) in ask(found, "TABLE rows")}
    assert there >= set(acknowledged)
    assert len(there) <= len(acknowledged) + 1


def test_killed_again_and_again(cluster):
    found = cluster()
    for _ in range(5):
        found.ensure_running()
        os.kill(found.pid(), signal.SIGKILL)
    found.ensure_running()
    assert ask(found, "SELECT 1") == [(1,)]


def test_a_lock_file_that_names_a_living_stranger(cluster):
    found = cluster()
    found.ensure_running()
    lock = found.data / "postmaster.pid"
    text = lock.read_text()
    os.kill(found.pid(), signal.SIGKILL)
    me = {} if found.owner.is_me else {"user": found.owner.uid, "group": found.owner.gid}
    stranger = subprocess.Popen(["/bin/sleep", "600"], cwd="/", extra_groups=None, **me)
    try:
        for stale in (lock, found.socket_folder / ".s.PGSQL.5432.lock"):
            stale.write_text(f"{stranger.pid}\n" + text.partition("\n")[2])
        found.ensure_running()
        assert ask(found, "SELECT 1") == [(1,)]
        assert found.pid() != stranger.pid
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_killed_starter_leaves_no_half_cluster(home, cluster):
    starter = subprocess.Popen([sys.executable, "-c", RACER, str(home)], stdin=subprocess.PIPE)
    starter.stdin.write(b"go\n")
    starter.stdin.flush()
    base: Path = cluster().base
    while not (base / "data.new" / "PG_VERSION").exists():
        assert starter.poll() is None
        time.sleep(0.002)
    starter.kill()
    starter.communicate()
    assert not cluster().data.exists()
    cluster().ensure_running()  # while the killed one's initdb may still be writing
    assert ask(cluster(), "SELECT count(*) FROM pg_extension WHERE extname = 'ltree'") == [(1,)]
    assert not (base / "data.new").exists()


def test_a_cluster_that_cannot_be_made_leaves_nothing_and_says_why(cluster, monkeypatch):
    monkeypatch.setitem(clusters.SETTINGS, "shared_buffers", "nonsense")
    with pytest.raises(psycopg.OperationalError, match="initdb failed"):
        cluster().ensure_running()
    assert not cluster().data.exists()
    monkeypatch.undo()
    cluster().ensure_running()


def test_a_server_that_cannot_start_says_why_at_once(cluster):
    found = cluster()
    found.ensure_running()
    found.stop()
    (found.data / "global" / "pg_control").rename(found.data / "hidden")
    with pytest.raises(psycopg.OperationalError, match="pg_control"):
        found.ensure_running()
