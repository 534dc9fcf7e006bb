"""What follows every act: dues of its clocks, what settles, who is told, hints for open pages.

Two statements: one reads who is on duty, one writes. An import makes no notices.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from huiyin.engine.calendar import Calendar
from huiyin.engine.clocks import ClockState
from huiyin.engine.definition import ClockShape, Process
from huiyin.engine.standing import Standing
from huiyin.matters import history, projection
from huiyin.matters.effects import Performed
from huiyin.matters.models import NO_DUE
from huiyin.notices import addressing, hints, tellings, who, writing
from huiyin.notices.models import Kind
from huiyin.notices.rungs import Reached, Running, moments
from huiyin.notices.writing import After, Over
from huiyin.places import calendars

IMPORTED = "import"
_ALL = tuple(str(kind) for kind in Kind)


def after_act(done: Performed) -> None:
    """Entered with `matters.effects`: in the transaction of the act."""
    matter, now = done.matter, done.event.recorded_at
    told = [] if done.event.via == IMPORTED else tellings.of_act(done)
    asked = [post for one in told for post in one.posts]
    wanted = [one for telling in told for one in telling.wanted]
    today = now.astimezone(history.zone()).date()
    duty = who.read(asked, wanted, today, home=matter.intake_unit_id)
    calendar = calendars.calendar_of(duty.place, duty.stamp)
    process = history.process_of(matter)
    rows = addressing.notices(
        told, duty, now, matter_id=matter.pk, legal=_next_due(done.standing, process),
        besides=(done.by.account_id,),
        among=[UUID(post) for post in done.standing.named] if matter.sealed else None,
    )  # fmt: skip
    running = list(running_clocks(process, done.standing.clocks))
    writing.write_after(
        After(
            matter.pk, matter.seq, now, dues(process, running, calendar), over(done, running), rows,
            hints.of_matter(matter, done.before),
        )
    )  # fmt: skip


def running_clocks(process: Process, states: Iterable[ClockState]) -> Iterable[Running]:
    """The clocks that somebody can be late with."""
    for state in states:
        if state.status == "running" and state.legal is not None and is_duty(process, state.key):
            yield Running(
                state.key, state.cycle, state.started_at, state.legal, state.calendar_version
            )


def is_duty(process: Process, key: str) -> bool:
    """Whether a clock warns: neither a right of the petitioner nor one that lapses in silence."""
    shape: ClockShape | None = process.clocks.get(key)
    return shape is None or not shape.silent


def dues(process: Process, running: Iterable[Running], calendar: Calendar) -> list[Reached]:
    """When each of them reaches each step of the ladder."""
    return moments(process, running, calendar, history.zone())


def over(done: Performed, running: Iterable[Running]) -> Over:
    """What nobody needs to be told any more."""
    before, after = done.before, done.standing
    actor = done.by.account_id
    if not done.matter.is_open or (before.owner and after.owner != before.owner):
        return Over(_ALL, account=actor)
    # Of what happens to a matter the newest is enough.
    kinds: tuple[str, ...] = (Kind.ACTIVITY,)
    if (before.state, before.holder) != (after.state, after.holder):
        kinds += (Kind.ASSIGNED, Kind.SENT_BACK)
    if done.by.kind == "staff" and str(done.event.unit_id) == after.owner:
        kinds += (Kind.RESIDENT,)
    if after.proposal is not None:
        kinds += (Kind.SENT_BACK,)
    alive = tuple(writing.topic_of(one.key, one.cycle, one.legal) for one in running)
    proposal = str(after.proposal.seq) if after.proposal else ""
    return Over(tuple(map(str, kinds)), alive, proposal, actor)


def _next_due(standing: Standing, process: Process) -> datetime | None:
    """The day that a notice names beside the action."""
    due, _clock = projection.next_due(process, standing)
    return None if due == NO_DUE else due
