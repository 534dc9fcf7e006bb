"""The chain as a function: every column counts, commitments hide and bind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from huiyin.matters.chain import commitment, event_hash, genesis, new_salt
from huiyin.matters.models import Event
from huiyin.matters.verify.chains import commitments

ID = UUID(int=1)
MOMENT = datetime(2025, 3, 3, 1, 2, 3, 4, tzinfo=UTC)


def event(**changes) -> Event:
    columns = {
        "matter_id": ID, "seq": 1, "act": "register", "step": "do", "version": "1", "at": MOMENT,
        "recorded_at": MOMENT, "via": "desk", "account_id": ID, "post_id": ID, "unit_id": ID,
        "data": {"a": 1, "b": [True, None, "x"]},
    }  # fmt: skip
    return Event(**columns | changes)


def test_every_column_counts():
    other = {
        "matter_id": UUID(int=2), "seq": 2, "act": "x", "step": "propose", "version": "2",
        "at": MOMENT + timedelta(microseconds=1), "recorded_at": MOMENT - timedelta(seconds=1),
        "via": "api", "account_id": None, "post_id": UUID(int=2), "unit_id": None, "data": {},
    }  # fmt: skip
    columns = {field.attname for field in Event._meta.concrete_fields} - {"id", "prev", "hash"}
    assert set(other) == columns
    prev = genesis(ID)
    hashes = [event_hash(event(**{name: value}), prev) for name, value in other.items()]
    hashes += [event_hash(event(), prev), event_hash(event(), hashes[0])]
    assert len(set(hashes)) == len(hashes)


def test_writing_the_same_in_another_way_is_the_same():
    east = timezone(timedelta(hours=8))
    same = event(at=MOMENT.astimezone(east), data={"b": [True, None, "x"], "a": 1})
    assert event_hash(same, b"") == event_hash(event(), b"")


def test_each_matter_begins_differently():
    assert genesis(ID) != genesis(UUID(int=2))


@given(st.text(), st.text())
def test_a_commitment_binds_its_value_and_hides_equal_ones(one, two):
    salt = new_salt()
    assert (commitment(salt, one) == commitment(salt, two)) is (one == two)
    assert commitment(new_salt(), one) != commitment(salt, one)


def test_where_commitments_stand():
    data = {"title": {"$c": "t"}, "n": 1, "who": {"$c": "p", "person": "id"},
            "rows": [{"text": {"$c": "r0"}, "x": "y"}, {"text": {"$c": "r1"}}]}  # fmt: skip
    assert dict(commitments(data)) == {
        "title": "t", "who": "p", "rows.0.text": "r0", "rows.1.text": "r1"
    }  # fmt: skip
