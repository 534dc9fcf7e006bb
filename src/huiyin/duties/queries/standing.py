"""Supervision as a page shows it: what rules have found and still holds, and orders that run.

Every list starts from `policy.visible` and is paged by keyset; tabs are counted up to a limit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan
from django.utils import timezone

from huiyin.duties.models import Looked
from huiyin.duties.watching.rules import keys, rule_of
from huiyin.engine.definition import Role, Text
from huiyin.engine.method_shape import WatchShape
from huiyin.engine.watch import WORKED_ON, Occasion, occasion_of
from huiyin.matters import history, policy
from huiyin.matters.models import Clock, Link, LinkKind, Matter
from huiyin.matters.queries.keyset import PAGE, Page, Place
from huiyin.matters.queries.rows import MatterRow, clock_name, rows_from
from huiyin.packs import load
from huiyin.people.actor import Actor

PROCESS = "supervision"
LISTED = "progress"
"""The clock that runs exactly while an order is listed (挂牌)."""
ANSWER = "answer"
CADENCE_ACT = "set_cadence"
MOST = 50
"""Tabs are counted up to here and then say “or more”."""
SOON = timedelta(days=3)
FINDINGS = ("alerts", "found")
ORDERS = ("due", "issued", "received", "listed", "cadence")
ISSUES = frozenset({Role.SUPERVISOR, Role.HEAD, Role.LEADER})
RECEIVES = frozenset({Role.HEAD, Role.HANDLER, Role.DISPATCHER})


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding. `moment` is the due that has passed, or since when nothing happened; `clock`
    names the clock, None for what is idle. `is_supervised`: an order about it runs already."""

    id: int
    number: str
    title: str
    watch: WatchShape
    clock: Text | None
    moment: datetime | None
    found_at: datetime
    state: Text
    owner: str
    holder: str
    sealed: bool
    is_supervised: bool

    @property
    def idle_days(self) -> int:
        """Whole days without an act."""
        return (timezone.now() - self.moment).days if self.moment else 0


def units(actor: Actor, roles: frozenset[Role]) -> list[UUID]:
    """Units in which this person has a post of one of these roles."""
    return sorted({post.unit_id for post in actor.posts if Role(post.role) in roles})


def tabs_of(actor: Actor) -> tuple[str, ...]:
    """The lists that this person's posts give a view of."""
    has = {
        "alerts": bool(units(actor, frozenset({Role.HEAD}))),
        "found": bool(units(actor, frozenset({Role.SUPERVISOR}))),
        "issued": bool(units(actor, ISSUES)),
        "received": bool(units(actor, RECEIVES)),
    }
    either = has["issued"] or has["received"]
    return tuple(tab for tab in (*FINDINGS, *ORDERS) if has.get(tab, either))


def counts(actor: Actor, tabs: Sequence[str], today: date) -> dict[str, int]:
    """Size of each tab, at most MOST + 1; one statement."""
    if not tabs:
        return {}
    parts: list[str] = []
    values: list[Any] = []
    for tab in tabs:
        rows = _findings(actor, tab) if tab in FINDINGS else _orders(actor, tab, today)
        sql, params = rows.order_by().values("pk")[: MOST + 1].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608 -- made by the ORM
        values += params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        row = cursor.fetchone() or ()
    return dict(zip(tabs, row, strict=True))


def findings(actor: Actor, tab: str, after: Place | None = None) -> Page[FindingRow]:
    """A page of `alerts` (idle in a unit that this person heads) or `found` (of rules that draft
    an order, in units below a supervisor's); the oldest first. One statement."""
    rows = _findings(actor, tab)
    if after is not None:
        place = Tuple(F("found_at"), F("id"))
        rows = rows.filter(Q(TupleGreaterThan(place, (after.moment, after.id.int))))
    orders_of = Link.objects.filter(
        kind=LinkKind.SUPERVISES, target=OuterRef("matter"), undone_seq__isnull=True,
        source__is_open=True, source__phase__in=WORKED_ON,
    )  # fmt: skip
    joined = rows.select_related("matter__owner_unit", "matter__holder").annotate(
        is_supervised=Exists(orders_of)
    )
    found = list(joined.order_by("found_at", "id")[: PAGE + 1])
    shown = [row for looked in found[:PAGE] if (row := _row(looked)) is not None]
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(shown, Place(last.found_at, UUID(int=last.pk)) if last else None)


def orders(actor: Actor, tab: str, today: date, after: Place | None = None) -> Page[MatterRow]:
    """A page of the running orders of a tab, by due date; one statement."""
    rows = _orders(actor, tab, today)
    if after is not None:
        place = Tuple(F("next_due"), F("id"))
        rows = rows.filter(Q(TupleGreaterThan(place, (after.moment, after.id))))
    found = rows_from(rows.order_by("next_due", "id")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], Place(last.next_due, last.id) if last else None)


def cadence_clocks() -> list[str]:
    """Clocks that a set cadence starts (一日一跟踪、一周一调度、一月一汇报), in every pack."""
    return sorted({
        key
        for process in load.every()
        if process.process == PROCESS
        for key, clock in process.clocks.items()
        if CADENCE_ACT in clock.start
    })  # fmt: skip


def is_listed() -> Exists:
    """The condition on `Matter` for a listed order."""
    running = Clock.objects.filter(matter=OuterRef("pk"), key=LISTED, status="running")
    return Exists(running)


def standing(watches: Sequence[str]) -> QuerySet[Looked]:
    """Findings of these watches that hold, and about which nobody has decided."""
    return Looked.objects.filter(
        settled_at__isnull=True, order__isnull=True, dismissed_reason="", watch__in=watches
    )


def _findings(actor: Actor, tab: str) -> QuerySet[Looked]:
    visible = Matter.objects.filter(policy.visible(actor), pk=OuterRef("matter"))
    if tab == "alerts":
        mine = Q(matter__owner_unit__in=units(actor, frozenset({Role.HEAD})))
        return standing(keys(when="idle")).filter(mine, Exists(visible))
    below = Q(matter__owner_unit__above__overlap=units(actor, frozenset({Role.SUPERVISOR})))
    return standing(keys(act="order")).filter(below, Exists(visible))


def _orders(actor: Actor, tab: str, today: date) -> QuerySet[Matter]:
    issued = Q(intake_unit__in=units(actor, ISSUES))
    received = Q(owner_unit__in=units(actor, RECEIVES)) & ~Q(phase="intake")
    mine = {"issued": issued, "received": received}.get(tab, issued | received)
    rows = Matter.objects.filter(policy.visible(actor), mine, process=PROCESS, is_open=True)
    if tab == "due":
        return rows.filter(next_due__lt=_end(today + SOON))
    if tab == "listed":
        return rows.filter(is_listed())
    if tab == "cadence":
        due = Clock.objects.filter(
            matter=OuterRef("pk"), key__in=cadence_clocks(), status="running",
            legal__lt=_end(today),
        )  # fmt: skip
        return rows.filter(Exists(due))
    return rows


def _end(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), history.zone())


def _row(looked: Looked) -> FindingRow | None:
    """None for what was found by a rule that is gone: the next sweep settles it."""
    matter = looked.matter
    rule = rule_of(matter.pack, looked.watch)
    if rule is None:
        return None
    occasion: Occasion = occasion_of(looked.occasion, history.zone())
    process = history.process_of(matter)
    return FindingRow(
        looked.pk, matter.number, matter.title, rule.shape,
        clock_name(process, occasion.clock) if occasion.clock else None, occasion.moment,
        looked.found_at, process.states[matter.state], matter.owner_unit.name,
        matter.holder.title if matter.holder else "", matter.sealed,
        bool(getattr(looked, "is_supervised", False)),
    )  # fmt: skip


def per_unit(first: datetime, last: datetime) -> Mapping[UUID, Mapping[str, int]]:
    """Unit → how many of its matters rules found in a time (by watch); one statement, for
    indicators. The unit is the one that has the matter now; sealed matters are not counted."""
    rows = Looked.objects.filter(
        found_at__gte=first, found_at__lt=last, matter__sealed=False
    ).values_list("matter__owner_unit", "watch", "matter")
    found: dict[UUID, dict[str, int]] = {}
    for unit, watch, _matter in rows.distinct():
        of_unit = found.setdefault(unit, {})
        of_unit[watch] = of_unit.get(watch, 0) + 1
    return found


def answers(first: datetime, last: datetime) -> Mapping[UUID, tuple[int, int]]:
    """Unit → its answers to supervision orders that were given in a time: (in time, late). One
    statement; an order that went to another unit since counts for that one."""
    stopped = Clock.objects.filter(
        matter__process=PROCESS, matter__sealed=False, key=ANSWER, status="stopped",
        stopped_at__gte=first, stopped_at__lt=last,
    )  # fmt: skip
    rows = stopped.values("matter__owner_unit").annotate(
        in_time=Count("pk", filter=Q(verdict="in_time")), late=Count("pk", filter=Q(verdict="late"))
    )
    return {row["matter__owner_unit"]: (row["in_time"], row["late"]) for row in rows}
