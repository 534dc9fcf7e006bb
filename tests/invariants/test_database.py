"""What the database itself holds, whoever writes."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from huiyin.letters.models import Letter
from huiyin.matters.models import DayRoot, Event, File
from huiyin.methods.models import DraftStep, Publication
from huiyin.people.models import Reveal

pytestmark = pytest.mark.django_db

INSERT, DELETE, UPDATE, TRUNCATE = 4, 8, 16, 32  # bits of pg_trigger.tgtype
KEPT = {
    Event: UPDATE | DELETE | TRUNCATE,
    DayRoot: UPDATE | DELETE | TRUNCATE,
    Publication: UPDATE | DELETE | TRUNCATE,
    DraftStep: UPDATE | DELETE | TRUNCATE,
    File: UPDATE | DELETE,
    Letter: UPDATE | DELETE,
    Reveal: UPDATE | DELETE,
}
"""Tables whose rows are never changed, and the operations that a trigger refuses."""


def guarded() -> dict[str, int]:
    """Table → operations before which an enabled trigger runs."""
    sql = """
        SELECT c.relname, bit_or(t.tgtype::int)
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgtype & 2 = 2 GROUP BY c.relname
    """
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return dict(cursor.fetchall())


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_what_was_written_stays(model):
    operations = guarded().get(model._meta.db_table, 0)
    assert operations & KEPT[model] == KEPT[model]


def test_ids_are_uuids_made_here_or_keys_of_their_own():
    """A running number would tell a stranger how many matters there are."""
    public = [apps.get_model("matters", name) for name in ("Matter", "Event", "File", "Link")]
    public += [apps.get_model("people", name) for name in ("Account", "Unit", "Post", "Person")]
    for model in public:
        assert model._meta.pk.get_internal_type() == "UUIDField", model


def test_every_day_and_time_has_its_kind():
    """Moments are `timestamptz`: no column of ours holds a time without a zone."""
    ours = tuple(app.label for app in apps.get_app_configs() if app.name.startswith("huiyin."))
    sql = """
        SELECT table_name || '.' || column_name FROM information_schema.columns
        WHERE table_schema = 'public' AND data_type = 'timestamp without time zone'
    """
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = [name for (name,) in cursor.fetchall() if name.startswith(ours)]
    assert found == []
