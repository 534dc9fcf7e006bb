"""A durable installation in a folder of its own, with a web process that can be killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from huiyin.config.db import cluster as clusters
from huiyin.config.db.cluster import Cluster

SEED = """
import secrets
import django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from huiyin.people.testing import make_cast
clerk = make_cast(password=None).accounts["office.window"]
session = SessionStore()
session[SESSION_KEY] = str(clerk.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = clerk.get_session_auth_hash()
session.save()
print(session.session_key)
"""
PATIENCE = 90.0
_CSRF = "c" * 32


class Installation:
    """Commands, web process and database of one home."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.home = home
        self.env = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "HUIYIN_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
        }
        self.web: subprocess.Popen[bytes] | None = None
        self.huiyin("migrate", "--verbosity=0")
        self.session = self._python("-c", SEED).strip()

    @property
    def cluster(self) -> Cluster:
        return clusters.of(self.home)

    def huiyin(self, *words: str) -> str:
        """Run one command to its end and return what it printed."""
        return self._python("-m", "huiyin", *words)

    def _python(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start_web(self) -> None:
        """Start the web server, in a process group of its own, and wait for an answer."""
        self.web = subprocess.Popen(
            [sys.executable, "-m", "granian", "huiyin.config.wsgi:application", "--interface=wsgi",
             "--no-ws", "--host=127.0.0.1", f"--port={self.port}", "--blocking-threads=8",
             "--log-level=critical"],
            env=self.env, start_new_session=True,
        )  # fmt: skip
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                self.request("GET", "/api/matters")
            except urllib.error.HTTPError:
                raise
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the web server does not answer")

    def kill_web(self) -> None:
        """SIGKILL for the web server and its children."""
        assert self.web is not None
        os.killpg(self.web.pid, signal.SIGKILL)
        self.web.wait()

    def kill_database(self) -> None:
        """SIGKILL for the database server."""
        pid = self.cluster.pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)

    def request(self, method: str, path: str, body: Any = None) -> Any:
        """The decoded answer. Raises HTTPError (an OSError) for a refusal, OSError for none."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Content-Type": "application/json",
                "Cookie": f"sessionid={self.session}; csrftoken={_CSRF}",
                "X-CSRFToken": _CSRF,
            },
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 -- http above
            return json.load(answer)

    def stop(self) -> None:
        """Stop what still runs."""
        if self.web is not None and self.web.poll() is None:
            self.kill_web()
        self.cluster.stop()
