"""The call-backs of a period, by the unit that replied: what the three rates are made of.

Nothing is stored for it: the facts stand in the events of `callback` (`Event.data`), who replied in
the last `reply` before it, the kind of request in the first event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from huiyin.engine import rates as engine
from huiyin.engine.rates import Callback, Rates, RatesRule
from huiyin.engine.standing import Step
from huiyin.matters import policy
from huiyin.matters.history import zone
from huiyin.matters.models import Event, Matter
from huiyin.packs.rates_file import Which, rates_file
from huiyin.people.actor import Actor
from huiyin.people.models import Unit

CALLBACK, REPLY, REPEAT = "callback", "reply", "repeat_of"
_ANSWERS = ("contacted", "solved", "satisfied")


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """How often each kind of call-back occurred for one unit."""

    unit_id: UUID
    name: str
    counts: Mapping[Callback, int]


@dataclass(frozen=True, slots=True)
class UnitRates:
    """The rates of one unit, or of all together (then `unit_id` is None)."""

    unit_id: UUID | None
    name: str
    rates: Rates


@dataclass(frozen=True, slots=True)
class Report:
    """The rates of a period under the rule in force on its last day."""

    first: date
    last: date
    rule: RatesRule
    units: Sequence[UnitRates]
    total: UnitRates


def report(actor: Actor, first: date, last: date, pack: str = "hotline") -> Report:
    """The three rates of every unit from one day to another, both included; two statements.

    Counts what `actor` may see (the system: everything). Raises LookupError when no version of
    the rates was in force, ValueError when `last` is before `first`.
    """
    if last < first:
        raise ValueError(f"{last} is before {first}")
    file = rates_file(pack)
    rule = engine.rule_on(file.rules, last)
    counted = callbacks(actor, first, last, pack=pack, which=file.counts.value)
    units = [UnitRates(one.unit_id, one.name, engine.rates(one.counts, rule)) for one in counted]
    together: Counter[Callback] = Counter()
    for one in counted:
        together.update(one.counts)
    return Report(first, last, rule, units, UnitRates(None, "", engine.rates(together, rule)))


def callbacks(
    actor: Actor, first: date, last: date, *, pack: str = "hotline", which: Which = "first"
) -> list[UnitCounts]:
    """The call-back of each order that counts, if it was in the period, gathered by unit.

    It is the first (or last) one up to the end of the period in which somebody was reached; when
    nobody ever was, the last attempt. Deferred orders (挂账) count like all others.
    """
    start, end = _moment(first), _moment(last + timedelta(days=1))
    done = Q(act=CALLBACK, step=Step.DO, at__lt=end)
    inside = Event.objects.filter(done, matter=OuterRef("pk"), at__gte=start)
    matters = _visible(actor).filter(Exists(inside), pack=pack)
    counts: dict[UUID, Counter[Callback]] = {}
    for call in _chosen(_rows(Event.objects.filter(done, matter__in=matters)), which):
        if call.at >= start:
            counts.setdefault(call.unit, Counter())[call.callback] += 1
    named = Unit.objects.filter(pk__in=counts).order_by("code").values_list("pk", "name")
    return [UnitCounts(key, name, counts[key]) for key, name in named]


def _visible(actor: Actor) -> QuerySet[Matter]:
    if actor.kind == "system":
        return Matter.objects.filter(sealed=False)
    return Matter.objects.filter(policy.visible(actor))


@dataclass(frozen=True, slots=True)
class _Call:
    """One call-back, and the unit whose reply it asks about."""

    matter: UUID
    at: datetime
    unit: UUID
    callback: Callback


def _rows(events: QuerySet[Event]) -> Iterator[_Call]:
    """The call-backs with what is needed of each, in the order of the events of each matter."""
    replied = Event.objects.filter(
        matter=OuterRef("matter"), act=REPLY, step=Step.DO, seq__lt=OuterRef("seq")
    )
    begun = Event.objects.filter(matter=OuterRef("matter"), seq=1)
    rows = (
        events.annotate(
            kind=Subquery(begun.values("data__kind")[:1]),
            repeat=Subquery(begun.values(f"data__{REPEAT}")[:1]),
            replier=Subquery(replied.order_by("-seq").values("unit")[:1]),
        )
        .order_by("matter", "seq")
        .values_list("matter_id", "at", "data", "kind", "repeat", "replier")
    )
    for matter, at, data, kind, repeat, unit in rows:
        if unit is not None:
            yield _Call(matter, at, unit, _callback(data, kind, repeat))


def _chosen(calls: Iterable[_Call], which: Which) -> Iterable[_Call]:
    """Of each matter the one call-back that counts."""
    chosen: dict[UUID, _Call] = {}
    for call in calls:
        held = chosen.get(call.matter)
        is_settled = held is not None and held.callback.reached
        if not is_settled or (which == "last" and call.callback.reached):
            chosen[call.matter] = call
    return chosen.values()


def _callback(data: Mapping[str, Any], kind: str | None, repeat: str | None) -> Callback:
    said = {name: data.get(name) for name in _ANSWERS}
    return Callback(kind or "", bool(repeat), bool(data.get("reached")), **said)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), zone())
