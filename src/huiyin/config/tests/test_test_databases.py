"""The template of test databases, and the server's least version."""

from __future__ import annotations

import os
import subprocess

import pytest
from django.apps import apps
from django.db import connection, connections
from django.db.utils import NotSupportedError
from django.test import Client

from huiyin.config.db import creation, idle, templates


@pytest.mark.django_db
def test_the_database_is_this_processs_and_migrated():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        (name,) = cursor.fetchone()
        assert name.startswith("test_huiyin_")
        assert name.endswith(f"_{os.getpid()}")
        cursor.execute("SELECT count(*) FROM django_migrations WHERE app = 'contenttypes'")
        assert cursor.fetchone()[0] > 0
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'template\\_%%'")
        assert cursor.fetchone()[0] > 0


def test_a_changed_migration_is_another_template(monkeypatch, tmp_path):
    before = templates.name()
    assert templates.name() == before
    new = tmp_path / "0099_more.py"
    new.write_text("operations = []")
    files = templates._files
    label = apps.get_app_configs().__iter__().__next__().label
    monkeypatch.setattr(
        templates, "_files", lambda app: [*files(app), *([new] if app.label == label else [])]
    )
    after = templates.name()
    assert after != before
    new.write_text("operations = [1]")
    assert templates.name() not in {before, after}


def test_a_file_changed_after_the_start_makes_a_template_of_this_process_alone(monkeypatch):
    before = templates.name()
    monkeypatch.setattr(templates, "STARTED", 0)
    mine = templates.name()
    assert mine != before
    monkeypatch.setattr(templates.os, "getpid", lambda: 1)
    assert templates.name() != mine


def test_migrations_of_every_app_are_in_the_name():
    found = {path for app in apps.get_app_configs() for path in templates._files(app)}
    assert any("procrastinate" in str(path) and path.suffix == ".py" for path in found)
    assert any(path.match("contenttypes/migrations/0001_initial.py") for path in found)


def test_only_databases_of_the_dead_are_left_behind():
    gone = subprocess.Popen(["/bin/true"])
    gone.wait()
    mine = f"test_huiyin_{creation._machine()}"
    assert creation.left_behind(f"{mine}_{gone.pid}")
    assert creation.left_behind(f"building_{creation._machine()}_{gone.pid}")
    assert not creation.left_behind(f"{mine}_{os.getpid()}")
    assert not creation.left_behind(f"test_huiyin_000000_{gone.pid}")
    assert not creation.left_behind("huiyin")
    assert not creation.left_behind(f"template_{gone.pid}")


def test_an_idle_server_is_stopped_and_a_used_one_is_not(cluster):
    import psycopg

    assert idle.stop_if_idle(cluster()) is False
    cluster().ensure_running()
    with psycopg.connect(dbname="huiyin", **cluster().parameters):
        assert idle.stop_if_idle(cluster()) is False
    with psycopg.connect(dbname="huiyin", autocommit=True, **cluster().parameters) as server:
        server.execute("CREATE DATABASE test_of_another_run")
    assert idle.stop_if_idle(cluster()) is False
    with psycopg.connect(dbname="huiyin", autocommit=True, **cluster().parameters) as server:
        server.execute("DROP DATABASE test_of_another_run")
    while not idle.stop_if_idle(cluster()):  # the server forgets a closed connection a moment later
        assert cluster().pid()
    assert cluster().pid() is None


def test_an_old_server_is_refused_in_one_sentence(monkeypatch):
    wrapper = connections["default"]
    monkeypatch.setattr(wrapper, "get_database_version", lambda: (15, 9))
    with pytest.raises(NotSupportedError, match=r"needs PostgreSQL 16 or newer, .* is 15\.9\."):
        wrapper.check_database_version_supported()
    monkeypatch.setattr(wrapper, "get_database_version", lambda: (16, 0))
    wrapper.check_database_version_supported()


@pytest.mark.django_db
def test_pages_carry_a_policy_without_inline_scripts():
    policy = Client().post("/i18n/setlang/", {"language": "en"}).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
