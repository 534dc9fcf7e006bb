"""Marking notices as read: one, some, all; of a digest, with what it lists."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from huiyin.notices import hints
from huiyin.notices.models import Notice


def mark(account: UUID, ids: Collection[UUID] | None = None) -> int:
    """Mark these of somebody's own notices, or all that are shown; returns how many were new.
    Ids of other people's notices are passed over."""
    now = timezone.now()
    rows = Notice.objects.filter(
        account=account, read_at__isnull=True, settled_at__isnull=True, show_from__lte=now
    )
    if ids is not None:
        rows = rows.filter(Q(pk__in=ids) | Q(digest__in=ids))
    with transaction.atomic(), connection.cursor() as cursor:
        count = rows.update(read_at=now)
        hint = orjson.dumps({"a": [str(account)]}).decode()
        cursor.execute("SELECT pg_notify(%s, %s)", [hints.CHANNEL, hint])
    return count
