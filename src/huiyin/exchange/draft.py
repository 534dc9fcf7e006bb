"""One row through the engine: every act decided and folded as at the one door, nothing written.

The only difference to `matters.actions.register` and `perform` is that the acts of a matter follow
one another in memory, so that its history is read and its clocks are run once, at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from huiyin.engine.calendar import Calendar, OutOfRangeError
from huiyin.engine.definition import Act, Process
from huiyin.engine.process import Decision, Scene
from huiyin.engine.standing import Event, Folding, Standing
from huiyin.exchange.plan import Planned
from huiyin.exchange.refused import explain, rejected
from huiyin.exchange.rejects import Reject
from huiyin.exchange.unit import Intake
from huiyin.matters import history
from huiyin.matters.actions import append, door, references
from huiyin.matters.actions.append import Sealed
from huiyin.matters.actions.door import Moment, Origin, Wish
from huiyin.matters.errors import Refused
from huiyin.matters.models import Matter
from huiyin.people.models import Unit
from huiyin.places import calendars

VIA = "import"


@dataclass(slots=True)
class Done:
    """One act of a draft: as wished, as decided, and what it puts into the event and beside it."""

    wish: Wish
    decision: Decision
    sealed: Sealed


@dataclass
class Draft:
    """A matter as it would be: unsaved and unnumbered, persons not stored, events not chained."""

    planned: Planned
    matter: Matter
    done: list[Done]
    first: Standing
    standing: Standing


@dataclass
class Drafter:
    """Turns planned rows into drafts, with everything that is looked up kept for the next row."""

    process: Process
    pack: str
    source: str
    intake: Intake
    moment: Moment
    _found: dict[tuple[str, str, str | None], bool] = field(default_factory=dict)
    _above: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def calendar(self) -> Calendar:
        return calendars.calendar_of(self.intake.division_path, self.moment.calendar_stamp)

    def draft(self, planned: Planned) -> Draft | Reject:
        """The matter that a row makes, or why the engine refuses it."""
        try:
            return self._draft(planned)
        except OutOfRangeError:
            return explain(planned, planned.steps[0], "outside_calendar")

    def _draft(self, planned: Planned) -> Draft | Reject:
        folding, first, matter = Folding(self.process), None, None
        done: list[Done] = []
        for step in planned.steps:
            act = self.process.acts[step.mapped.act]
            wish = Wish(step.mapped.act, self.intake.by, step.data, via=VIA, at=step.at)
            scene = self._scene(act, folding)
            try:
                decision = door.judge(scene, wish, self.moment, self._exists)
            except Refused as refused:
                return rejected(planned, step, refused.refusal, self.process, self.moment)
            matter = matter or self._matter(planned, decision)
            seq = len(done) + 1
            sealed = append.seal(matter.id, seq, act.form, decision.data)
            folding.add(_event(seq, decision, wish, sealed))
            first = first or folding.standing
            done.append(Done(wish, decision, sealed))
        if matter is None or first is None:
            return explain(planned, None, "no_acts")
        standing = folding.clocked(self.calendar, self._zone)
        return Draft(planned, matter, done, first, standing)

    def _scene(self, act: Act, folding: Folding) -> Scene:
        standing = folding.standing
        if act.before or act.after or act.extends:
            standing = folding.clocked(self.calendar, self._zone)
        return Scene(self.process, standing, self._zone, self._units_above(standing.owner))

    def _matter(self, planned: Planned, decision: Decision) -> Matter:
        origin = Origin(self.source, planned.ref)
        return door.new_matter(self.pack, self.process, decision, self.moment, origin)

    @cached_property
    def _zone(self) -> ZoneInfo:
        return history.zone()

    def _units_above(self, owner: str | None) -> frozenset[str]:
        if owner is None:
            return frozenset()
        if owner == str(self.intake.unit.id):
            self._above.setdefault(owner, frozenset(map(str, self.intake.unit.above)))
        if owner not in self._above:
            above = Unit.objects.values_list("above", flat=True).get(pk=owner)
            self._above[owner] = frozenset(map(str, above))
        return self._above[owner]

    def _exists(self, kind: str, value: str, scene: Scene) -> bool:
        key = kind, value, scene.standing.owner
        if key not in self._found:
            self._found[key] = references.exists(kind, value, scene)
        return self._found[key]


def _event(seq: int, decision: Decision, wish: Wish, sealed: Sealed) -> Event:
    account: UUID | None = wish.by.account_id
    return Event(
        seq=seq, act=decision.act, step=decision.step, at=decision.at, data=sealed.public,
        account=None if account is None else str(account), post=decision.seat.post,
        unit=decision.seat.unit,
    )  # fmt: skip
