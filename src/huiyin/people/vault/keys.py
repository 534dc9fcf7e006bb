"""The keyring of the vault: data keys (one current), and the key of the blind index.

From `HUIYIN_VAULT_KEYS` and `HUIYIN_VAULT_INDEX_KEY`, else from `HUIYIN_HOME/keys/vault.json`,
made on first use (mode 0600), never again. Lose it and the personal data is lost: back it up apart
from the database. Only this package may import this module.
"""

from __future__ import annotations

import base64
import binascii
import fcntl
import os
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from huiyin.common.crypto import KEY_BYTES, Key, SealError, new_key
from huiyin.config.keys import read_or_create


@dataclass(frozen=True)
class Keyring:
    """`keys` with the current one first; `index_key` stays the same for good."""

    keys: tuple[Key, ...]
    index_key: bytes = field(repr=False)

    @property
    def current(self) -> Key:
        """The key that seals new values."""
        return self.keys[0]

    def find(self, key_id: str) -> Key:
        """Return the key of that id; SealError when this installation does not have it."""
        for key in self.keys:
            if key.id == key_id:
                return key
        raise SealError(f"no key {key_id} in the keyring")


# One entry, keyed by what identifies the file's state, so that every process sees a rotation.
_cache: dict[tuple[Any, ...], Keyring] = {}


def keyring() -> Keyring:
    """Return the keyring in force; a rotation by another process is seen at the next call."""
    env = settings.ENV
    if env.HUIYIN_VAULT_KEYS:
        return _remember((env.HUIYIN_VAULT_KEYS,), _from_env)
    path = file()
    try:
        stat = path.stat()
    except FileNotFoundError:
        create(path)
        stat = path.stat()
    return _remember((path, stat.st_ino, stat.st_mtime_ns), lambda: _load(path.read_bytes()))


def file() -> Path:
    """Return the path of the key file."""
    return _file(settings.ENV.keys)


@lru_cache(maxsize=8)
def _file(folder: Path) -> Path:
    return folder / "vault.json"


def create(path: Path) -> None:
    """Make the key file, unless another process just did.

    Raises ImproperlyConfigured when the database holds sealed values already: new keys would hide
    that the file was lost.
    """
    from huiyin.people.vault import rotation

    if rotation.anything_sealed():
        raise ImproperlyConfigured(f"{path} is missing: restore it, sealed data depends on it")
    read_or_create(path, lambda: _dump(Keyring((new_key(),), secrets.token_bytes(KEY_BYTES))))


def add_current() -> Key:
    """Add a new key and make it the current one; older keys stay, to open old values and backups.

    Raises ImproperlyConfigured when the keys come from the environment: the office adds them there.
    """
    if settings.ENV.HUIYIN_VAULT_KEYS:
        raise ImproperlyConfigured("HUIYIN_VAULT_KEYS: put the new key first there, then run again")
    keyring()
    path = file()
    held = os.open(path.parent, os.O_RDONLY)
    try:
        # Two rotations at once would otherwise lose one of the two new keys.
        fcntl.flock(held, fcntl.LOCK_EX)
        ring = _load(path.read_bytes())
        key = new_key()
        _replace_file(path, _dump(replace(ring, keys=(key, *ring.keys))))
    finally:
        os.close(held)
    return key


def _remember(state: tuple[Any, ...], load: Callable[[], Keyring]) -> Keyring:
    ring = _cache.get(state)
    if ring is None:
        ring = load()
        _cache.clear()
        _cache[state] = ring
    return ring


def _from_env() -> Keyring:
    env = settings.ENV
    if not env.HUIYIN_VAULT_INDEX_KEY:
        raise ImproperlyConfigured("HUIYIN_VAULT_KEYS needs HUIYIN_VAULT_INDEX_KEY beside it")
    try:
        pairs = [pair.strip().split(":", 1) for pair in env.HUIYIN_VAULT_KEYS.split(",")]
        keys = tuple(Key(key_id, _decode(secret)) for key_id, secret in pairs)
        index_key = _decode(env.HUIYIN_VAULT_INDEX_KEY)
    except (ValueError, binascii.Error) as error:
        # The reason may quote a part of a key, so only its kind is told.
        kind = type(error).__name__
        raise ImproperlyConfigured(f"HUIYIN_VAULT_KEYS is not id:base64,… ({kind})") from None
    if len(index_key) != KEY_BYTES:
        raise ImproperlyConfigured(f"HUIYIN_VAULT_INDEX_KEY must have {KEY_BYTES} bytes")
    return Keyring(keys, index_key)


def _load(data: bytes) -> Keyring:
    content = orjson.loads(data)
    keys = tuple(Key(key["id"], _decode(key["secret"])) for key in content["keys"])
    return Keyring(keys, _decode(content["index_key"]))


def _dump(ring: Keyring) -> bytes:
    content = {
        "about": "Huiyin vault. The first key is the current one. Never lose this file.",
        "keys": [{"id": key.id, "secret": _encode(key.secret)} for key in ring.keys],
        "index_key": _encode(ring.index_key),
    }
    return orjson.dumps(content, option=orjson.OPT_INDENT_2)


def _replace_file(path: Path, data: bytes) -> None:
    """Write beside and rename, so that no moment has half a key file."""
    handle, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    Path(draft).replace(path)


def _encode(secret: bytes) -> str:
    return base64.b64encode(secret).decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
