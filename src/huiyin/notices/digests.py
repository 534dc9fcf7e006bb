"""The digest: at its time one notice for each person that lists what has waited for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from huiyin.common.ids import new_id
from huiyin.notices import hints
from huiyin.notices.models import Kind

# What was settled meanwhile is left out; who has nothing left gets no digest.
_DUE = """
    SELECT account_id, array_agg(id) FROM (
        SELECT id, account_id FROM notices_notice
        WHERE in_digest AND digest_id IS NULL AND show_from <= %(now)s
            AND read_at IS NULL AND settled_at IS NULL
        FOR UPDATE SKIP LOCKED) AS waiting
    GROUP BY account_id
"""
_MAKE = """
WITH made AS (
    INSERT INTO notices_notice (id, account_id, kind, topic, params, created_at, show_from,
        in_digest)
    SELECT id, account_id, %(kind)s, topic, jsonb_build_object('count', count), %(now)s, %(now)s,
        false
    FROM jsonb_to_recordset(%(made)s) AS m(id uuid, account_id uuid, topic text, count int)
), listed AS (
    UPDATE notices_notice n SET digest_id = m.id
    FROM jsonb_to_recordset(%(made)s) AS m(id uuid, items uuid[])
    WHERE n.id = ANY(m.items)
)
SELECT pg_notify(%(channel)s, jsonb_build_object('a', jsonb_build_array(m.account_id))::text)
FROM jsonb_to_recordset(%(made)s) AS m(account_id uuid)
"""


def make(now: datetime | None = None) -> int:
    """Make the digests whose time has come; returns how many."""
    moment = now or timezone.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_DUE, {"now": moment})
        waiting = cursor.fetchall()
        made = [
            {"id": str(new_id()), "account_id": str(account), "topic": str(items[0]),
             "count": len(items), "items": [str(item) for item in items]}
            for account, items in waiting
        ]  # fmt: skip
        if made:
            values: dict[str, Any] = {
                "made": Jsonb(made), "kind": Kind.DIGEST, "now": moment, "channel": hints.CHANNEL,
            }  # fmt: skip
            cursor.execute(_MAKE, values)
    return len(waiting)
