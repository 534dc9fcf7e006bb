"""The daily root: signed once a day, chained, and checked against the events."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from huiyin.matters import keys, roots
from huiyin.matters.models import DayRoot, Event
from huiyin.matters.testing import TRIAGE, Walk
from huiyin.matters.verify import verify

from .tampering import run

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def own_keys(tmp_path, monkeypatch):
    """Keys of this test alone."""
    monkeypatch.setattr(keys, "_folder", lambda: tmp_path / "keys")
    return tmp_path / "keys"


def slow_root(root: DayRoot) -> bytes:
    """The same root by the words of its definition, over all events in memory."""
    newest: dict = {}
    for event in Event.objects.filter(recorded_at__lte=root.cutoff).order_by("seq"):
        newest[event.matter_id] = event
    told = bytes(root.prev) + str(root.day).encode()
    told += root.cutoff.isoformat(timespec="microseconds").encode()
    for pk in sorted(newest, key=lambda key: key.bytes):
        told += pk.bytes + newest[pk].seq.to_bytes(8, "big") + bytes(newest[pk].hash)
    return sha256(told).digest()


def test_a_root_covers_every_head_and_a_day_has_one(cast):
    walks = [Walk(cast) for _ in range(3)]
    walks[1].act("identify", "office.dispatcher", 1, TRIAGE)
    first = roots.sign()
    assert (first.day, first.matters) == (TODAY, 3)
    assert bytes(first.root) == slow_root(first)
    walks[0].act("identify", "office.dispatcher", 1, TRIAGE)
    Walk(cast)
    again = roots.sign()
    assert (again.root, again.cutoff) == (first.root, first.cutoff)
    second = roots.sign(TOMORROW)
    assert (bytes(second.prev), second.matters) == (bytes(first.root), 4)
    assert bytes(second.root) == slow_root(second) != bytes(first.root)
    report = verify()
    assert report.ok, report.broken
    assert report.roots == 2


def test_no_root_for_a_day_gone_by(cast):
    roots.sign()
    with pytest.raises(roots.RootError):
        roots.sign(TODAY - timedelta(days=1))


def test_an_empty_office_has_a_root(db):
    assert roots.sign().matters == 0
    assert verify().ok


def only_root_faults() -> list[str]:
    return [one.what for one in verify().broken if not one.number]


def test_a_forged_signature(walk):
    roots.sign()
    run("UPDATE matters_dayroot SET signature = set_byte(signature, 0, get_byte(signature, 0) # 1)")
    assert only_root_faults() == [f"root of {TODAY}: its signature is wrong"]


def test_a_root_computed_anew_by_a_forger(walk):
    """Everything made to fit, chain and caches too, but without the key."""
    root = roots.sign()
    event = Event.objects.get()
    from huiyin.matters import chain

    event.via = "phone"
    new_hash = chain.event_hash(event, bytes(event.prev))
    run("UPDATE matters_event SET via = 'phone', hash = %s", new_hash)
    run("UPDATE matters_matter SET head = %s", new_hash)
    faults = only_root_faults()
    assert faults == [f"root of {TODAY}: it does not match the events recorded up to its cutoff"]
    assert [one for one in verify().broken if one.number] == []
    run("UPDATE matters_dayroot SET root = %s", slow_root(root))
    assert only_root_faults() == [f"root of {TODAY}: its signature is wrong"]


@pytest.mark.parametrize(
    "change", ["matters = matters + 1", "cutoff = cutoff + interval '1 s'", "day = day + 1"]
)
def test_what_is_signed(walk, change):
    roots.sign()
    run(f"UPDATE matters_dayroot SET {change}")
    assert any("signature is wrong" in fault for fault in only_root_faults())


def test_a_root_taken_out_of_the_chain(walk):
    roots.sign()
    roots.sign(TOMORROW)
    run("DELETE FROM matters_dayroot WHERE day = %s", TODAY)
    assert f"root of {TOMORROW}: it is not linked to the root before it" in only_root_faults()


def test_a_matter_slipped_in_or_taken_away_behind_the_root(cast):
    Walk(cast)
    gone = Walk(cast)
    roots.sign()
    run("DELETE FROM matters_event WHERE matter_id = %s", gone.pk)
    run("DELETE FROM matters_matter WHERE id = %s", gone.pk)
    assert only_root_faults() == [f"root of {TODAY}: it covers 2 matters, 1 are there"]


def test_a_changed_key_leaves_old_roots_checkable(walk, own_keys):
    first = roots.sign()
    (own_keys / "root-ed25519").unlink()
    second = roots.sign(TOMORROW)
    assert first.key_id != second.key_id
    assert verify().ok
    (own_keys / "root-public" / f"{first.key_id}.pem").unlink()
    what = f"root of {TODAY}: its key {first.key_id} is not among the known public keys"
    assert only_root_faults() == [what]


def test_key_files(own_keys):
    public = keys.private_key().public_key()
    assert (own_keys / "root-ed25519").stat().st_mode & 0o777 == 0o600
    assert keys.key_id(keys.public_key(keys.key_id(public))) == keys.key_id(public)
    assert keys.public_key("0" * 16) is None
    (own_keys / "root-ed25519").write_bytes(b"not a key")
    with pytest.raises(ImproperlyConfigured, match="root-ed25519"):
        keys.private_key()
    path = own_keys / "root-public" / f"{keys.key_id(public)}.pem"
    path.rename(path.with_name("0" * 16 + ".pem"))
    with pytest.raises(ImproperlyConfigured, match="key of its name"):
        keys.public_key("0" * 16)
