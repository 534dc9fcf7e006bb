"""Reading matters with all that hangs on them, a batch at a time, each batch from one snapshot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model, Q

from huiyin.matters.models import Access, Clock, Event, File, Link, Matter, SealedText
from huiyin.matters.verify.beside import tables
from huiyin.places import calendars

BATCH = 500
_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True)
class Case:
    """One matter with its events in order of seq and everything kept beside them."""

    matter: Matter
    events: Sequence[Event]
    sealed: Sequence[SealedText] = ()
    clocks: Sequence[Clock] = ()
    files: Sequence[File] = ()
    access: Sequence[Access] = ()
    links: Sequence[Link] = ()
    beside: Mapping[str, Sequence[Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Batch:
    cases: list[Case] = field(default_factory=list)
    calendar_stamp: Any = None


def batches(numbers: Sequence[str] = (), after: str = "") -> Iterator[Batch]:
    """All matters (or those of `numbers`) in order of id, from behind the matter `after` on.

    Raises Matter.DoesNotExist for an unknown `after`.
    """
    last: UUID | None = Matter.objects.get(number=after).pk if after else None
    while True:
        with _snapshot():
            batch = _batch(numbers, last)
        if not batch.cases:
            return
        yield batch
        last = batch.cases[-1].matter.pk


@contextmanager
def _snapshot() -> Iterator[None]:
    """One moment for all tables, so that a writer between two queries is not taken for a break."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        if not nested:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _batch(numbers: Sequence[str], last: UUID | None) -> Batch:
    rows = Matter.objects.select_related("intake_unit__division").order_by("pk")
    if numbers:
        rows = rows.filter(number__in=numbers)
    if last is not None:
        rows = rows.filter(pk__gt=last)
    matters = list(rows[:BATCH])
    ids = [matter.pk for matter in matters]
    events = _by_matter(Event.objects.filter(matter__in=ids).order_by("matter_id", "seq"))
    sealed = _by_matter(SealedText.objects.filter(matter__in=ids))
    clocks = _by_matter(Clock.objects.filter(matter__in=ids))
    files = _by_matter(File.objects.filter(matter__in=ids))
    access = _by_matter(Access.objects.filter(matter__in=ids))
    links = _links(ids)
    beside = {table.name: _by_matter(table.rows(ids)) for table in tables()}
    cases = [
        Case(
            m, events[m.pk], sealed[m.pk], clocks[m.pk], files[m.pk], access[m.pk], links[m.pk],
            {name: rows[m.pk] for name, rows in beside.items()},
        )
        for m in matters
    ]  # fmt: skip
    return Batch(cases, calendars.stamp())


def _by_matter(rows: Iterable[_Row]) -> dict[UUID, list[_Row]]:
    found: dict[UUID, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.matter_id].append(row)  # type: ignore[attr-defined]  # every table here has it
    return found


def _links(ids: Sequence[UUID]) -> dict[UUID, list[Link]]:
    """The relations of each matter, on either side."""
    found: dict[UUID, list[Link]] = defaultdict(list)
    for link in Link.objects.filter(Q(source__in=ids) | Q(target__in=ids)):
        found[link.source_id].append(link)
        found[link.target_id].append(link)
    return found
