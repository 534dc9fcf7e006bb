"""An import from beginning to end: read, plan, decide, write in batches, report.

Each batch is one transaction, so an import that is interrupted goes on where it stopped when it is
simply started again: rows that are there (by source and number at it) are counted, not loaded.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.exchange import bulk
from huiyin.exchange.draft import Draft, Drafter
from huiyin.exchange.mapping import Mapping
from huiyin.exchange.plan import Planned, Planner
from huiyin.exchange.preview import COUNT, preview
from huiyin.exchange.readers import FileError, Table, opened
from huiyin.exchange.rejects import Reject, RejectFile, free_path
from huiyin.exchange.report import Report, judged
from huiyin.exchange.rules import sentence
from huiyin.exchange.unit import Intake, intake
from huiyin.matters import history
from huiyin.matters.actions import door
from huiyin.matters.models import Category

BATCH = 500
BATCH_CHARACTERS = 4_000_000
"""A batch ends with this many characters, so that long texts do not fill the memory."""

Progress = Callable[[int, int], None]
"""(position, size) of the file, after each batch."""


@dataclass(frozen=True)
class Options:
    """`rejects` None: beside the file (none for a dry run); `limit` None: every row."""

    dry_run: bool = False
    rejects: Path | None = None
    limit: int | None = None
    batch: int = BATCH
    progress: Progress = lambda _position, _size: None


def run(path: Path, mapping: Mapping, options: Options) -> Report:
    """Load the rows of a file. Raises FileError, NoUnit, OSError; what is loaded by then stays."""
    started = time.monotonic()
    with opened(path, mapping.shape.reader) as table:
        job = _Job(mapping, options, table, _rejects(path, mapping, options, table))
        try:
            with _few_collections():
                job.work()
        except KeyboardInterrupt:
            job.report.interrupted = True
        finally:
            job.close()
    if not options.dry_run:
        job.report.judged = judged(mapping.shape.source, mapping.process)
    job.report.seconds = time.monotonic() - started
    return job.report


def _rejects(path: Path, mapping: Mapping, options: Options, table: Table) -> RejectFile | None:
    if options.dry_run and options.rejects is None:
        return None
    reader = mapping.shape.reader
    target = options.rejects or free_path(_folder(path), path.name)
    if options.rejects is not None and (
        target.resolve() == path.resolve() or not _writable(target)
    ):
        wrong = _("rejected rows cannot be written to %s: name a file with --rejects")
        raise FileError(wrong % target)
    return RejectFile(target, table.header, table.preamble, reader.encoding, reader.delimiter)


def _folder(path: Path) -> Path:
    """Beside the input; where nothing can be written there, where the person stands."""
    return path.parent if _writable(path) else Path()


def _writable(path: Path) -> bool:
    return os.access(path.absolute().parent, os.W_OK)


@dataclass
class _Job:
    mapping: Mapping
    options: Options
    table: Table
    file: RejectFile | None
    report: Report = field(default_factory=Report)
    _seen: set[str] = field(default_factory=set)

    def work(self) -> None:
        planner = self._planner()
        taken = self._intake()
        rows = islice(self.table.rows, self.options.limit)
        for batch in _batches(planner, rows, self.options.batch):
            self.report.read += len(batch)
            self._batch(batch, taken)
            self.options.progress(self.table.position(), self.table.size)

    def close(self) -> None:
        if self.file is not None:
            self.file.close()
            self.report.rejects_files = [str(path) for path in self.file.paths]

    def _planner(self) -> Planner:
        categories = frozenset(Category.objects.filter(active=True).values_list("code", flat=True))
        return Planner(self.mapping, self.table.header, history.zone(), categories)

    def _intake(self) -> Intake:
        with transaction.atomic():
            return intake(self.mapping.shape.unit, create=not self.options.dry_run)

    def _batch(self, batch: list[Planned | Reject], taken: Intake) -> None:
        """One transaction; the report is brought up to date only after its commit."""
        outcome = _Outcome()
        with transaction.atomic():
            drafter = self._begin(taken)
            self._decide(batch, drafter, outcome)
            if not self.options.dry_run:
                bulk.write(outcome.drafts, self.mapping.process, drafter.moment)
        self._note(outcome, drafter)

    def _begin(self, taken: Intake) -> Drafter:
        shape = self.mapping.shape
        if not self.options.dry_run:
            bulk.lock_source(shape.source)
        moment = door.begin(numbered=False)
        return Drafter(self.mapping.process, shape.pack, shape.source, taken, moment)

    def _decide(self, batch: list[Planned | Reject], drafter: Drafter, outcome: _Outcome) -> None:
        refs = [row.ref for row in batch if isinstance(row, Planned)]
        known = bulk.known(self.mapping.shape.source, refs) - self._seen
        for row in batch:
            result: Planned | Reject | Draft = row
            if isinstance(row, Planned):
                result = self._result(row, known, drafter, outcome.refs)
            outcome.add(result)

    def _result(
        self, row: Planned, known: set[str], drafter: Drafter, refs: set[str]
    ) -> Planned | Reject | Draft:
        """A draft to load, a reject, or the row itself when it is there already."""
        if row.ref in self._seen or row.ref in refs:
            column = ", ".join(self.mapping.shape.id)
            return Reject(row.row, column, row.ref, sentence("repeated_id"), row.cells)
        return row if row.ref in known else drafter.draft(row)

    def _note(self, outcome: _Outcome, drafter: Drafter) -> None:
        report = self.report
        self._seen |= outcome.refs
        report.loaded += len(outcome.drafts)
        report.already += len(outcome.already)
        for reject in outcome.rejects:
            report.reject(reject)
            if self.file is not None:
                self.file.write(reject)
        if self.options.dry_run:
            wanted = COUNT - len(report.preview)
            report.preview += [preview(draft) for draft in outcome.drafts[:wanted]]
        for planned in (*(draft.planned for draft in outcome.drafts), *outcome.already):
            report.uncategorised.update(planned.uncategorised)
            replied = planned.at(self.mapping.shape.reply)
            if replied is not None:
                report.met.add(planned.steps[0].at, replied, drafter.calendar, history.zone())


@dataclass
class _Outcome:
    """What becomes of the rows of one batch; `refs` are those loaded or there."""

    drafts: list[Draft] = field(default_factory=list)
    already: list[Planned] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    refs: set[str] = field(default_factory=set)

    def add(self, result: Planned | Reject | Draft) -> None:
        if isinstance(result, Reject):
            self.rejects.append(result)
            return
        planned = result.planned if isinstance(result, Draft) else result
        self.refs.add(planned.ref)
        if isinstance(result, Draft):
            self.drafts.append(result)
        else:
            self.already.append(result)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for garbage rarely: a batch makes many objects and few cycles (a sixth of the time)."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _batches(
    planner: Planner, rows: Iterable[tuple[int, Any]], size: int
) -> Iterator[list[Planned | Reject]]:
    batch: list[Planned | Reject] = []
    characters = 0
    for number, cells in rows:
        batch.append(planner.plan(number, cells))
        characters += sum(len(cell) for cell in cells if isinstance(cell, str))
        if len(batch) >= size or characters > BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
