"""The environment: secrets as files, switches, addresses; each mistake is one sentence."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from huiyin import cli
from huiyin.config import databases, env, keys, storage
from huiyin.config.env import Env, SettingError


def test_a_secret_may_be_a_file(tmp_path):
    secret = tmp_path / "key"
    secret.write_text("s3cret\n")
    assert env.read({"HUIYIN_SECRET_KEY_FILE": str(secret)}).HUIYIN_SECRET_KEY == "s3cret"
    with pytest.raises(SettingError, match="not both"):
        env.read({"HUIYIN_SECRET_KEY_FILE": str(secret), "HUIYIN_SECRET_KEY": "x"})
    with pytest.raises(SettingError, match="cannot be read"):
        env.read({"HUIYIN_SECRET_KEY_FILE": str(tmp_path / "none")})


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("true", True), ("", False), ("0", False)]
)
def test_switches(text, value):
    assert Env(HUIYIN_DEBUG=text).switch("HUIYIN_DEBUG") is value


def test_a_switch_that_is_neither():
    with pytest.raises(SettingError, match="HUIYIN_DEBUG must be 0 or 1, not 'maybe'"):
        Env(HUIYIN_DEBUG="maybe").switch("HUIYIN_DEBUG")


def test_home_by_user(monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert Env().home == Path("/state/huiyin")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert Env().home == Path("/var/lib/huiyin")
    assert Env(HUIYIN_HOME="/there").home == Path("/there")


def test_every_variable_has_a_meaning(capsys):
    assert cli.main(["env"]) == 0
    told = capsys.readouterr().out
    for name, _, meaning in env.describe():
        assert name in told
        assert len(meaning) > 20


def test_the_address_of_a_server():
    found = databases.server("postgresql://me:p%40ss@db.example:6543/casework?sslmode=require")
    assert found == {
        "ENGINE": "huiyin.config.db.server",
        "NAME": "casework",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "6543",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_wrong_address_is_refused_without_repeating_its_password():
    with pytest.raises(SettingError, match="DATABASE_URL must look like") as told:
        databases.server("postgresql://me:hush@host:1:2/x?nonsense=1")
    assert "hush" not in str(told.value)


def test_files_in_a_folder_or_on_s3():
    assert storage.storages(Env(HUIYIN_HOME="/h"))["files"]["OPTIONS"]["location"] == Path(
        "/h/files"
    )
    s3 = storage.storages(Env(HUIYIN_FILES="s3://bucket/a/b/"))["files"]
    assert s3["OPTIONS"]["bucket_name"] == "bucket"
    assert s3["OPTIONS"]["location"] == "a/b"
    with pytest.raises(SettingError, match="s3://bucket/prefix"):
        storage.storages(Env(HUIYIN_FILES="ftp://x"))


def test_many_starters_agree_on_one_key(tmp_path):
    path = tmp_path / "keys" / "one.key"
    gate, got = threading.Barrier(8), []

    def start() -> None:
        gate.wait()
        got.append(keys.read_or_create(path, lambda: os.urandom(32)))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(got)) == 1
    assert path.read_bytes() == got[0]
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["one.key"]


def test_help_lists_the_commands(capsys):
    assert cli.main([]) == 0
    told = capsys.readouterr().out
    assert all(name in told for name in cli.COMMANDS)
