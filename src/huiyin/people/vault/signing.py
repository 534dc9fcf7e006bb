"""The installation's Ed25519 key that signs the daily root; only signatures leave this module.

Kept in `HUIYIN_HOME/keys/signing.pem` (mode 0600), made on first use. The public key is printed by
`verify`, so that others can keep a copy and check roots without trusting this installation.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from huiyin.config.keys import read_or_create


def sign(data: bytes) -> bytes:
    """Return the 64-byte signature of `data` by this installation."""
    return _private_key().sign(data)


def public_key() -> bytes:
    """Return the 32 raw bytes of the public key; keep them beside each signature."""
    return _private_key().public_key().public_bytes_raw()


def is_signed(data: bytes, signature: bytes, public: bytes) -> bool:
    """Whether `signature` over `data` was made with the key whose 32 raw bytes are `public`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _make() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _private_key() -> Ed25519PrivateKey:
    folder: Path = settings.ENV.keys
    pem = read_or_create(folder / "signing.pem", _make)
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("signing.pem does not hold an Ed25519 key")
    return key
