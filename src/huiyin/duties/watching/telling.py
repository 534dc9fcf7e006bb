"""Who is told of a finding, and the notices; of a sealed matter only the posts named on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.common.ids import new_id
from huiyin.duties.watching.rules import Rule
from huiyin.engine.definition import Relation, Who
from huiyin.engine.standing import Standing
from huiyin.matters import history
from huiyin.matters.models import Access, AccessKind
from huiyin.notices import addressing, who
from huiyin.notices.models import Kind
from huiyin.notices.tellings import wanted_of
from huiyin.notices.who import Duty, Wanted
from huiyin.notices.writing import Line, write_told


@dataclass(frozen=True, slots=True)
class Held:
    """One row on which a rule holds, as the sweep reads it."""

    matter_id: UUID
    occasion: str
    moment: datetime
    row: Any
    clock: str
    cycle: int
    pack: str
    sealed: bool
    owner: UUID
    intake: UUID
    sender: UUID | None
    holder: UUID | None
    is_new: bool

    @property
    def place(self) -> Place:
        """What decides who is told."""
        return self.owner, self.intake, self.sender, self.holder


Place = tuple[UUID, UUID, UUID | None, UUID | None]
Addressees = Mapping[UUID, tuple[datetime, bool]]
"""Account → from when it is shown, and whether in the digest."""


@dataclass
class _Round:
    """One batch: matters of the same units and holder are told to the same people."""

    rule: Rule
    duty: Duty
    now: datetime
    named: Mapping[UUID, frozenset[UUID]]
    known: dict[Place, Addressees] = field(default_factory=dict)

    def addressees(self, row: Held) -> Addressees:
        if row.sealed:
            posts = self._posts(row) & self.named.get(row.matter_id, frozenset())
            return addressing.addressees(self.duty, posts, Kind.LADDER, self.now)
        found = self.known.get(row.place)
        if found is None:
            posts = self._posts(row)
            found = addressing.addressees(self.duty, posts, Kind.LADDER, self.now)
            self.known[row.place] = found
        return found

    def _posts(self, row: Held) -> frozenset[UUID]:
        """The holder alone where the rule means a role of the owner that the holder has."""
        held = self.duty.role_of(row.holder) if row.holder else None
        found: set[UUID] = set()
        for one in self.rule.shape.tell:
            for wanted in _wanted(row, (one,)):
                own = one.relation is Relation.OWNER and held == (wanted.role, wanted.unit)
                found |= {row.holder} if own and row.holder else self.duty.posts(wanted)
        return frozenset(found)


def tell(rule: Rule, rows: Sequence[Held], now: datetime) -> int:
    """Tell of new findings of one rule, in the transaction that found them; how many notices."""
    if not rows:
        return 0
    places = {row.place: row for row in rows}.values()
    wanted = {one for row in places for one in _wanted(row, rule.shape.tell)}
    holders = {row.holder for row in rows if row.holder is not None}
    duty = who.read(holders, wanted, now.astimezone(history.zone()).date())
    found = _Round(rule, duty, now, _named(rows))
    notices = [
        Line(
            id=new_id(), account_id=account, matter_id=row.matter_id, kind=Kind.LADDER,
            topic=f"{row.occasion}/{rule.watch}", params=_params(rule, row),
            legal=row.moment if rule.shape.when == "late" else None, created_at=now,
            show_from=show_from, in_digest=in_digest,
        )
        for row in rows
        for account, (show_from, in_digest) in found.addressees(row).items()
    ]  # fmt: skip
    return write_told(notices, now)


def _params(rule: Rule, row: Held) -> dict[str, Any]:
    clock = {"clock": row.clock, "over": True} if row.clock else {}
    return {**clock, "watch": rule.watch, "pack": row.pack}


def _wanted(row: Held, tell: Iterable[Who]) -> tuple[Wanted, ...]:
    standing = Standing(
        owner=str(row.owner), intake=str(row.intake),
        sender=str(row.sender) if row.sender else None,
    )  # fmt: skip
    return wanted_of(tell, standing)


def _named(rows: Iterable[Held]) -> dict[UUID, frozenset[UUID]]:
    """Sealed matter → the posts named on it."""
    sealed = [row.matter_id for row in rows if row.sealed]
    found: dict[UUID, frozenset[UUID]] = {}
    if sealed:
        listed = Access.objects.filter(matter__in=sealed, kind=AccessKind.NAMED)
        for matter, post in listed.values_list("matter_id", "post_id"):
            if post is not None:
                found[matter] = found.get(matter, frozenset()) | {post}
    return found
