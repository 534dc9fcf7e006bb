"""Reads of personal data for the audit: who opened what of whom, when and why.

Whoever audits sees reads of the matters they may know of; that a sealed matter was read, only
those named on it. An administrator sees no matters: of reads, that they took place in an open
matter, without the words of the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from huiyin.engine.definition import Role
from huiyin.matters import policy
from huiyin.matters.history import zone
from huiyin.matters.models import Matter
from huiyin.matters.queries.keyset import PAGE, Page, Place
from huiyin.people import policy as people
from huiyin.people.actor import Actor
from huiyin.people.models import Reveal


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the log is asked for: the account, days (both included), the matter's number."""

    account: UUID | None = None
    first: date | None = None
    last: date | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """One reading: `number` is empty outside a matter, `reason` for who may not see it."""

    at: datetime
    who: str
    post: str
    fields: tuple[str, ...]
    number: str
    reason: str


def reads(by: Actor, asked: Asked, after: Place | None = None) -> Page[Read]:
    """A page of reads, the newest first."""
    rows = _rows(by, asked)
    if after:
        rows = rows.filter(Q(at__lt=after.moment) | Q(at=after.moment, pk__lt=after.id))
    found = list(rows[: PAGE + 1])
    shown = [_read(row, by) for row in found[:PAGE]]
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(shown, Place(last.at, last.pk) if last else None)


def every_read(by: Actor, asked: Asked) -> Iterator[Read]:
    """All of them, streamed."""
    return (_read(row, by) for row in _rows(by, asked).iterator(chunk_size=1_000))


def _rows(by: Actor, asked: Asked) -> QuerySet[Reveal]:
    people.require(by, "audit")
    matter = Matter.objects.filter(pk=OuterRef("matter_id"))
    known = Q(matter_id__isnull=True) | Q(Exists(matter.filter(_known(by))))
    rows = Reveal.objects.filter(known & between(asked.first, asked.last))
    if asked.account:
        rows = rows.filter(account=asked.account)
    if asked.number:
        rows = rows.filter(matter_id__in=Matter.objects.filter(number=asked.number).values("pk"))
    rows = rows.annotate(number=Subquery(matter.values("number")[:1]))
    return rows.select_related("account", "post").order_by("-at", "-pk")


def _known(by: Actor) -> Q:
    """Matters whose reads the actor may know of."""
    known = policy.visible(by)
    return known | Q(sealed=False) if Role.ADMIN in by.roles else known


def between(first: date | None, last: date | None) -> Q:
    """`at` on local days from `first` to `last`, both included; None is open."""
    when = Q()
    if first:
        when &= Q(at__gte=datetime.combine(first, time(), zone()))
    if last:
        when &= Q(at__lt=datetime.combine(last + timedelta(1), time(), zone()))
    return when


def _read(row: Reveal, by: Actor) -> Read:
    says_why = Role.AUDITOR in by.roles
    return Read(
        at=row.at, who=str(row.account) if row.account else row.by_kind,
        post=str(row.post) if row.post else "", fields=tuple(row.fields),
        number=getattr(row, "number", None) or "", reason=row.reason if says_why else "",
    )  # fmt: skip
