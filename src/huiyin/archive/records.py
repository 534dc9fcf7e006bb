"""The record of an archived matter: which class, from when, until when. Rebuilt from its events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction

from huiyin.archive.models import Record
from huiyin.engine.standing import Standing, Step
from huiyin.matters import clearing, history
from huiyin.matters.actions.door import begin
from huiyin.matters.effects import Performed
from huiyin.matters.models import Event, Matter
from huiyin.matters.projection import FINAL
from huiyin.packs import retention_file

FIELD = "retention"
"""The field of the act of archiving that names the class."""
BATCH = 200


def after_act(performed: Performed) -> None:
    """Keep the record of a matter that has come to a final state; drop it when it is reopened."""
    before = performed.process.states.get(performed.before.state)
    was_final = before is not None and before.phase == FINAL
    if performed.matter.phase == FINAL:
        _save(record_of(performed.matter, performed.standing))
    elif was_final:
        Record.objects.filter(matter=performed.matter).delete()


def record_of(matter: Matter, standing: Standing, cleared_seq: int | None = None) -> Record:
    """The record of a matter in a final state, unsaved."""
    retention = retention_file.read(matter.pack)
    key = retention.key(standing.facts.get(FIELD))
    entered = standing.since or matter.received_at
    archived_on = entered.astimezone(history.zone()).date()
    return Record(
        matter=matter, unit_id=matter.owner_unit_id, retention=key, archived_on=archived_on,
        destroy_after=retention.classes[key].ends(archived_on), cleared_seq=cleared_seq,
    )  # fmt: skip


def from_events(matter: Matter, events: Sequence[Event]) -> Record:
    """The same from its stored events (in order of seq), for a matter in a final state."""
    return record_of(matter, history.folding_of(events).standing, cleared_by(events))


def cleared_by(events: Sequence[Event]) -> int | None:
    """The event that anonymised the matter, None while it is whole."""
    found = (e.seq for e in events if e.step == Step.SYSTEM and e.act == clearing.ACT)
    return max(found, default=None)


def catch_up() -> Iterator[int]:
    """Make the records that are missing (matters archived by an import, or by an older version);
    yields the number of matters after each batch. Can be stopped and run again."""
    while True:
        with transaction.atomic():
            begin(numbered=False)
            missing = Matter.objects.filter(phase=FINAL, archive_record__isnull=True)
            rows = list(missing.select_for_update(of=("self",)).order_by("pk")[:BATCH])
            for matter in rows:
                _save(from_events(matter, list(matter.events.order_by("seq"))))
        if not rows:
            return
        yield len(rows)


def _save(record: Record) -> None:
    Record.objects.bulk_create(
        [record],
        update_conflicts=True,
        unique_fields=["matter"],
        update_fields=["unit", "retention", "archived_on", "destroy_after", "cleared_seq"],
    )
