"""What must be true before pages are served: tables, categories and static files up to date.

Each step looks first and does nothing when nothing is to be done, so a second start is quick.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huiyin.matters import categories

MIGRATING = 0x48594E + 16  # advisory lock: two starts at once migrate one after the other
LOCK_TIMEOUT = "10s"  # a migration waits no longer for a table that is in use


def is_new() -> bool:
    """Whether nothing was ever made ready here."""
    return "django_migrations" not in connection.introspection.table_names()


def migrate() -> int:
    """Run the migrations that are missing; return how many there were.

    Raises OperationalError when a table stays in use; running it again goes on where it stopped.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
        executor = MigrationExecutor(connection)
        missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if missing:
            call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()  # with its lock and its time limit
    return missing


def sync_categories() -> bool:
    """Bring the categories up to the national file; whether anything changed."""
    done = categories.sync()
    return bool(done.added or done.changed)


def collect_static() -> bool:
    """Collect the static files into the home when they differ from last time; whether they did."""
    stamp = Path(settings.STATIC_ROOT).with_suffix(".stamp")
    wanted = _fingerprint()
    if stamp.exists() and stamp.read_text("ascii") == wanted:
        return False
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(wanted, "ascii")
    return True


def _fingerprint() -> str:
    """Changes with the name, size or time of any static file, and with what packs them."""
    told = hashlib.sha256(f"{version('django')} {version('whitenoise')}".encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            told.update(f"\n{name} {found.st_size} {found.st_mtime_ns}".encode())
    return told.hexdigest()
