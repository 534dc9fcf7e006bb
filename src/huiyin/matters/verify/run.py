"""One pass over all matters: each is checked alone, the roots collect the heads on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from huiyin.common.ids import NumberError, parse_number
from huiyin.matters import history
from huiyin.matters.models import DayRoot, Event, Matter
from huiyin.matters.verify import caches, chains, relations, stored_files
from huiyin.matters.verify.beside import tables
from huiyin.matters.verify.day_roots import Roots
from huiyin.matters.verify.load import Case, batches
from huiyin.matters.verify.report import Broken, Report
from huiyin.packs.load import PackError, PackNotFound


def verify(
    numbers: Sequence[str] = (),
    *,
    after: str = "",
    since_root: bool = False,
    files: bool = False,
    report: Report | None = None,
    advance: Callable[[int], Any] = lambda _count: None,
) -> Report:
    """Check everything (or the matters of `numbers`), go on after a break, and report.

    `after`: begin behind this matter. `since_root`: only matters with events since the newest
    root, for a quick check between two full ones. `files`: read the bytes of every file too. Roots
    are computed again only by a run over all matters. `report` is filled while it runs, so that
    a caller that is interrupted still has it; `advance` is told of matters done.
    """
    report = report if report is not None else Report()
    roots = Roots()
    report.roots = len(roots.rows)
    report.broken += roots.chain()
    everything = not (numbers or after or since_root)
    if since_root:
        numbers = _changed_since(roots.rows[-1] if roots.rows else None, numbers)
    if since_root and not numbers:
        return report
    if everything:
        report.broken += _orphans()
    report.broken += _unknown(numbers)
    for batch in batches([*map(_canonical, numbers)], after and _canonical(after)):
        for case in batch.cases:
            report.broken += _check(case, batch.calendar_stamp, files=files)
            report.matters += 1
            report.events += len(case.events)
            report.last = case.matter.number
            if everything:
                roots.add(case.matter, case.events)
        advance(len(batch.cases))
    if everything:
        report.broken += roots.compare()
    return report


def _check(case: Case, stamp: datetime | None, *, files: bool) -> Iterator[Broken]:
    found = [chains.links(case), chains.texts(case), relations.relations(case)]
    try:
        process = history.process_of(case.matter)
    except (PackError, PackNotFound, LookupError) as error:
        found.append(iter([(None, f"its process cannot be loaded: {error}")]))
    else:
        calendar = history.calendar_for(case.matter, stamp)
        found += [caches.caches(case, process, calendar), stored_files.file_rows(case, process)]
    found += [table.check(case, case.beside.get(table.name, ())) for table in tables()]
    if files:
        found.append(stored_files.file_bytes(case))
    for seq, what in chain.from_iterable(found):
        yield Broken(case.matter.number, seq, what)


def _changed_since(root: DayRoot | None, numbers: Sequence[str]) -> list[str]:
    matters = Matter.objects.all() if root is None else Matter.objects.filter(
        events__recorded_at__gt=root.cutoff
    ).distinct()  # fmt: skip
    if numbers:
        matters = matters.filter(number__in=[*map(_canonical, numbers)])
    return list(matters.values_list("number", flat=True))


def _orphans() -> Iterator[Broken]:
    known = Matter.objects.values("pk")
    for matter_id in Event.objects.exclude(matter__in=known).values_list("matter_id", flat=True):
        yield Broken(str(matter_id), None, "its events are there, the matter itself is not")


def _unknown(numbers: Sequence[str]) -> Iterator[Broken]:
    wanted = set(map(_canonical, numbers))
    there = set(Matter.objects.filter(number__in=wanted).values_list("number", flat=True))
    for number in sorted(wanted - there):
        yield Broken(number, None, "there is no such matter")


def _canonical(number: str) -> str:
    try:
        return parse_number(number)
    except NumberError:
        return number
