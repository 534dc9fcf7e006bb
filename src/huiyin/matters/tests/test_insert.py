"""`common.insert` writes what Django would write, several tables in one statement."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from huiyin.common.insert import Rows, insert
from huiyin.matters.models import Category, Event, Matter, MatterText, Party
from huiyin.matters.testing import petition
from huiyin.people.vault.models import Person

pytestmark = pytest.mark.django_db


def categories(*codes):
    return [Category(code=code, zh=f"类{code}", en=code) for code in codes]


def test_an_inserted_row_reads_back_as_it_was():
    person = Person(kind="natural", name_sealed=b"\x00\xff'", name_masked="王*、\\'")
    insert(Rows([person]))
    stored = Person.objects.get()
    for field in Person._meta.concrete_fields:
        expected = getattr(person, field.attname)
        found = getattr(stored, field.attname)
        assert (bytes(found) if isinstance(found, memoryview) else found) == expected


def test_lists_and_json_read_back_as_they_were(cast):
    from huiyin.matters.actions import register

    done = register(by=cast.actor("office.window"), data=petition(title='路灯, "坏" {了} \\ \''))
    event = Event.objects.get()
    assert event.data == done.event.data
    assert event.data["title"] != "", "free text stays out of the event"
    assert "路灯" in MatterText.objects.get().tokens


def test_several_tables_take_one_statement():
    with CaptureQueriesContext(connection) as captured:
        insert(Rows(categories("x1", "x2")), Rows([]), Rows([Person(kind="natural")]))
    assert len(captured) == 1
    assert Category.objects.filter(code__in=["x1", "x2"]).count() == 2
    assert Person.objects.count() == 1


def test_no_rows_take_no_statement():
    with CaptureQueriesContext(connection) as captured:
        insert(Rows([]), Rows([]))
    assert len(captured) == 0


def test_a_conflict_in_one_table_leaves_the_others_empty():
    Category.objects.create(code="x1", zh="一", en="one")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Rows([Person(kind="natural")]), Rows(categories("x1")))
    assert not Person.objects.exists()


def test_what_is_to_be_done_on_conflict():
    Category.objects.create(code="x1", zh="一", en="one")
    insert(Rows(categories("x1", "x2"), "ON CONFLICT (code) DO UPDATE SET zh = EXCLUDED.zh"))
    assert dict(Category.objects.filter(code__startswith="x").values_list("code", "zh")) == {
        "x1": "类x1",
        "x2": "类x2",
    }


def test_an_inserted_instance_can_be_saved_again():
    (category,) = categories("x1")
    insert(Rows([category]))
    category.zh = "新"
    category.save()
    assert Category.objects.get(code="x1").zh == "新"


def test_a_generated_number_is_the_databases(cast):
    from huiyin.matters.actions import register

    for number in range(2):
        register(by=cast.actor("office.window"), data=petition(title=f"第{number}件"))
    assert len(set(Party.objects.values_list("pk", flat=True))) == Matter.objects.count() == 2
