"""What `huiyin verify` asks of the archive: records and holds are what the events give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from huiyin.archive import records
from huiyin.archive.holds import HELD, RELEASED
from huiyin.archive.models import Hold, Record
from huiyin.engine.standing import Step
from huiyin.matters.projection import FINAL
from huiyin.matters.verify.beside import Beside
from huiyin.matters.verify.load import Case

Found = Iterator[tuple[int | None, str]]
_COLUMNS = ("unit_id", "retention", "archived_on", "destroy_after", "cleared_seq")


def check_record(case: Case, rows: Sequence[Any]) -> Found:
    """A stored record is that of its events. One that is missing is made by `huiyin retention`."""
    for record in rows:
        if case.matter.phase != FINAL:
            yield None, "it has a record of the archive and is not archived"
            continue
        try:
            expected = records.from_events(case.matter, case.events)
        except (LookupError, ValueError):
            return  # events that cannot be replayed are reported by `verify.caches`
        for name in _COLUMNS:
            stored, wanted = getattr(record, name), getattr(expected, name)
            if stored != wanted:
                words = f"archive: {name} is stored as {stored!s}, its events give {wanted!s}"
                yield record.cleared_seq, words


def check_holds(case: Case, rows: Sequence[Any]) -> Found:
    """Every hold has its event, and its release too; no event is without its row."""
    stored = {(str(row.id), row.placed_seq, row.released_seq, _day(row)) for row in rows}
    expected = set(_holds(case))
    for _id, seq, _released, _until in expected - stored:
        yield seq, "the legal hold that it placed is not stored as its events give it"
    for _id, seq, _released, _until in stored - expected:
        yield seq, "a legal hold is stored that its events do not give"


def _day(row: Hold) -> str | None:
    return row.until.isoformat() if row.until else None


def _holds(case: Case) -> Iterator[tuple[str, int, int | None, str | None]]:
    system = [event for event in case.events if event.step == Step.SYSTEM]
    released = {event.data.get("hold"): event.seq for event in system if event.act == RELEASED}
    for event in system:
        if event.act == HELD:
            key = event.data["hold"]
            yield key, event.seq, released.get(key), event.data.get("until")


TABLES = (
    Beside("archive.Record", lambda ids: Record.objects.filter(matter__in=ids), check_record),
    Beside("archive.Hold", lambda ids: Hold.objects.filter(matter__in=ids), check_holds),
)
