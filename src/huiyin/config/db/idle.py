"""Stop a server that nobody uses: the last of several test runs leaves nothing behind."""

from __future__ import annotations

import psycopg

from huiyin.config.db.cluster import Cluster

IN_USE = """
    SELECT (SELECT count(*) FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid())
         + (SELECT count(*) FROM pg_database WHERE datname LIKE 'test\\_%')
"""


def stop_if_idle(cluster: Cluster) -> bool:
    """Stop the server when it has no other connection and no test database; say whether it did."""
    if cluster.pid() is None:
        return False
    try:
        with psycopg.connect(dbname="postgres", **cluster.parameters) as server:  # type: ignore[arg-type]  # libpq keywords, all text
            row = server.execute(IN_USE).fetchone()
    except psycopg.OperationalError:  # somebody else is stopping it
        return False
    return row is not None and row[0] == 0 and cluster.stop()
