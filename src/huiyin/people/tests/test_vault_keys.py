"""Keyring, rotation and the signing key."""

from __future__ import annotations

import base64
from dataclasses import replace
from functools import partial
from io import StringIO
from threading import Thread

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError

from huiyin.common.crypto import SealError, new_key
from huiyin.config.keys import read_or_create
from huiyin.people.models import Person
from huiyin.people.vault import actions, keys, rotation, signing
from huiyin.people.vault.identity import Identity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.ENV = replace(
        settings.ENV,
        HUIYIN_HOME=str(tmp_path),
        HUIYIN_VAULT_KEYS="",
        HUIYIN_VAULT_INDEX_KEY="",
    )
    return tmp_path


def people(count: int) -> list[Person]:
    return actions.store_many(
        [Identity(name=f"甲{n}", phone=f"138{n:08d}", address="柳村") for n in range(count)]
    )


def test_the_key_file_is_private_and_made_once(own_home):
    rings = []
    make = partial(
        read_or_create, keys.file(), lambda: keys._dump(keys.Keyring((new_key(),), b"x"))
    )
    threads = [Thread(target=lambda: rings.append(make())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(rings)) == 1
    path = own_home / "keys" / "vault.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [item.name for item in path.parent.iterdir()] == ["vault.json"]


def test_a_new_current_key_keeps_old_values_and_the_index():
    sealed = actions.seal_bytes(b"x", "c")
    before = keys.keyring()
    key = keys.add_current()
    after = keys.keyring()
    assert after.current == key != before.current
    assert after.index_key == before.index_key
    assert actions.open_bytes(sealed, "c") == b"x"
    assert (keys.file()).stat().st_mode & 0o777 == 0o600


def test_a_lost_key_file_is_not_replaced_silently():
    people(1)
    keys.file().unlink()
    with pytest.raises(ImproperlyConfigured, match="restore it"):
        actions.store(Identity(name="乙"))
    assert not keys.file().exists()


def test_a_lost_key_is_told():
    sealed = actions.seal_bytes(b"x", "c")
    keys.file().unlink()
    with pytest.raises(SealError, match="no key"):
        actions.open_bytes(sealed, "c")


def test_rotation_reseals_everything_and_finds_stay_the_same(clerk):
    stored = people(7)
    old = keys.keyring().current
    out = StringIO()
    call_command("vault", "rotate", batch=3, stdout=out)
    assert "7 rows sealed" in out.getvalue()
    assert rotation.remaining() == 0
    for person in Person.objects.all():
        assert not bytes(person.name_sealed).startswith(old.header)
    person = Person.objects.get(pk=stored[3].pk)
    shown = actions.reveal(person, by=clerk, reason="x", matter_id=None)
    assert shown == Identity(name="甲3", phone="13800000003", address="柳村")
    assert actions.find(phone="13800000003").get() == person


def test_a_stopped_rotation_goes_on_where_it_stopped():
    people(10)
    keys.add_current()
    steps = rotation.reseal(batch=4)
    assert next(steps) == 4
    steps.close()
    assert rotation.remaining() == 6
    done = Person.objects.filter(
        pk__in=[
            p.pk
            for p in Person.objects.all()
            if bytes(p.name_sealed).startswith(keys.keyring().current.header)
        ]
    )
    resealed = {p.pk: bytes(p.name_sealed) for p in done}
    assert len(resealed) == 4
    out = StringIO()
    call_command("vault", "rotate", stdout=out)
    assert "Finishing an earlier rotation: 6" in out.getvalue()
    assert rotation.remaining() == 0
    assert len(keys.keyring().keys) == 2
    for pk, sealed in resealed.items():
        assert bytes(Person.objects.get(pk=pk).name_sealed) == sealed


def test_a_rotation_stops_at_a_value_it_cannot_open_and_changes_none_of_its_batch():
    damaged = people(3)[1]
    Person.objects.filter(pk=damaged.pk).update(
        phone_sealed=damaged.phone_sealed[:-1] + bytes([damaged.phone_sealed[-1] ^ 1])
    )
    keys.add_current()
    with pytest.raises(SealError):
        list(rotation.reseal())
    assert rotation.remaining() == 3


def test_status_names_keys_without_secrets():
    people(2)
    keys.add_current()
    out = StringIO()
    call_command("vault", "status", stdout=out)
    assert "2 in all" in out.getvalue()
    assert "2 rows under older keys" in out.getvalue()


def encoded(secret: bytes) -> str:
    return base64.b64encode(secret).decode()


def test_keys_from_the_environment(settings):
    first, second, index = new_key(), new_key(), bytes(range(32))
    settings.ENV = replace(
        settings.ENV,
        HUIYIN_VAULT_KEYS=f"{first.id}:{encoded(first.secret)},{second.id}:{encoded(second.secret)}",
        HUIYIN_VAULT_INDEX_KEY=encoded(index),
    )
    assert keys.keyring() == keys.Keyring((first, second), index)
    assert not keys.file().exists()
    with pytest.raises(ImproperlyConfigured, match="new key first"):
        keys.add_current()


def test_a_rotation_by_the_environment_is_explained(settings):
    key = new_key()
    settings.ENV = replace(
        settings.ENV,
        HUIYIN_VAULT_KEYS=f"{key.id}:{encoded(key.secret)}",
        HUIYIN_VAULT_INDEX_KEY=encoded(bytes(32)),
    )
    with pytest.raises(CommandError, match="HUIYIN_VAULT_KEYS"):
        call_command("vault", "rotate", stdout=StringIO())


@pytest.mark.parametrize(
    ("given", "index"),
    [
        ("abcdef01:" + encoded(bytes(32)), ""),
        ("abcdef01", encoded(bytes(32))),
        ("abcdef01:" + encoded(bytes(31)), encoded(bytes(32))),
        ("zz:" + encoded(bytes(32)), encoded(bytes(32))),
        ("abcdef01:" + encoded(bytes(32)), encoded(bytes(8))),
        ("abcdef01:???", encoded(bytes(32))),
    ],
)
def test_wrong_keys_in_the_environment_are_told_without_quoting_them(settings, given, index):
    settings.ENV = replace(settings.ENV, HUIYIN_VAULT_KEYS=given, HUIYIN_VAULT_INDEX_KEY=index)
    with pytest.raises(ImproperlyConfigured, match="HUIYIN_VAULT") as told:
        keys.keyring()
    assert given not in str(told.value)


def test_signatures(own_home):
    signature = signing.sign(b"root")
    public = signing.public_key()
    assert (len(signature), len(public)) == (64, 32)
    assert signing.is_signed(b"root", signature, public)
    assert not signing.is_signed(b"rook", signature, public)
    assert not signing.is_signed(b"root", signature, bytes(32))
    assert not signing.is_signed(b"root", signature, b"short")
    assert (own_home / "keys" / "signing.pem").stat().st_mode & 0o777 == 0o600
