"""The database this installation uses, as PostgreSQL's own programs want it told."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import pq
from psycopg.conninfo import conninfo_to_dict

from huiyin.config import databases
from huiyin.config.db import binaries
from huiyin.config.db import cluster as clusters
from huiyin.config.db.cluster import Cluster
from huiyin.config.db.errors import ClusterError
from huiyin.config.env import Env


@dataclass(frozen=True)
class Target:
    """A database by name with the parameters of its server; ``cluster`` when it is ours."""

    database: str
    parameters: dict[str, str]
    cluster: Cluster | None

    def start(self) -> None:
        """Start the embedded server; a server of someone else's is taken as it is."""
        if self.cluster:
            self.cluster.ensure_running()

    def connect(self, database: str = "") -> psycopg.Connection[tuple[Any, ...]]:
        """Open a connection in autocommit, to this database or to another of the server."""
        return psycopg.connect(
            dbname=database or self.database,
            autocommit=True,
            **self.parameters,  # type: ignore[arg-type]  # any libpq keyword, all of them text
        )

    def environment(self, database: str = "") -> dict[str, str]:
        """Return PG… variables for a program; a password is not seen in the list of processes."""
        given = {**self.parameters, "dbname": database or self.database}
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        for option in pq.Conninfo.get_defaults():
            keyword = option.keyword.decode()
            if keyword in given and option.envvar:
                clean[option.envvar.decode()] = given[keyword]
        return clean

    def run(self, program: str, words: Sequence[str], database: str = "") -> None:
        """Run ``pg_dump`` or ``pg_restore``; ClusterError with its words when it fails."""
        done = subprocess.run(
            [str(binaries.folder() / program), *words],
            check=False,
            env=self.environment(database),
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise ClusterError(f"{program} failed: {done.stderr.strip()}")


def chosen(env: Env) -> Target:
    """Return the database that the environment names; nothing is started."""
    if env.DATABASE_URL:
        databases.server(env.DATABASE_URL)  # tells a malformed address in our words
        parameters = {k: str(v) for k, v in conninfo_to_dict(env.DATABASE_URL).items()}
        return Target(parameters.pop("dbname", databases.NAME), parameters, None)
    cluster = clusters.of(env.home)
    return Target(clusters.DATABASE, cluster.parameters, cluster)
