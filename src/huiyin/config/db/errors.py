"""What can go wrong with the embedded database, in one sentence each."""

from __future__ import annotations

import psycopg


class ClusterError(psycopg.OperationalError):
    """The embedded database cannot be made, started or stopped; Django shows the sentence."""
