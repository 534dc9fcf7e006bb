"""The engine Django loads: start the embedded server when a connection fails, then try again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.functional import cached_property
from typing_extensions import override

from huiyin.config.db import cluster
from huiyin.config.db.server import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded server of ``settings_dict["HOME"]``."""

    @cached_property
    def cluster(self) -> cluster.Cluster:
        """The cluster of this installation."""
        return cluster.of(Path(self.settings_dict["HOME"]), volatile=self.settings_dict["VOLATILE"])

    @override
    def get_connection_params(self) -> dict[str, Any]:
        """Where the socket is, beside what Django says."""
        return {**super().get_connection_params(), **self.cluster.parameters}

    @override
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; only after a failure look at the server: the normal path costs nothing."""
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            self.cluster.ensure_running()
            return super().get_new_connection(conn_params)
