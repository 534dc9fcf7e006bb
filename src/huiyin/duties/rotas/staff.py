"""Who can be planned: whoever holds a post that a slot names, in the unit or right below it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from huiyin.duties.models import Rota
from huiyin.engine.method_shape import RotaShape, Slot
from huiyin.engine.rota import Away, Person
from huiyin.people.models import Absence, Holding


@dataclass(frozen=True)
class Staff:
    """Names by account, and for the engine a `Person` for each post held."""

    names: Mapping[str, str]
    people: tuple[Person, ...]

    def on(self, day: date, slot: str) -> list[str]:
        """The accounts that can have this slot on that day, in order of their names."""
        found = {one.key for one in self.people if slot in one.slots and one.holds(day)}
        return sorted(found, key=lambda key: (self.names[key], key))


def staff(rota: Rota, shape: RotaShape, first: date, last: date) -> Staff:
    """Everybody who can have a slot on some day of the span: one statement."""
    held = Holding.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=first),
        _where(rota, shape),
        starts_on__lte=last, post__active=True, account__is_active=True,
        post__unit__dissolved_on__isnull=True,
    ).select_related("account", "post__unit")  # fmt: skip
    names, people = {}, []
    for one in held:
        slots = frozenset(key for key, slot in shape.slots.items() if _fills(rota, slot, one))
        if slots:
            names[str(one.account_id)] = str(one.account)
            last_day = one.ends_on or date.max
            people.append(Person(str(one.account_id), slots, one.starts_on, last_day))
    return Staff(names, tuple(people))


def _where(rota: Rota, shape: RotaShape) -> Q:
    roles = {role for slot in shape.slots.values() for role in slot.roles}
    kinds = {kind for slot in shape.slots.values() for kind in slot.below}
    below = Q(post__unit__parent=rota.unit_id, post__unit__kind__in=kinds)
    return Q(Q(post__unit=rota.unit_id) | below, post__role__in=roles)


def _fills(rota: Rota, slot: Slot, held: Holding) -> bool:
    if held.post.role not in slot.roles:
        return False
    if slot.below:
        return held.post.unit_id != rota.unit_id and held.post.unit.kind in slot.below
    return held.post.unit_id == rota.unit_id


def away(accounts: Collection[UUID], first: date, last: date) -> list[Away]:
    """When these accounts are away, as entered: one statement."""
    rows = Absence.objects.filter(
        account__in=accounts, ended_at__isnull=True, starts_on__lte=last, ends_on__gte=first
    ).order_by("starts_on")
    return [Away(str(one.account_id), one.starts_on, one.ends_on) for one in rows]


def is_away(absences: Iterable[Away], account: UUID | str, first: date, last: date) -> bool:
    """Whether somebody is away on some of these days."""
    return any(
        one.person == str(account) and one.first <= last and one.last >= first for one in absences
    )
