"""The vault: sealed columns, blind search, recorded reveals."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, connection, transaction

from huiyin.common.crypto import SealError
from huiyin.people.actor import SYSTEM
from huiyin.people.models import Person, Reveal
from huiyin.people.vault import actions
from huiyin.people.vault.identity import Identity

pytestmark = pytest.mark.django_db

WANG = Identity(
    name="王小明", phone="138 0013 8000", id_number="11010519491231002X", address="柳村3号"
)


def test_round_trip_masks_and_record(clerk):
    person = Person.objects.get(pk=actions.store(WANG).pk)
    assert (person.name_masked, person.phone_masked) == ("王*明", "138****8000")
    matter = uuid4()
    shown = actions.reveal(person, by=clerk, reason="电话核实", matter_id=matter)
    assert shown == WANG
    [record] = Reveal.objects.all()
    assert record.account_id == clerk.account_id
    assert record.post_id == clerk.posts[0].id
    assert (record.reason, record.matter_id) == ("电话核实", matter)
    assert record.fields == ["name", "phone", "id_number", "address"]


def test_only_the_asked_fields_are_opened(clerk):
    person = actions.store(WANG)
    shown = actions.reveal(person, by=clerk, reason="回电", fields=["phone"], matter_id=None)
    assert shown == Identity(phone=WANG.phone)


def test_no_plaintext_in_the_database():
    person = actions.store(WANG)
    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text FROM people_person p WHERE id = %s", [person.pk])
        row = cursor.fetchone()[0]
    for text in ["王小明", "小明", "13800138000", WANG.phone, WANG.id_number, WANG.address]:
        assert text not in row
        assert text.encode().hex() not in row


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_a_reveal_without_a_reason_opens_and_records_nothing(clerk, reason):
    person = actions.store(WANG)
    with pytest.raises(ValidationError):
        actions.reveal(person, by=clerk, reason=reason, matter_id=None)
    assert not Reveal.objects.exists()


@pytest.mark.parametrize("fields", [[], ["name", "religion"]])
def test_unknown_fields_are_refused(clerk, fields):
    with pytest.raises(ValidationError):
        actions.reveal(actions.store(WANG), by=clerk, reason="x", fields=fields, matter_id=None)


def test_staff_reveal_by_a_post_of_theirs(clerk, office):
    person = actions.store(WANG)
    theirs, foreign = office.posts[1].id, office.posts[2].id
    actions.reveal(person, by=clerk, reason="x", matter_id=None, post_id=theirs)
    assert Reveal.objects.get().post_id == theirs
    with pytest.raises(PermissionDenied):
        actions.reveal(person, by=clerk, reason="x", matter_id=None, post_id=foreign)
    actions.reveal(person, by=SYSTEM, reason="送达回证", matter_id=None)
    assert Reveal.objects.filter(by_kind="system", post=None, account=None).count() == 1


def test_reveals_cannot_be_changed_or_deleted(clerk):
    actions.reveal(actions.store(WANG), by=clerk, reason="x", matter_id=None)
    for attempt in (
        lambda: Reveal.objects.update(reason="y"),
        lambda: Reveal.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(ProgrammingError, match="Cannot (update|delete)"), transaction.atomic():
            attempt()


def test_a_changed_or_moved_value_does_not_open(clerk):
    person, other = actions.store(WANG), actions.store(Identity(name="李四", phone="13900139000"))
    person.phone_sealed = person.phone_sealed[:-1] + bytes([person.phone_sealed[-1] ^ 1])
    with pytest.raises(SealError):
        actions.reveal(person, by=clerk, reason="x", fields=["phone"], matter_id=None)
    other.name_sealed = person.name_sealed
    with pytest.raises(SealError):
        actions.reveal(other, by=clerk, reason="x", fields=["name"], matter_id=None)
    person.phone_sealed = person.name_sealed
    with pytest.raises(SealError):
        actions.reveal(person, by=clerk, reason="x", fields=["phone"], matter_id=None)
    assert not Reveal.objects.exists()


def test_bytes_of_other_modules_are_bound_to_their_context():
    sealed = actions.seal_bytes("陈述".encode(), "event:1")
    assert actions.open_bytes(memoryview(sealed), "event:1").decode() == "陈述"
    with pytest.raises(SealError):
        actions.open_bytes(sealed, "event:2")
    person = actions.store(WANG)
    with pytest.raises(SealError):
        actions.open_bytes(person.name_sealed, f"person:{person.pk}:name")


@pytest.mark.parametrize(
    ("field", "written", "asked"),
    [
        ("phone", "+86 138-0013-8000", "13800138000"),
        ("phone", "１３８００１３８０００", "13800138000"),
        ("id_number", "11010519491231002x", "110105 19491231 002X"),
        ("name", "王 小明", "王小明"),
    ],
)
def test_the_blind_index_finds_other_writings(field, written, asked):
    identity = Identity(**{"name": "王小明", field: written})
    person = actions.store(identity)
    assert list(actions.find(**{field: asked})) == [person]
    assert not actions.find(**{field: "赵钱孙"}).exists()


def test_the_blind_index_differs_per_field_and_needs_a_value():
    actions.store(Identity(name="13800138000", phone="010"))
    assert not actions.find(phone="13800138000").exists()
    assert not actions.find().exists()
    assert not actions.find(phone="---").exists()
    assert actions.find(name="13800138000", phone="010").exists()
    assert not actions.find(name="13800138000", phone="011").exists()


def test_the_same_statement_is_the_same_person():
    first = actions.store(WANG)
    assert actions.store(WANG) == first
    assert Person.objects.count() == 1


def test_another_statement_neither_changes_nor_borrows_a_row():
    first = actions.store(WANG)
    before = Person.objects.filter(pk=first.pk).values().get()
    caller = actions.store(Identity(name="王小明", id_number=WANG.id_number, phone="13700000000"))
    assert caller != first
    assert caller.address_sealed is None
    assert Person.objects.filter(pk=first.pk).values().get() == before
    assert set(actions.same_person(caller)) == {first, caller}


def test_a_shared_name_is_not_a_shared_person():
    first, second = (actions.store(Identity(name="张伟")) for _ in range(2))
    assert first != second
    assert list(actions.same_person(first)) == [first]
    phone = [actions.store(Identity(name=n, phone="05551234")) for n in ("张伟", "张英")]
    assert list(actions.same_person(phone[0])) == [phone[0]]


def test_somebody_who_gives_only_a_phone_is_stored_and_nobody_is_not():
    person = actions.store(Identity(phone="13800138000"))
    assert (person.name_masked, person.name_sealed) == ("", None)
    with pytest.raises(ValidationError):
        actions.store(Identity(name="  "))


def test_many_are_stored_in_order_with_few_statements(django_assert_max_num_queries):
    identities = [Identity(name=f"甲{n % 300}", phone=f"1380000{n % 300:04d}") for n in range(900)]
    with django_assert_max_num_queries(4):
        people = actions.store_many(identities)
    assert Person.objects.count() == 300
    assert people[0] == people[300] == people[600]
    assert [p.name_masked for p in people[:2]] == ["甲*", "甲*"]
    with django_assert_max_num_queries(4):
        assert actions.store_many(identities) == people
    assert actions.store_many([]) == []


def test_an_identity_stays_out_of_logs():
    assert "王" not in repr(WANG)
