"""Sealing: what was changed, cut or moved does not open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.common.crypto import Key, SealError, keyed_digest, new_key, open_sealed, seal

KEY = new_key()


def find(key_id: str) -> Key:
    if key_id == KEY.id:
        return KEY
    raise SealError("unknown key")


@given(st.binary(max_size=300), st.text(max_size=40))
def test_round_trip(data, context):
    sealed = seal(KEY, data, context)
    assert open_sealed(find, sealed, context) == data
    assert sealed.startswith(KEY.header)


@given(st.data())
def test_any_changed_byte_is_noticed(data):
    sealed = bytearray(seal(KEY, "张三".encode(), "person:1:name"))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealError):
        open_sealed(find, bytes(sealed), "person:1:name")


def test_another_context_a_cut_value_and_another_key_fail():
    sealed = seal(KEY, b"x", "person:1:name")
    for value, context in [
        (sealed, "person:2:name"),
        (sealed, "person:1:phone"),
        (sealed[:-1], "person:1:name"),
        (sealed[:20], "person:1:name"),
        (b"", "person:1:name"),
        (seal(new_key(), b"x", "person:1:name"), "person:1:name"),
    ]:
        with pytest.raises(SealError):
            open_sealed(find, value, context)


def test_two_sealings_of_one_value_differ():
    assert seal(KEY, b"x", "c") != seal(KEY, b"x", "c")


def test_a_key_keeps_its_secret_out_of_messages():
    assert KEY.secret.hex() not in repr(KEY)
    assert repr(KEY.secret) not in repr(KEY)
    with pytest.raises(ValueError, match="8 hexadecimal"):
        Key("ab", bytes(32))
    with pytest.raises(ValueError, match="32 bytes"):
        Key("abcdef01", bytes(31))


def test_digest_separates_purposes():
    assert keyed_digest(b"k", "name", "1") == keyed_digest(b"k", "name", "1")
    assert keyed_digest(b"k", "name", "1") != keyed_digest(b"k", "phone", "1")
