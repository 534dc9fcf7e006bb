"""Test databases: copied from a template that is migrated once, named by the process's number."""

from __future__ import annotations

import hashlib
import os
import platform
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db.backends.postgresql import creation
from django.db.utils import OperationalError
from typing_extensions import override

from huiyin.config.db import templates

LOCK = 0x487569  # advisory lock of everyone who makes or drops test databases on this server
KEPT = 8  # templates of earlier migrations, so that changing branches is quick
DROP = 'DROP DATABASE IF EXISTS "{}" WITH (FORCE)'


class DatabaseCreation(creation.DatabaseCreation):
    """``CREATE DATABASE test_x TEMPLATE template_<hash>`` instead of running every migration."""

    @override
    def create_test_db(
        self,
        verbosity: int = 1,
        autoclobber: bool = False,
        serialize: bool | None = True,
        keepdb: bool = False,
    ) -> str:
        """Make this process's test database and point the connection at it; return its name."""
        name: str = self._get_test_db_name()
        try:
            self._make(name, verbosity)
        except OperationalError:  # another run, thinking itself the last, has stopped the server
            self._make(name, verbosity)
        self._point_at(name)
        if serialize:
            content = self.serialize_db_to_string()
            self.connection._test_serialized_contents = content  # type: ignore[attr-defined]  # noqa: SLF001 - slot of Django's, unknown to the stubs
        self.connection.ensure_connection()
        return name

    # Two hooks of Django's that its type stubs do not know.

    def _get_test_db_name(self) -> str:
        name: str = super()._get_test_db_name()  # type: ignore[misc]  # not in the stubs
        return f"{name}_{_machine()}_{os.getpid()}"

    def _destroy_test_db(self, test_database_name: str, verbosity: int) -> None:
        with self._server() as cursor:
            cursor.execute(DROP.format(test_database_name))

    @contextmanager
    def _server(self) -> Iterator[Any]:
        """Give a cursor that is in no database of ours."""
        with self.connection._nodb_cursor() as cursor:  # noqa: SLF001 - Django's own way there
            yield cursor

    def _make(self, name: str, verbosity: int) -> None:
        with self._server() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # until the cursor is closed
            names = _names(cursor)
            old = [other for other in names if other.startswith("template_")][KEPT:]
            for gone in [*old, *filter(left_behind, names)]:
                cursor.execute(DROP.format(gone))
            template = templates.name()
            if template not in names or template in old:
                self._build(cursor, template, verbosity)
            cursor.execute(DROP.format(name))
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def _build(self, cursor: Any, template: str, verbosity: int) -> None:
        """Run every migration in a new database; it takes the template's name when all went well.

        `cursor` holds the lock meanwhile, so that one run builds and the others wait for it.
        """
        draft = f"building_{_machine()}_{os.getpid()}"
        cursor.execute(DROP.format(draft))
        cursor.execute(f'CREATE DATABASE "{draft}"')
        before = str(self.connection.settings_dict["NAME"])
        self._point_at(draft)
        try:
            call_command(
                "migrate",
                verbosity=max(verbosity - 1, 0),
                interactive=False,
                database=self.connection.alias,
                run_syncdb=True,
            )
        finally:
            self._point_at(before)
        cursor.execute(f'ALTER DATABASE "{draft}" RENAME TO "{template}"')

    def _point_at(self, name: str) -> None:
        self.connection.close()
        settings.DATABASES[self.connection.alias]["NAME"] = name
        self.connection.settings_dict["NAME"] = name


def left_behind(name: str) -> bool:
    """Whether a test database belongs to a process of this machine that is gone."""
    found = re.fullmatch(rf"(?:test|building)_(?:.*_)?{_machine()}_(\d+)", name)
    return found is not None and not _lives(int(found[1]))


def _names(cursor: Any) -> list[str]:
    """Return the names of all databases, the newest first."""
    cursor.execute("SELECT datname FROM pg_database ORDER BY oid DESC")
    return [name for (name,) in cursor.fetchall()]


def _machine() -> str:
    """Short mark of this machine: on a shared server only its own processes can be judged."""
    return hashlib.sha256(platform.node().encode()).hexdigest()[:6]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
