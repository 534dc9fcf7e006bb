"""What `packs.load` asks: the published changes, and their newest moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Max
from django.utils import timezone

from huiyin.common.canonical import canonical
from huiyin.engine.mistakes import problem
from huiyin.methods.models import Publication
from huiyin.packs.load import PackError
from huiyin.packs.published import Published


class Tampered(PackError):
    """A published definition is not what two people agreed on: nothing runs on it."""


class Publications:
    """The keeper of published changes (see `huiyin.packs.published`)."""

    stamp_sql = 'SELECT max(published_at) FROM "methods_publication"'

    def stamp(self) -> datetime | None:
        newest: datetime | None = Publication.objects.aggregate(newest=Max("published_at"))[
            "newest"
        ]
        return newest

    def today(self) -> date:
        return timezone.localdate()

    def published(self, pack: str, newest: datetime) -> Sequence[Published]:
        """Raises Tampered when a text differs from its digest."""
        rows = Publication.objects.filter(pack=pack, published_at__lte=newest)
        return [_published(row) for row in rows.order_by("published_at")]


def digest(files: Mapping[str, str]) -> str:
    """SHA-256 of the canonical JSON of the files."""
    return sha256(canonical(dict(files))).hexdigest()


def _published(row: Publication) -> Published:
    if digest(row.files) != row.digest:
        raise Tampered(row.pack, [problem("tampered", row.pack, 1, "", {"mark": row.mark})])
    return Published(row.mark, row.valid_from, row.files)
