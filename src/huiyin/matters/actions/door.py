"""`register` and `perform`: lock, policy, engine decision, append, project, after-effects.

One transaction, the same steps in the same order for a page, the API, an import and the demo.
Whatever is refused leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from huiyin.common.ids import matter_number, new_id
from huiyin.engine.definition import NEW, Process
from huiyin.engine.process import Actor as EngineActor
from huiyin.engine.process import Command, Decision, Refusal, Scene, decide, with_law
from huiyin.engine.standing import Standing, Step
from huiyin.matters import effects, files, history, policy
from huiyin.matters.actions import append, links, project
from huiyin.matters.actions.references import Exists, unknown_references
from huiyin.matters.actions.scene import scene_of
from huiyin.matters.actions.seats import engine_actor
from huiyin.matters.effects import Performed
from huiyin.matters.errors import NotVisible, Refused, Stale
from huiyin.matters.models import Event, Matter
from huiyin.packs import load, published
from huiyin.people.actor import Actor
from huiyin.places import calendars

WRITERS_LOCK = 0x48594E
"""Every writer holds this lock shared while it writes; signing the daily root takes it alone, so
that no event with an older time can appear after its cutoff (see `roots`)."""


@dataclass(frozen=True)
class Origin:
    """Where an imported matter came from: the source and its own number there (loads once)."""

    source: str
    ref: str


@dataclass(frozen=True)
class Moment:
    """What the database says before anything is written."""

    recorded_at: datetime
    calendar_stamp: datetime | None
    number: int | None = None


Uploads = Mapping[str, Sequence[files.Upload]]


@dataclass(frozen=True)
class Wish:
    """An act as asked for, before anything is known about the matter."""

    act: str
    by: Actor
    data: Mapping[str, Any]
    step: Step = Step.DO
    uploads: Uploads = field(default_factory=dict)
    via: str = "desk"
    at: datetime | None = None


def register(
    process_key: str = "petition",
    *,
    by: Actor,
    data: Mapping[str, Any],
    act: str = "register",
    pack: str = "national",
    uploads: Uploads | None = None,
    via: str = "desk",
    at: datetime | None = None,
    origin: Origin | None = None,
) -> Performed:
    """Take in a new matter: its first event, its clocks, its number.

    `data` is the raw form of the act. `at` is when it was done, for histories that are replayed
    (import, demo); without it, now. Raises Refused; nothing is written then.
    """
    wish = Wish(act, by, data, uploads=uploads or {}, via=via, at=at)
    with transaction.atomic():
        moment = begin(numbered=True)
        # After `begin`: what was published up to this moment rules the new matter.
        process = load.process(pack, process_key)
        scene = Scene(process, Standing(), history.zone())
        decision = judge(scene, wish, moment)
        matter = new_matter(pack, process, decision, moment, origin)
        return _write(matter, [], scene, wish, decision, moment)


def perform(
    matter_id: UUID,
    act: str,
    *,
    by: Actor,
    data: Mapping[str, Any],
    expected_seq: int | None,
    step: Step = Step.DO,
    uploads: Uploads | None = None,
    via: str = "desk",
    at: datetime | None = None,
) -> Performed:
    """Do `act` on a matter (or propose, confirm, send back: the engine knows which).

    `expected_seq` is the event the actor saw last; None only for the system itself. Raises
    NotVisible, Stale or Refused; nothing is written then.
    """
    if expected_seq is None and by.kind != "system":
        msg = "people act on what they saw: expected_seq is needed"
        raise ValueError(msg)
    wish = Wish(act, by, data, step, uploads or {}, via, at)
    with transaction.atomic():
        moment = begin(numbered=False)
        links.lock_in_order(matter_id, act, data)
        matter = lock_visible(matter_id, by)
        events = list(matter.events.order_by("seq"))
        if expected_seq is not None and expected_seq != matter.seq:
            raise Stale(expected_seq, matter.seq)
        calendar = history.calendar_for(matter, moment.calendar_stamp)
        standing = history.standing_of(events, calendar)
        scene = scene_of(matter, history.process_of(matter), standing)
        decision = judge(scene, wish, moment)
        return _write(matter, events, scene, wish, decision, moment)


def begin(*, numbered: bool, alone: bool = False) -> Moment:
    """Take the writers' lock, then the time: in this order, in one statement.

    `alone` waits for all other writers and holds off new ones: for forgetting what they could be
    about to take up (a person of the vault, the bytes of a file).
    """
    number = "nextval('matter_number')" if numbered else "NULL"
    lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    sql = (
        f"SELECT {lock}(%s), clock_timestamp(), "
        f"({calendars.STAMP_SQL}), {number}, ({published.stamp_sql()})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [WRITERS_LOCK])
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 -- a SELECT without FROM has one row
    published.know(row[4])
    return Moment(row[1], row[2], row[3])


def lock_visible(matter_id: UUID, by: Actor) -> Matter:
    visible = (
        Matter.objects.all() if by.kind == "system" else Matter.objects.filter(policy.visible(by))
    )
    locked = visible.select_for_update(of=("self",))
    matter = (
        locked.select_related("owner_unit", "intake_unit__division").filter(pk=matter_id).first()
    )
    if matter is None:
        raise NotVisible(matter_id)
    return matter


def judge(scene: Scene, wish: Wish, moment: Moment, known: Exists | None = None) -> Decision:
    """The decision on a wish, with every reference in it looked up. Raises Refused."""
    if wish.act not in scene.process.acts:
        raise Refused(Refusal("unknown_act", {"act": wish.act}))
    now = wish.at or moment.recorded_at
    if now > moment.recorded_at:
        raise Refused(Refusal("impossible_time", {"at": now.isoformat()}))
    data = {**wish.data, **files.references(wish.uploads)}
    files.refuse_foreign(scene.process.acts[wish.act], data, wish.uploads)
    actor: EngineActor = engine_actor(wish.by, scene.standing)
    decision = decide(scene, Command(wish.act, data, now, wish.step), actor)
    if isinstance(decision, Refusal):
        raise Refused(decision)
    if errors := unknown_references(scene, decision, wish.by, known):
        act = scene.process.acts[decision.act]
        raise Refused(Refusal("form", errors=with_law(errors, act, scene.process)))
    return decision


def new_matter(
    pack: str, process: Process, decision: Decision, moment: Moment, origin: Origin | None
) -> Matter:
    """A matter before its first event, unsaved. Its number is empty when `moment` has none."""
    return Matter(
        id=new_id(), number="" if moment.number is None else number_of(moment, moment.number),
        pack=pack, process=process.process, version=process.version, received_at=decision.at,
        registered_at=moment.recorded_at, seq=0,
        origin=origin.source if origin else "", origin_ref=origin.ref if origin else "",
    )  # fmt: skip


def number_of(moment: Moment, number: int) -> str:
    """The matter number for one value of the sequence, in the year of registration."""
    return matter_number(timezone.localtime(moment.recorded_at).year, number)


def _write(
    matter: Matter,
    events: list[Event],
    scene: Scene,
    wish: Wish,
    decision: Decision,
    moment: Moment,
) -> Performed:
    is_first = scene.standing.state == NEW
    event, sealed = append.build(matter, scene.process, decision, wish, moment.recorded_at)
    calendar = project.calendar_after(matter, decision, wish.by, moment.calendar_stamp, is_first)
    folding = history.folding_of([*events, event])
    process, standing = folding.process, folding.clocked(calendar, history.zone())
    project.save(matter, process, standing, decision, event, sealed, before=scene.standing)
    files.attach(matter, event, wish.uploads)
    data = append.plain_data(matter, decision, scene.standing)
    done = tuple(history.read(row) for row in (*events, event))
    performed = Performed(
        matter, event, scene.process, decision, scene.standing, standing, done, wish.by, data
    )
    links.follow(performed, moment.recorded_at)
    effects.run(performed)
    return performed
