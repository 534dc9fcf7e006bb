"""Which database: the server of DATABASE_URL, else the embedded one of HUIYIN_HOME."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from huiyin.config.env import Env, SettingError

NAME = "huiyin"


def default(env: Env, *, volatile: bool = False) -> dict[str, Any]:
    """Django's settings of the default database.

    ``volatile`` asks for an embedded cluster without fsync, in a folder of its own: for tests.
    """
    common = {
        # Connections stay open with their thread; a dead one is noticed before use.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
    if env.DATABASE_URL:
        return {**common, **server(env.DATABASE_URL)}
    return {
        **common,
        "ENGINE": "huiyin.config.db",
        "NAME": NAME,
        "HOME": str(env.home),
        "VOLATILE": volatile,
    }


def server(url: str) -> dict[str, Any]:
    """Django's settings for a server's URL (anything libpq understands)."""
    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items()}
    except psycopg.ProgrammingError:
        # The text may hold a password, so it is not repeated.
        raise SettingError(
            "DATABASE_URL must look like postgresql://user:password@host:5432/name."
        ) from None
    return {
        "ENGINE": "huiyin.config.db.server",
        "NAME": parts.pop("dbname", NAME),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": parts,
    }
