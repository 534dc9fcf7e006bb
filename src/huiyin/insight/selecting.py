"""Selections of a method as queries on events: which acts, of which matters, with which values.

The same as `huiyin.engine.figures.picked`; the tests compare the two on histories made at random.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from django.db.models import Exists, Func, OuterRef, Q, QuerySet, TextField

from huiyin.engine.definition import NEW
from huiyin.engine.method_shape import Select
from huiyin.engine.standing import Step
from huiyin.insight.facts import holds
from huiyin.matters.models import Event, Matter
from huiyin.packs import load, published
from huiyin.places.models import Division


class ProcessOf(Func):
    """The process in the name of a definition: `national/petition@2022-05-01` → `petition`."""

    template = "split_part(split_part(%(expressions)s, '/', 2), '@', 1)"
    output_field = TextField()


def matters(seen: Q, place: Division | None) -> QuerySet[Matter]:
    """The matters among those `seen` (such as `policy.visible`) of a place and all below it: the
    place of the problem, or without one that of the office that took it in."""
    found = Matter.objects.filter(seen)
    return found if place is None else found.filter(of_place(place))


def of_place(place: Division) -> Q:
    """The condition on `Matter` of being about the place or one below it."""
    return Q(place__path__under=place.path) | Q(
        place__isnull=True, intake_unit__division__path__under=place.path
    )


def events(seen: Q, place: Division | None) -> QuerySet[Event]:
    """Acts that took effect on these matters, each with the `process` it was done under."""
    done = Event.objects.filter(step=Step.DO).annotate(process=ProcessOf("version"))
    if place is None and not seen:
        return done
    return done.filter(matter__in=matters(seen, place).values("pk"))


def acts_of(selects: Iterable[Select]) -> set[str]:
    """The acts that any of the selections can take, by which the index finds them."""
    return {act for one in selects for act in (one.act or _registering(one.process))}


def named(select: Select) -> Q:
    """The condition on `events` of being one of the acts that a selection names."""
    acts = Q(process__in=select.process)
    return acts & (Q(act__in=select.act) if select.act else Q(seq=1))


def is_first(select: Select) -> Q:
    """The condition on `events` that no earlier act of the matter is one that the selection takes:
    of those that it takes, only the first is left."""
    earlier = Event.objects.annotate(process=ProcessOf("version")).filter(
        named(select), holds(select.where), matter=OuterRef("matter"), seq__lt=OuterRef("seq"),
        step=Step.DO,
    )  # fmt: skip
    return ~Q(Exists(earlier))


def taken(select: Select) -> Q:
    """The condition on those `named` of being taken by a selection."""
    found = holds(select.where)
    return found & is_first(select) if select.first else found


def chosen(select: Select, found: QuerySet[Event]) -> QuerySet[Event]:
    """Those of `events` that a selection takes."""
    return found.filter(named(select), taken(select), act__in=sorted(acts_of([select])))


def _registering(processes: Iterable[str]) -> frozenset[str]:
    by_process = _registrations(published.known())
    return frozenset(act for key in processes for act in by_process.get(key, ()))


@lru_cache(maxsize=8)
def _registrations(newest: datetime | None) -> dict[str, frozenset[str]]:
    """Process → the acts that begin a matter, over every version matters may run on."""
    found: dict[str, frozenset[str]] = {}
    for process in load.every(newest):
        acts = {key for key, act in process.acts.items() if NEW in act.from_states}
        found[process.process] = found.get(process.process, frozenset()) | acts
    return found
