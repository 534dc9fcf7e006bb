"""The Ed25519 keys that sign daily roots.

The private key is `HUIYIN_HOME/keys/root-ed25519`, made on first use (mode 0600); beside it
`root-public/ID.pem` keeps every public key that ever signed, so that a change of key (put another
private key in place) leaves old roots checkable. Whoever wants to trust nobody keeps the output of
`huiyin root key` elsewhere.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from huiyin.config.keys import read_or_create


def private_key() -> Ed25519PrivateKey:
    """The key that signs; its public half is kept at the same time.

    Raises ImproperlyConfigured when the file holds something else.
    """
    path = _folder() / "root-ed25519"
    try:
        key = load_pem_private_key(read_or_create(path, _new_private), password=None)
    except (ValueError, TypeError) as error:
        raise ImproperlyConfigured(f"{path} is not a private key: {error}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ImproperlyConfigured(f"{path} is not an Ed25519 key")
    public = key.public_key()
    read_or_create(_public_path(key_id(public)), lambda: public_pem(public))
    return key


def public_key(id_: str) -> Ed25519PublicKey | None:
    """A public key that signed once, None when this installation does not have it."""
    path = _public_path(id_)
    if not path.is_file():
        return None
    key = load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey) or key_id(key) != id_:
        raise ImproperlyConfigured(f"{path} does not hold the key of its name")
    return key


def key_id(key: Ed25519PublicKey) -> str:
    """16 hexadecimal digits that name a public key."""
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return sha256(raw).hexdigest()[:16]


def public_pem(key: Ed25519PublicKey) -> bytes:
    """A public key as others take it along."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def signed(key: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    """Whether `signature` is of this key over `message`."""
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _new_private() -> bytes:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _folder() -> Path:
    folder: Path = settings.ENV.keys
    return folder


def _public_path(id_: str) -> Path:
    return _folder() / "root-public" / f"{id_}.pem"
