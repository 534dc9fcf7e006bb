"""PostgreSQL as Django knows it, with our least version and our test databases."""

from __future__ import annotations

from django.db.backends.postgresql import base
from django.db.utils import NotSupportedError
from typing_extensions import override

from huiyin.config.db.creation import DatabaseCreation

LEAST = (16,)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to a server."""

    creation_class = DatabaseCreation

    @override
    def check_database_version_supported(self) -> None:
        """NotSupportedError, in one sentence, when the server is too old."""
        found = self.get_database_version()
        if found < LEAST:
            shown = ".".join(str(part) for part in found)
            raise NotSupportedError(
                f"Huiyin needs PostgreSQL {LEAST[0]} or newer, and this server is {shown}."
            )
