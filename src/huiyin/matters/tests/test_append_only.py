"""The database itself refuses to change what was recorded, whoever asks."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from huiyin.matters import roots
from huiyin.matters.files import Upload
from huiyin.matters.models import DayRoot, Event, File, SealedText
from huiyin.matters.testing import PDF, TRIAGE

pytestmark = pytest.mark.django_db

FORBIDDEN = [
    "UPDATE matters_event SET act = 'x'",
    "UPDATE matters_event SET data = data || '{}'",
    "DELETE FROM matters_event",
    "TRUNCATE matters_event CASCADE",
    "UPDATE matters_dayroot SET root = '\\x00'",
    "DELETE FROM matters_dayroot",
    "TRUNCATE matters_dayroot",
    "UPDATE matters_file SET sha256 = repeat('0', 64)",
    "DELETE FROM matters_file",
    "UPDATE matters_sealedtext SET text = 'x' WHERE text IS NOT NULL",
    "UPDATE matters_sealedtext SET salt = '\\x00'",
    "UPDATE matters_sealedtext SET seq = seq + 1",
]


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_raw_sql_cannot_change_it(walk, sql):
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    walk.act("note", "office.head", 1, {"text": "x"}, uploads={"files": [Upload("a.pdf", PDF)]})
    roots.sign()
    before = recorded()
    with pytest.raises(DatabaseError, match="pgtrigger: Cannot"):
        run(sql)
    assert recorded() == before


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql)


def recorded() -> list:
    texts = SealedText.objects.order_by("pk").values_list("seq", "path", "text")
    files = File.objects.order_by("pk").values_list("sha256", flat=True)
    events = Event.objects.order_by("matter", "seq").values_list("act", "hash")
    return [*texts, *files, *events, *DayRoot.objects.values_list("day", "root")]


def test_a_sequence_number_is_taken_once(walk):
    event = walk.matter.events.get()
    event.pk = None
    event._state.adding = True
    with pytest.raises(DatabaseError, match="event_matter_seq"), transaction.atomic():
        event.save(force_insert=True)
