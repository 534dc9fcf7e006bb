"""The vault's doors: store, find, reveal, and sealing bytes for other modules.

Whether the actor may see the person is decided by the caller's policy; here every reveal is
recorded, with its reason, before anything is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.common.crypto import open_sealed, seal
from huiyin.common.insert import Rows, insert
from huiyin.engine.forms import storable
from huiyin.people.actor import Actor
from huiyin.people.vault.identity import FIELDS, Identity
from huiyin.people.vault.keys import keyring
from huiyin.people.vault.matching import Known
from huiyin.people.vault.models import Person, Reveal
from huiyin.people.vault.sealing import index_of, indexes_of, opened, sealed_person

_BATCH = 500


def store(identity: Identity) -> Person:
    """Return the row that states exactly this: one already there, or a new one.

    One there is taken when id number, or name and phone, and all else stated are the same. No row
    is ever changed or lent to another statement: whoever knows somebody's id number can neither
    redirect that person's post nor read what else they stated. `same_person` brings the rows of
    one person together, for repeats and earlier cases. Raises ValidationError for nothing stated.
    """
    return store_many([identity])[0]


def store_many(identities: Sequence[Identity]) -> list[Person]:
    """Store many, two statements per 500; the answer is in the order of `identities`."""
    people: list[Person] = []
    for start in range(0, len(identities), _BATCH):
        batch, new = match_many(identities[start : start + _BATCH])
        insert(Rows(new))
        people += batch
    return people


def match_many(identities: Sequence[Identity]) -> tuple[list[Person], list[Person]]:
    """The rows that state exactly this, as `store_many` gives them, and those that are new.

    The caller inserts the new ones, together with rows of its own; one statement here.
    """
    stated = [(identity, indexes_of(identity)) for identity in identities]
    known = Known.read([indexes for _identity, indexes in stated])
    people, new = [], []
    for identity, indexes in stated:
        if not any(indexes.values()):
            raise ValidationError(_("Nothing is stated about this person."), code="required")
        person = known.match(identity.kind, indexes)
        if person is None:
            person = sealed_person(identity, indexes)
            known.add(person)
            new.append(person)
        people.append(person)
    return people, new


def find(*, name: str = "", phone: str = "", id_number: str = "") -> QuerySet[Person]:
    """Return the persons whose stated values equal all those given, newest first, by index."""
    given = {"name": name, "phone": phone, "id_number": id_number}
    wanted = {f"{field}_index": index_of(field, text) for field, text in given.items() if text}
    if not wanted or None in wanted.values():
        return Person.objects.none()
    return Person.objects.filter(**wanted).order_by("-id")


def same_person(person: Person) -> QuerySet[Person]:
    """Return every row of the same person: same id number, or same name and phone; itself too."""
    same = Q(pk=person.pk)
    if person.id_number_index is not None:
        same |= Q(id_number_index=person.id_number_index)
    if person.phone_index is not None and person.name_index is not None:
        same |= Q(name_index=person.name_index, phone_index=person.phone_index)
    return Person.objects.filter(same, kind=person.kind)


def reveal(
    person: Person,
    *,
    by: Actor,
    reason: str,
    fields: Sequence[str] = FIELDS,
    matter_id: UUID | None,
    post_id: UUID | None = None,
) -> Identity:
    """Record who opens which fields of whom and why, then return them in plain text.

    `post_id` names the post acted from (default: the actor's first). Raises ValidationError for
    an empty reason or unknown fields, PermissionDenied for staff without a post or not theirs.
    """
    (identity,) = reveal_many(
        [person], by=by, reason=reason, fields=fields, matter_id=matter_id, post_id=post_id
    )
    return identity


def reveal_many(
    people: Sequence[Person],
    *,
    by: Actor,
    reason: str,
    fields: Sequence[str] = FIELDS,
    matter_id: UUID | None,
    post_id: UUID | None = None,
) -> list[Identity]:
    """`reveal` for several persons at once, in one statement; the answer is in their order."""
    reason = reason.strip()
    if not reason:
        missing = ValidationError(_("Say why you need to see this."), code="required")
        raise ValidationError({"reason": missing})
    if not storable(reason):
        odd = ValidationError(_("A character that cannot be stored."), code="control_character")
        raise ValidationError({"reason": odd})
    unknown = set(fields) - set(FIELDS)
    if unknown or not fields:
        wrong = ValidationError(_("Unknown fields of a person."), code="unknown")
        raise ValidationError({"fields": wrong})
    post = _acting_post(by, post_id)
    with transaction.atomic():
        Reveal.objects.bulk_create(
            Reveal(
                person=person, fields=list(fields), by_kind=by.kind, account_id=by.account_id,
                post_id=post, reason=reason[:500], matter_id=matter_id,
            )
            for person in people
        )  # fmt: skip
        return [opened(person, tuple(fields)) for person in people]


def seal_bytes(data: bytes, context: str) -> bytes:
    """Seal bytes another module keeps; `context` binds them to their place, e.g. `event:ID:body`.

    The module registers the column with `rotation.register`, so that a rotation reaches it.
    """
    return seal(keyring().current, data, f"other:{context}")


def open_bytes(sealed: bytes, context: str) -> bytes:
    """Open what `seal_bytes` sealed with the same context; SealError when it was tampered with."""
    return open_sealed(keyring().find, bytes(sealed), f"other:{context}")


def _acting_post(by: Actor, post_id: UUID | None) -> UUID | None:
    if by.kind != "staff":
        return None
    if post_id is None and by.posts:
        return by.posts[0].id
    if post_id is None or post_id not in by.post_ids:
        raise PermissionDenied("personal data is revealed to a post only")
    return post_id
