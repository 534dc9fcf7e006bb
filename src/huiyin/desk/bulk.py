"""Runs of one act on many matters: previewed, done part by part, every matter with its answer.

A run keeps which matters, which event of each was seen, and what became of it. It does not keep
the form: that comes with every part, and what it says belongs to the matters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from huiyin.desk.models import BulkRun
from huiyin.desk.saved import account_of
from huiyin.engine.definition import Process
from huiyin.engine.process import Refusal
from huiyin.matters import history
from huiyin.matters.actions.foresee import Verdict
from huiyin.matters.actions.many import Outcome, Target, perform_many
from huiyin.matters.errors import NotVisible
from huiyin.matters.queries.find import by_numbers
from huiyin.people.actor import Actor
from huiyin.ui.sentences import say_error, say_refusal

MOST = 200
"""Matters of one run."""
PART = 50
"""Matters that one request of a script does; a page without scripts does all in one."""
KEPT = timedelta(days=1)
"""A preview that nobody went on with is thrown away after this."""

State = Literal["ready", "begun", "done", "refused", "stale", "gone", "left_out"]
OPEN: frozenset[State] = frozenset({"ready", "begun"})


@dataclass(frozen=True, slots=True)
class Row:
    """One matter of a run. `ready`: would be done; `left_out`: the preview said why not; `begun`:
    a part took it up and never told (look at the matter); `stale`: somebody acted meanwhile;
    `gone`: no longer to be seen. `said` is why, in words; `code` the same as of a single act."""

    number: str
    seq: int
    state: State
    code: str = ""
    said: str = ""


def prepare(actor: Actor, act: str, verdicts: Sequence[Verdict]) -> BulkRun:
    """A new run from a preview. `verdicts` has at least one matter that would be done."""
    stale = BulkRun.objects.filter(begun_at__isnull=True, made_at__lt=timezone.now() - KEPT)
    stale.delete()
    one = next(verdict.one for verdict in verdicts if verdict.will_do and verdict.one)
    return BulkRun.objects.create(
        account_id=account_of(actor), act=act, rows=[asdict(_row(one_, act)) for one_ in verdicts],
        definition=history.reference(one.matter.pack, one.process),
    )  # fmt: skip


def run_of(actor: Actor, run_id: UUID) -> BulkRun:
    """One of this person's runs. Raises NotVisible."""
    run = BulkRun.objects.filter(pk=run_id, account=account_of(actor)).first()
    if run is None:
        raise NotVisible(run_id)
    return run


def rows(run: BulkRun) -> list[Row]:
    """The matters of a run, in the order they were chosen."""
    return [Row(**row) for row in run.rows]


def go_on(
    run_id: UUID, *, by: Actor, data: Mapping[str, Any], only: Collection[str] | None = None
) -> BulkRun:
    """Do the matters of a run that wait, or those of them in `only`; each in its own transaction,
    through the one door. What was done is not done again, however often this is asked."""
    run, claimed = _claim(run_id, by, only)
    found = by_numbers(by, [row.number for row in claimed])
    for row in claimed:
        if row.number not in found:
            _record(run, [replace(row, state="gone", code="not_found")])
    there = [row for row in claimed if row.number in found]
    targets = {found[row.number].pk: row for row in there}

    def note(outcome: Outcome) -> None:
        row = targets[outcome.target.matter_id]
        _record(run, [_became(row, run.act, outcome, history.process_of(found[row.number]))])

    for part in _parts([Target(found[row.number].pk, row.seq) for row in there]):
        perform_many(part, run.act, by=by, data=data, advance=note)
    run.refresh_from_db()
    return run


def said(refusal: Refusal, process: Process, act: str) -> str:
    """Why, in words: of a form every field that is wrong."""
    if refusal.code != "form" or not refusal.errors:
        return say_refusal(refusal, process)
    form = process.acts[act].form if act in process.acts else {}
    return " · ".join(say_error(error, form) for error in refusal.errors)


def _parts(targets: Sequence[Target]) -> Iterator[Sequence[Target]]:
    return (targets[start : start + PART] for start in range(0, len(targets), PART))


def _claim(run_id: UUID, by: Actor, only: Collection[str] | None) -> tuple[BulkRun, list[Row]]:
    """Mark the rows as begun, so that a second click at the same moment finds none."""
    with transaction.atomic():
        mine = BulkRun.objects.select_for_update().filter(pk=run_id, account=account_of(by))
        run = mine.first()
        if run is None:
            raise NotVisible(run_id)
        claimed = [
            row
            for row in rows(run)
            if row.state == "ready" and (only is None or row.number in only)
        ]
        _write(run, [replace(row, state="begun") for row in claimed])
    return run, claimed


def _record(run: BulkRun, changed: Sequence[Row]) -> None:
    with transaction.atomic():
        _write(BulkRun.objects.select_for_update().get(pk=run.pk), changed)


def _write(run: BulkRun, changed: Sequence[Row]) -> None:
    by_number = {row.number: row for row in changed}
    run.rows = [asdict(by_number.get(row.number, row)) for row in rows(run)]
    run.begun_at = run.begun_at or timezone.now()
    run.save(update_fields=["rows", "begun_at"])


def _row(verdict: Verdict, act: str) -> Row:
    if verdict.one is None:
        return Row(verdict.number, 0, "left_out", "not_found")
    if verdict.refusal is None:
        return Row(verdict.one.matter.number, verdict.seq, "ready")
    why = said(verdict.refusal, verdict.one.process, act)
    number = verdict.one.matter.number
    return Row(number, verdict.seq, "left_out", verdict.refusal.code, why)


def _became(row: Row, act: str, outcome: Outcome, process: Process) -> Row:
    if outcome.done is not None:
        return replace(row, state="done", seq=outcome.done.matter.seq)
    if outcome.stale is not None:
        return replace(row, state="stale", code="stale")
    if outcome.refusal is None:
        return replace(row, state="gone", code="not_found")
    why = said(outcome.refusal, process, act)
    return replace(row, state="refused", code=outcome.refusal.code, said=why)
