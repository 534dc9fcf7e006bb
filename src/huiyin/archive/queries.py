"""What the archive's pages read: frozen values, every query starting from `policy.visible`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils import timezone

from huiyin.archive import disposal, due
from huiyin.archive.models import Disposal, DisposalItem, DisposalStatus, Hold, ItemState, Record
from huiyin.engine.definition import Text
from huiyin.matters.models import Matter, SealedText
from huiyin.matters.projection import FINAL
from huiyin.matters.queries.keyset import PAGE, Page, Place
from huiyin.packs import retention_file
from huiyin.people.actor import Actor

_NAMED = ("unit", "proposed_by", "decided_by")


@dataclass(frozen=True, slots=True)
class KeptRow:
    """An archived matter: `held` or `listed` says what keeps it from being put on a list."""

    id: UUID
    number: str
    title: str
    unit: str
    retention: Text
    archived_on: date
    destroy_after: date | None
    held: bool
    listed: bool


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold that stands, with its reason (None: erased)."""

    id: UUID
    number: str
    title: str
    placed_at: datetime
    placed_by: str
    until: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One line of a disposal list."""

    place: int
    number: str
    title: str
    retention: Text
    archived_on: date | None
    destroy_after: date | None
    state: ItemState
    why: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What the page of a matter says: how long it is kept, and which holds stand."""

    retention: Text | None
    archived_on: date | None
    destroy_after: date | None
    is_cleared: bool
    holds: Sequence[Hold]


def kept(matter: Matter) -> Kept:
    """Of a matter that was obtained through policy; one statement, two for an archived one."""
    record = Record.objects.filter(pk=matter.pk).first() if matter.phase == FINAL else None
    holds = Hold.objects.standing(timezone.localdate()).filter(matter=matter)
    standing = list(holds.select_related("placed_by").order_by("placed_seq"))
    if record is None:
        return Kept(None, None, None, is_cleared=False, holds=standing)
    return Kept(
        _words(matter.pack, record.retention), record.archived_on, record.destroy_after,
        is_cleared=record.cleared_seq is not None, holds=standing,
    )  # fmt: skip


def due_matters(actor: Actor, after: Place | None = None) -> Page[KeptRow]:
    """A page of what is due in the units for which the actor may propose, oldest due first."""
    today = timezone.localdate()
    rows = due.with_obstacles(due.of_actor(actor, today), today)
    if after is not None:
        last = timezone.localtime(after.moment).date()
        rows = rows.filter(
            Q(TupleGreaterThan(Tuple(F("destroy_after"), F("matter_id")), (last, after.id)))
        )
    rows = rows.select_related("matter", "unit").order_by("destroy_after", "matter_id")
    found = list(rows[: PAGE + 1])
    shown = [_kept_row(record) for record in found[:PAGE]]
    return Page(shown, _place(shown[-1]) if len(found) > PAGE else None)


def standing_holds(actor: Actor, after: Place | None = None) -> Page[HoldRow]:
    """A page of the holds on matters that the actor may see, newest first."""
    rows = Hold.objects.standing(timezone.localdate())
    rows = rows.filter(matter__in=due.visible_to(actor).values("pk"))
    if after is not None:
        before = TupleLessThan(Tuple(F("placed_at"), F("id")), (after.moment, after.id))
        rows = rows.filter(Q(before))
    found = list(
        rows.select_related("matter", "placed_by").order_by("-placed_at", "-id")[: PAGE + 1]
    )
    shown = _with_reasons(found[:PAGE])
    return Page(
        shown, Place(shown[-1].placed_at, shown[-1].id) if len(found) > PAGE else None
    )  # fmt: skip


def lists(actor: Actor, after: Place | None = None) -> Page[Disposal]:
    """A page of the disposal lists that the actor may see, newest first."""
    rows = disposal.visible(actor).select_related(*_NAMED)
    if after is not None:
        before = TupleLessThan(Tuple(F("proposed_at"), F("id")), (after.moment, after.id))
        rows = rows.filter(Q(before))
    found = list(rows.order_by("-proposed_at", "-id")[: PAGE + 1])
    more = len(found) > PAGE
    shown = found[:PAGE]
    return Page(shown, Place(shown[-1].proposed_at, shown[-1].id) if more else None)


def list_of(actor: Actor, disposal_id: UUID) -> Disposal | None:
    """One list, None when there is none that the actor may see."""
    return disposal.visible(actor).select_related(*_NAMED).filter(pk=disposal_id).first()


def items(of: Disposal, after: int = 0) -> tuple[list[ItemRow], int | None]:
    """The matters of a list from behind `after` on, and the place to go on behind."""
    rows = of.items.filter(place__gt=after).order_by("place")
    found = list(rows.select_related("matter__archive_record")[: PAGE + 1])
    shown = [_item_row(item) for item in found[:PAGE]]
    return shown, shown[-1].place if len(found) > PAGE else None


def may_decide(actor: Actor, found: Disposal) -> bool:
    """Whether the actor is the second person who decides this list now."""
    return (
        found.status == DisposalStatus.PROPOSED
        and found.proposed_by_id != actor.account_id
        and disposal.deciding_post(actor, found.unit) is not None
    )


def _kept_row(record: Record) -> KeptRow:
    matter = record.matter
    return KeptRow(
        id=matter.pk, number=matter.number, title=matter.title, unit=record.unit.name,
        retention=_words(matter.pack, record.retention), archived_on=record.archived_on,
        destroy_after=record.destroy_after, held=bool(getattr(record, "held", False)),
        listed=bool(getattr(record, "listed", False)),
    )  # fmt: skip


def _item_row(item: DisposalItem) -> ItemRow:
    matter = item.matter
    record: Record | None = getattr(matter, "archive_record", None)
    return ItemRow(
        place=item.place, number=matter.number, title=matter.title,
        retention=_words(matter.pack, record.retention if record else ""),
        archived_on=record.archived_on if record else None,
        destroy_after=record.destroy_after if record else None,
        state=ItemState(item.state), why=item.why,
    )  # fmt: skip


def _with_reasons(holds: Sequence[Hold]) -> list[HoldRow]:
    texts = SealedText.objects.filter(matter__in=[hold.matter_id for hold in holds], path="reason")
    reasons = {(row.matter_id, row.seq): row.text for row in texts}
    return [
        HoldRow(
            id=hold.pk, number=hold.matter.number, title=hold.matter.title,
            placed_at=hold.placed_at, placed_by=str(hold.placed_by), until=hold.until,
            reason=reasons.get((hold.matter_id, hold.placed_seq)),
        )
        for hold in holds
    ]  # fmt: skip


def _place(row: KeptRow) -> Place:
    """Where a page of due matters ended: days sort as their midnights."""
    assert row.destroy_after is not None  # noqa: S101 -- what is due has a last day
    return Place(
        datetime.combine(row.destroy_after, time(), timezone.get_current_timezone()), row.id
    )  # fmt: skip


def _words(pack: str, key: str) -> Text:
    """The class in words; a class that the pack no longer has is called by its key."""
    classes = retention_file.read(pack).classes
    return classes.get(key) or Text(zh=key or "—", en=key or "—")
