"""Asking for a whole file is reading everything in it: policy decides, and the record is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from huiyin.matters import policy
from huiyin.matters.models import Matter, Party
from huiyin.matters.queries import matter as queries
from huiyin.matters.queries.matter import MatterPage
from huiyin.people.actor import Actor
from huiyin.people.vault import actions as vault

REASON = "archive bundle"
_READ = ("name", "address")
"""What the letters in a file say about the petitioner, whoever prints it."""
_ALL = ("name", "phone", "id_number", "address")


@dataclass(frozen=True)
class Reading:
    """A matter that somebody may have as a file, and its parties as this person may see them."""

    page: MatterPage
    parties: Sequence[Mapping[str, str]]


def opened(actor: Actor, number: str) -> Reading:
    """The matter with its parties; that the file was asked for is recorded for each of them.

    Raises NotVisible; PermissionDenied for a role that may not have files.
    """
    page = queries.page(actor, number, timezone.localdate())
    post = policy.post_for(actor, "download", page.matter)
    if post is None:
        raise PermissionDenied
    return Reading(page, _parties(page.matter, actor))


def _parties(matter: Matter, actor: Actor) -> list[dict[str, str]]:
    """In full for those who may open personal data one by one; for others as in lists."""
    parties = list(Party.objects.filter(matter=matter).select_related("person").order_by("seq"))
    revealing = policy.post_for(actor, "reveal", matter)
    post = revealing or policy.post_for(actor, "download", matter)
    identities = vault.reveal_many(
        [party.person for party in parties], by=actor, reason=REASON,
        fields=_ALL if revealing else _READ, matter_id=matter.id, post_id=post.id if post else None,
    ) if parties else []  # fmt: skip
    rows = []
    for party, identity in zip(parties, identities, strict=True):
        masked = {"name": party.person.name_masked, "phone": party.person.phone_masked}
        shown = {field: getattr(identity, field) for field in _ALL} if revealing else masked
        words = {field: shown.get(field) or "—" for field in _ALL}
        rows.append({"role": str(party.get_role_display()), **words})
    return rows
