"""From an identity to the columns of `Person` and back."""

from __future__ import annotations

from uuid import UUID

from huiyin.common.crypto import keyed_digest, open_sealed, seal
from huiyin.people.vault.identity import FIELDS, Identity, mask_name, mask_phone, normal
from huiyin.people.vault.keys import keyring
from huiyin.people.vault.models import Person


def field_context(person_id: UUID, field: str) -> str:
    """Return what binds a sealed column to its row and name."""
    return f"person:{person_id}:{field}"


def index_of(field: str, text: str) -> bytes | None:
    """Return the blind index of a value, None when nothing is left to compare."""
    return _index(keyring().index_key, field, text)


def indexes_of(identity: Identity) -> dict[str, bytes | None]:
    """Return the blind index of every field of an identity."""
    key = keyring().index_key
    return {field: _index(key, field, getattr(identity, field)) for field in FIELDS}


def _index(key: bytes, field: str, text: str) -> bytes | None:
    plain = normal(field, text) if text else ""
    return keyed_digest(key, field, plain) if plain else None


def sealed_person(identity: Identity, indexes: dict[str, bytes | None]) -> Person:
    """Return an unsaved row that holds the identity sealed under the current key."""
    person = Person(kind=identity.kind)
    key = keyring().current
    for field in FIELDS:
        text = getattr(identity, field)
        sealed = seal(key, text.encode(), field_context(person.id, field)) if text else None
        setattr(person, f"{field}_sealed", sealed)
        setattr(person, f"{field}_index", indexes[field])
    person.name_masked = mask_name(identity.name, identity.kind)
    person.phone_masked = mask_phone(identity.phone)
    return person


def opened(person: Person, fields: tuple[str, ...]) -> Identity:
    """Return the identity with the asked fields in plain text, the others empty."""
    plain: dict[str, str] = {}
    for field in fields:
        sealed = getattr(person, f"{field}_sealed")
        if sealed is not None:
            context = field_context(person.id, field)
            plain[field] = open_sealed(keyring().find, bytes(sealed), context).decode()
    return Identity(**plain, kind=person.kind)
