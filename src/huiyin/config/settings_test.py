"""Settings of the test run: quick hashes, a throw-away home, a database without fsync."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from huiyin.config import databases, env, storage
from huiyin.config.db import cluster


def _run_home() -> Path:
    """Make an empty home for this run alone, with whatever a test starts in it, gone at the end."""
    home = Path(tempfile.mkdtemp(prefix="huiyin-test-"))
    home.chmod(0o711)
    atexit.register(_remove, home, os.getpid())
    return home


def _remove(home: Path, pid: int) -> None:
    if os.getpid() == pid:  # not in a forked child
        cluster.of(home).stop()
        shutil.rmtree(home, ignore_errors=True)


def _shared_home() -> Path:
    """Return the home of the cluster that test runs share: its template database outlives them."""
    home = Path(tempfile.gettempdir()) / f"huiyin-tests-{os.geteuid()}"
    if not home.exists():
        home.mkdir(exist_ok=True)
        home.chmod(0o711)
    if home.stat().st_uid != os.geteuid():
        raise PermissionError(f"{home} belongs to somebody else; set HUIYIN_HOME for the tests.")
    return home


# Both are set before the real settings are read, so that no test, and no program that a test runs,
# comes near the home of a real installation. Workers of one run inherit them.
os.environ.setdefault("HUIYIN_TEST_CLUSTER", os.environ.get("HUIYIN_HOME") or str(_shared_home()))
if not os.environ.get("HUIYIN_HOME"):
    os.environ["HUIYIN_HOME"] = str(_run_home())

from huiyin.config.settings import *  # noqa: E402, F403 - settings are flat by Django's design

ENV = env.read()
SECRET_KEY = "only-for-tests-" + "0" * 40
DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {
    "default": databases.default(
        replace(ENV, HUIYIN_HOME=os.environ["HUIYIN_TEST_CLUSTER"]), volatile=True
    )
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

STATIC_ROOT = ENV.home / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    **storage.storages(ENV),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
