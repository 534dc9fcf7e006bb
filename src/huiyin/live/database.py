"""Where the hub finds the database: what Django itself connects with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

_OURS = {"cursor_factory", "prepare_threshold", "context", "server_side_binding"}


def parameters() -> Mapping[str, Any]:
    """Parameters of libpq for a connection of one's own."""
    return {k: v for k, v in connection.get_connection_params().items() if k not in _OURS}
