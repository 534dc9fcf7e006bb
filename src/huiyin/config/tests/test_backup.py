"""A backup brought back whole or not at all; the command line around it."""

from __future__ import annotations

import shutil
import tarfile

import pytest

from huiyin import cli
from huiyin.config import env as environment
from huiyin.config.db import backup, target
from huiyin.config.db import cluster as clusters
from huiyin.config.db.errors import ClusterError

from .conftest import ask


@pytest.fixture
def office(home, monkeypatch):
    """Give the environment of an installation with one row, one file and one key."""
    monkeypatch.setenv("HUIYIN_HOME", str(home))
    for name in ("DATABASE_URL", "HUIYIN_FILES"):
        monkeypatch.delenv(name, raising=False)
    found = clusters.of(home)
    found.ensure_running()
    ask(found, "CREATE TABLE said (words text)")
    ask(found, "CREATE INDEX ON said USING gin (words gin_trgm_ops)")
    ask(found, "INSERT INTO said VALUES ('低保政策咨询')")
    env = environment.read()
    (env.files / "ab").mkdir(parents=True)
    (env.files / "ab" / "abcd").write_bytes(b"photo")
    env.keys.mkdir(mode=0o700)
    (env.keys / "vault.key").write_bytes(b"key")
    return env


def test_round_trip(office, home, tmp_path, capsys):
    file = tmp_path / "saved.tar.gz"
    assert cli.main(["db", "backup", str(file)]) == 0
    assert "NOT in it" in capsys.readouterr().out
    assert file.stat().st_mode & 0o777 == 0o600
    found = clusters.of(home)
    ask(found, "UPDATE said SET words = 'changed since'")
    shutil.rmtree(office.files)

    assert cli.main(["db", "restore", str(file)]) == 1
    assert "--force" in capsys.readouterr().err
    assert ask(found, "TABLE said") == [("changed since",)]

    assert cli.main(["db", "restore", str(file), "--force"]) == 0
    assert "1 files, 0 keys" in capsys.readouterr().out
    assert ask(found, "TABLE said") == [("低保政策咨询",)]
    assert (office.files / "ab" / "abcd").read_bytes() == b"photo"
    assert names(found) == {"huiyin", "postgres"}


def test_keys_only_when_asked_and_never_over_others(office, tmp_path):
    plain, full = tmp_path / "plain.tar.gz", tmp_path / "full.tar.gz"
    backup.back_up(office, target.chosen(office), plain)
    backup.back_up(office, target.chosen(office), full, keys=True)
    assert not any("key" in name for name in members(plain))
    assert "keys/vault.key" in members(full)
    (office.keys / "vault.key").write_bytes(b"newer")
    assert backup.restore(office, target.chosen(office), full, force=True).keys == 0
    assert (office.keys / "vault.key").read_bytes() == b"newer"
    (office.keys / "vault.key").unlink()
    assert backup.restore(office, target.chosen(office), full, force=True).keys == 1
    assert (office.keys / "vault.key").stat().st_mode & 0o777 == 0o600


def test_into_a_fresh_installation(office, home, tmp_path):
    file = tmp_path / "saved.tar.gz"
    backup.back_up(office, target.chosen(office), file)
    clusters.of(home).stop()
    shutil.rmtree(clusters.of(home).base)
    backup.restore(office, target.chosen(office), file)
    assert ask(clusters.of(home), "TABLE said") == [("低保政策咨询",)]


def test_while_others_hold_connections(office, home, tmp_path):
    import psycopg

    file = tmp_path / "saved.tar.gz"
    backup.back_up(office, target.chosen(office), file)
    with psycopg.connect(dbname="huiyin", **clusters.of(home).parameters):
        backup.restore(office, target.chosen(office), file, force=True)
    assert ask(clusters.of(home), "TABLE said") == [("低保政策咨询",)]


@pytest.mark.parametrize("damage", ["cut", "foreign", "dump"])
def test_a_damaged_backup_changes_nothing(office, home, tmp_path, damage):
    file = tmp_path / "saved.tar.gz"
    backup.back_up(office, target.chosen(office), file)
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-200])
    elif damage == "foreign":
        file.write_bytes(b"PK\x03\x04 not ours")
    else:
        rewrite_dump(file, tmp_path)
    with pytest.raises(ClusterError, match="not a whole backup|pg_restore failed"):
        backup.restore(office, target.chosen(office), file, force=True)
    assert ask(clusters.of(home), "TABLE said") == [("低保政策咨询",)]
    assert names(clusters.of(home)) == {"huiyin", "postgres"}


def test_names_that_lead_outside_are_not_unpacked(office, tmp_path):
    from huiyin.config.db import archive

    file, into = tmp_path / "bad.tar.gz", tmp_path / "in" / "side"
    into.mkdir(parents=True)
    (tmp_path / "evil").write_text("x")
    with tarfile.open(file, "w:gz") as tar:
        tar.add(tmp_path / "evil", "../evil-out")
        tar.add(tmp_path / "evil", archive.DUMP)
    with pytest.raises(ClusterError, match="not a whole backup"):
        archive.unpack(file, into)
    assert not (into.parent / "evil-out").exists()


def test_no_backup_over_a_file_and_none_left_after_a_failure(office, tmp_path, monkeypatch):
    taken = tmp_path / "taken.tar.gz"
    taken.write_text("mine")
    with pytest.raises(ClusterError, match="exists already"):
        backup.back_up(office, target.chosen(office), taken)
    assert taken.read_text() == "mine"
    broken = target.Target("nowhere", target.chosen(office).parameters, None)
    with pytest.raises(ClusterError, match="pg_dump failed"):
        backup.back_up(office, broken, tmp_path / "new.tar.gz")
    assert [path.name for path in tmp_path.iterdir()] == ["taken.tar.gz"]


def test_a_server_of_its_own_is_dumped_with_the_same_programs(office, home, tmp_path, capsys):
    """The embedded server by its socket stands for a server named by DATABASE_URL."""
    at = clusters.of(home).parameters
    url = f"postgresql://{at['user']}@/huiyin?host={at['host']}"
    there = environment.Env(HUIYIN_HOME=str(home), DATABASE_URL=url)
    file = tmp_path / "saved.tar.gz"
    backup.back_up(there, target.chosen(there), file)
    ask(clusters.of(home), "DROP TABLE said")
    backup.restore(there, target.chosen(there), file)
    assert ask(clusters.of(home), "TABLE said") == [("低保政策咨询",)]


def test_where_status_stop_start(office, home, capfd):
    for words, told in [
        (["where"], f"folder    {clusters.of(home).base}"),
        (["status"], "PostgreSQL 18"),
        (["stop"], "stopped"),
        (["stop"], "was not running"),
        (["status"], "not running"),
        (["start"], "running, process"),
    ]:
        assert cli.main(["db", *words]) == 0
        assert told in capfd.readouterr().out


def test_psql_takes_its_own_options(office, monkeypatch):
    from huiyin.cli import db

    called = {}
    monkeypatch.setattr(db.os, "execve", lambda *given: called.update(given=given))
    with pytest.raises(SystemExit):
        cli.main(["db", "start", "-c", "SELECT 1"])
    cli.main(["db", "psql", "-c", "SELECT 1"])
    program, words, variables = called["given"]
    assert words == [program, "-c", "SELECT 1"]
    assert variables["PGDATABASE"] == "huiyin"
    assert variables["PGREQUIREPEER"] == target.chosen(office).cluster.owner.name


def rewrite_dump(file, tmp_path):
    from huiyin.config.db import archive

    into = tmp_path / "in"
    into.mkdir()
    manifest = archive.unpack(file, into)
    dump = into / archive.DUMP
    dump.write_bytes(dump.read_bytes()[:-40])
    file.unlink()
    archive.write(file, manifest, dump, {})


def members(file):
    with tarfile.open(file) as tar:
        return tar.getnames()


def names(found):
    rows = ask(found, "SELECT datname FROM pg_database WHERE NOT datistemplate")
    return {name for (name,) in rows}
