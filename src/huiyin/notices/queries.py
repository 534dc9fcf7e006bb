"""What somebody has been told: the bell, the list by day, one digest. Every list is keyset-paged.

A notice keeps no words of its matter: number and summary are read with the right of the moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.utils import timezone

from huiyin.engine.definition import Process
from huiyin.matters import history, policy
from huiyin.matters.errors import NotVisible
from huiyin.matters.models import Matter
from huiyin.matters.queries.keyset import PAGE, Page, Place
from huiyin.notices import words
from huiyin.notices.models import Kind, Notice
from huiyin.people.actor import Actor

MOST = 99
"""The bell counts up to here and then says “or more”."""
_NEW = Q(read_at__isnull=True, settled_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Shown:
    """One notice as a page or the API shows it. `number` is empty when the matter is not, or no
    longer, this person's to see; `title` of a sealed one too."""

    id: UUID
    kind: str
    says: str
    wanted: str
    number: str
    title: str
    legal: datetime | None
    show_from: datetime
    read_at: datetime | None
    settled_at: datetime | None

    @property
    def is_new(self) -> bool:
        return self.read_at is None and self.settled_at is None

    @property
    def icon(self) -> str:
        return words.ICONS[self.kind]

    @property
    def is_digest(self) -> bool:
        return self.kind == Kind.DIGEST


def unread(account: UUID) -> int:
    """How many are new, at most MOST + 1. One statement on an index."""
    return _of(account).filter(_NEW)[: MOST + 1].count()


def page(actor: Actor, *, new: bool, kind: str = "", after: Place | None = None) -> Page[Shown]:
    """A page of what is new, or of what was read or settled, newest first; two statements."""
    assert actor.account_id is not None  # noqa: S101 -- staff have accounts
    rows = _of(actor.account_id).filter(_NEW if new else ~_NEW)
    if kind:
        rows = rows.filter(kind=kind)
    return _page(actor, rows, after)


def in_digest(actor: Actor, digest: UUID, after: Place | None = None) -> Page[Shown]:
    """What one digest lists, without what has been settled. Raises NotVisible."""
    mine = Notice.objects.filter(account=actor.account_id)
    if not mine.filter(pk=digest, kind=Kind.DIGEST).exists():
        raise NotVisible(digest)
    return _page(actor, mine.filter(digest=digest, settled_at__isnull=True), after)


def _of(account: UUID) -> QuerySet[Notice]:
    return Notice.objects.filter(account=account, show_from__lte=timezone.now(), in_digest=False)


def _page(actor: Actor, rows: QuerySet[Notice], after: Place | None) -> Page[Shown]:
    if after is not None:
        place = Tuple(F("show_from"), F("id"))
        rows = rows.filter(Q(TupleLessThan(place, (after.moment, after.id))))
    found = list(rows.order_by("-show_from", "-id")[: PAGE + 1])
    listed = shown(actor, found[:PAGE])
    more = len(found) > PAGE
    return Page(listed, Place(listed[-1].show_from, listed[-1].id) if more else None)


def shown(actor: Actor, rows: Iterable[Notice]) -> list[Shown]:
    """Notices with what this person may see of their matters; one statement."""
    notices = list(rows)
    ids = {one.matter_id for one in notices if one.matter_id is not None}
    visible = Matter.objects.filter(policy.visible(actor), pk__in=ids) if ids else ()
    matters = {matter.pk: matter for matter in visible}
    return [_shown(one, matters.get(one.matter_id) if one.matter_id else None) for one in notices]


def _shown(notice: Notice, matter: Matter | None) -> Shown:
    process: Process | None = history.process_of(matter) if matter else None
    return Shown(
        notice.id, notice.kind, words.sentence(notice, process), words.wanted(notice, process),
        matter.number if matter else "", matter.title if matter and not matter.sealed else "",
        notice.legal, notice.show_from, notice.read_at, notice.settled_at,
    )  # fmt: skip


def newest_seq(actor: Actor, number: str) -> int:
    """The newest event of a visible matter; one statement. Raises NotVisible."""
    rows = Matter.objects.filter(policy.visible(actor), number=number)
    seq = rows.values_list("seq", flat=True).first()
    if seq is None:
        raise NotVisible(number)
    return seq
