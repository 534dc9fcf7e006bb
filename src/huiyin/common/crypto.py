"""Cryptographic primitives without keys of their own: seal and open bytes, keyed digests.

A sealed value is `version (1 byte) · key id (4) · nonce (12) · ciphertext · tag (16)`. The version
byte names the suite, so that SM4-GCM can stand beside AES-256-GCM (LAW.md §8.4) without guessing.
The header and the caller's context are authenticated: a value moved to another row or column
does not open.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

AES_256_GCM = b"\x01"
KEY_BYTES = 32
KEY_ID_BYTES = 4
HEADER_BYTES = len(AES_256_GCM) + KEY_ID_BYTES
_NONCE_BYTES = 12
_TAG_BYTES = 16


class SealError(Exception):
    """A sealed value that does not open: damaged, moved, of an unknown suite or an unknown key."""


@dataclass(frozen=True)
class Key:
    """A 256-bit key under an id of 8 hexadecimal digits."""

    id: str
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.id) != 2 * KEY_ID_BYTES or len(bytes.fromhex(self.id)) != KEY_ID_BYTES:
            raise ValueError(f"a key id has 8 hexadecimal digits, not {self.id!r}")
        if len(self.secret) != KEY_BYTES:
            raise ValueError(f"key {self.id} must have {KEY_BYTES} bytes, not {len(self.secret)}")

    @cached_property
    def cipher(self) -> AESGCM:
        """The prepared key: its schedule is computed once."""
        return AESGCM(self.secret)

    @property
    def header(self) -> bytes:
        """The bytes that begin every value sealed with this key."""
        return AES_256_GCM + bytes.fromhex(self.id)


def new_key() -> Key:
    """Return a random key with a random id."""
    return Key(id=secrets.token_hex(KEY_ID_BYTES), secret=secrets.token_bytes(KEY_BYTES))


def seal(key: Key, data: bytes, context: str) -> bytes:
    """Encrypt and authenticate `data`; the same `context` must be given to open it."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = key.cipher.encrypt(nonce, data, key.header + context.encode())
    return key.header + nonce + sealed


def open_sealed(find_key: Callable[[str], Key], sealed: bytes, context: str) -> bytes:
    """Return the plain bytes; `find_key` gives the key of an id or raises SealError."""
    if len(sealed) < HEADER_BYTES + _NONCE_BYTES + _TAG_BYTES:
        raise SealError("a sealed value is cut short")
    if not sealed.startswith(AES_256_GCM):
        raise SealError(f"a sealed value of an unknown suite ({sealed[0]})")
    header, rest = sealed[:HEADER_BYTES], sealed[HEADER_BYTES:]
    key = find_key(header[1:].hex())
    nonce, ciphertext = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
    try:
        return key.cipher.decrypt(nonce, ciphertext, header + context.encode())
    except InvalidTag:
        raise SealError("a sealed value was changed or belongs to another place") from None


def keyed_digest(secret: bytes, purpose: str, text: str) -> bytes:
    """Return 16 bytes of HMAC-SHA256 over `purpose` and `text`: equal texts, equal digests."""
    return hmac.digest(secret, f"{purpose}\0{text}".encode(), "sha256")[:16]
