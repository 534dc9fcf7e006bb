"""Moving many matters, each in its own transaction; a run that was stopped is simply started again:
what has moved is no longer on the old version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from huiyin.common.ids import NumberError, parse_number
from huiyin.matters.models import Matter
from huiyin.methods.errors import MigrationRefused, Reason
from huiyin.methods.migrate import migrate, plan, stamp
from huiyin.people.actor import Actor

BATCH = 200


@dataclass(frozen=True)
class Moved:
    """What became of one matter; without reasons it has moved (or would)."""

    number: str
    reasons: tuple[Reason, ...] = ()
    later: tuple[str, ...] = ()
    """Clocks whose dates change."""


class UnknownNumbers(LookupError):
    """Numbers that are no open matters of the old version."""


def count(source: str, numbers: Sequence[str] = ()) -> int:
    """How many open matters are on the version (of the numbers given)."""
    return _matters(source, numbers).count()


def migrate_many(
    source: str, target: str, reason: str, *, by: Actor, numbers: Sequence[str] = (),
    mapping: Mapping[str, str] | None = None, dry_run: bool = False,
) -> Iterator[Moved]:  # fmt: skip
    """One result for each open matter on `source`, in order of id. Raises UnknownNumbers before
    anything is done."""
    _refuse_unknown(source, numbers)
    newest = stamp() if dry_run else None
    last = UUID(int=0)
    while True:
        rows = list(
            _matters(source, numbers)
            .filter(pk__gt=last)
            .select_related("intake_unit__division", "owner_unit")
            .order_by("pk")[:BATCH]
        )
        if not rows:
            return
        for matter in rows:
            if dry_run:
                planned = plan(matter, target, mapping or {}, newest)
                changed = tuple(one.key for one in planned.clocks if one.differs)
                yield Moved(matter.number, planned.refusals, changed)
            else:
                yield _move(matter, target, reason, by, mapping or {})
        last = rows[-1].pk


def _move(matter: Matter, target: str, reason: str, by: Actor, mapping: Mapping[str, str]) -> Moved:
    try:
        migrate(matter.pk, target, reason, by=by, expected_seq=None, mapping=mapping)
    except MigrationRefused as refused:
        return Moved(matter.number, refused.reasons)
    return Moved(matter.number)


def _matters(source: str, numbers: Sequence[str]) -> QuerySet[Matter]:
    pack, _, rest = source.partition("/")
    process, _, version = rest.partition("@")
    found = Matter.objects.filter(pack=pack, process=process, version=version, is_open=True)
    return found.filter(number__in=[*map(_canonical, numbers)]) if numbers else found


def _refuse_unknown(source: str, numbers: Sequence[str]) -> None:
    there = set(_matters(source, numbers).values_list("number", flat=True)) if numbers else set()
    missing = [number for number in numbers if _canonical(number) not in there]
    if missing:
        raise UnknownNumbers(", ".join(missing))


def _canonical(number: str) -> str:
    try:
        return parse_number(number)
    except NumberError:
        return number
