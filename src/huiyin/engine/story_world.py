"""The little world in which stories happen: four units, and one person for each role of a unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from huiyin.engine.calendar import Calendar
from huiyin.engine.definition import Act, FormField, Process, Role, Who
from huiyin.engine.process import Actor, Command, Decision, Refusal, Scene, Seat, decide, possible
from huiyin.engine.sealing import split
from huiyin.engine.standing import Event, Folding, Standing, Step
from huiyin.engine.story_events import StoryEvent, above, parse_people, relation_unit, superior


@dataclass
class World:
    """One matter on its way: its events, letters issued, and how the two lead to a standing."""

    process: Process
    calendar: Calendar
    zone: tzinfo
    events: list[Event] = field(default_factory=list)
    others: Mapping[str, Process] = field(default_factory=dict)
    """The processes of the pack, for matters that go on under another one."""
    letters: list[str] = field(default_factory=list)
    _kept: tuple[Event | None, int, Scene] | None = field(default=None, repr=False, compare=False)

    @property
    def standing(self) -> Standing:
        return self.scene.standing

    @property
    def scene(self) -> Scene:
        """Folded once for each event: a story asks for it several times a line."""
        last, count = self.events[-1] if self.events else None, len(self.events)
        if self._kept is None or self._kept[0] is not last or self._kept[1] != count:
            self._kept = last, count, self._fold()
        return self._kept[2]

    def _fold(self) -> Scene:
        folding = Folding(self.process, lambda ref: self.others[ref.partition("@")[0]])
        for event in self.events:
            folding.add(event)
        standing = folding.clocked(self.calendar, self.zone)
        over = superior(standing.owner)
        return Scene(
            folding.process, standing, self.zone, above(standing.owner),
            superiors=frozenset({over} if over else ()), common=over,
            latest=lambda key: f"{key}@{self.others[key].version}",
        )  # fmt: skip

    @property
    def process_now(self) -> Process:
        """The definition the matter is on."""
        return self.scene.process

    @property
    def acts(self) -> AbstractSet[str]:
        """Every act a story of this process can tell: of the pack, when it may go on elsewhere."""
        return acts_of(self.process, self.others)

    def do(self, event: StoryEvent, data: Mapping[str, Any]) -> Refusal | None:
        """Carry out one line of a story; None when it was done. Nothing changes on a refusal."""
        act = self.scene.process.acts.get(event.act)
        if act is None:
            return Refusal("unknown_act", {"act": event.act})
        first = self._step(event, data, event.by)
        plain = event.word == "" and act.second is not None
        if first is None and plain and self.events[-1].step is Step.PROPOSE:
            return self._step(event, {}, None)
        return first

    def _step(self, event: StoryEvent, data: Mapping[str, Any], by: str | None) -> Refusal | None:
        scene, now = self.scene, event.at.replace(tzinfo=self.zone)
        act, proposal = scene.process.acts[event.act], scene.standing.proposal
        if event.word == "confirm" and (proposal is None or proposal.act != event.act):
            return Refusal("nothing_proposed")
        if event.word == "propose" and proposal is not None:
            return Refusal("proposal_pending", {"act": proposal.act})
        actor = person(by) if by else self._anyone(act, event.act, scene.standing)
        ready = fill(act, data, now) if event.step is Step.DO else data
        decision = decide(scene, Command(event.act, ready, now, event.step), actor)
        if isinstance(decision, Refusal):
            return decision
        self._append(act, decision, actor)
        return None

    def _append(self, act: Act, decision: Decision, actor: Actor) -> None:
        data, _ = split(act.form, decision.data, lambda path, value: "story")
        self.events.append(
            Event(len(self.events) + 1, decision.act, decision.step, decision.at, data,
                  actor.account, decision.seat.post, decision.seat.unit)
        )  # fmt: skip
        if decision.letter:
            self.letters.append(decision.letter)

    def _anyone(self, act: Act, key: str, standing: Standing) -> Actor:
        """The person whose turn it is: the first of `who`, or the second person of a proposal."""
        proposal = standing.proposal
        waiting = proposal is not None and proposal.act == key and act.second is not None
        who: Sequence[Who] = (act.second,) if waiting and act.second else act.who
        for one in who:
            unit = relation_unit(one.relation, standing)
            if unit is not None or one.role is Role.RESIDENT:
                actor = person(
                    str(one.role) if one.role is Role.RESIDENT else f"{one.role} of {unit}"
                )
                is_first = waiting and proposal is not None and actor.account == proposal.account
                return Actor(f"another {actor.account}", actor.seats) if is_first else actor
        return Actor("nobody", ())

    def open_to_owner(self, on: datetime | None) -> list[str]:
        """Acts that somebody of the owner unit could do (at the last event if no day is given)."""
        if not self.events:
            return []
        scene, now = self.scene, on or self.events[-1].at
        seats = tuple(
            Seat(role, scene.standing.owner, f"{role} of {scene.standing.owner}")
            for role in Role
            if role is not Role.RESIDENT
        )
        return list(possible(scene, Actor("everybody of the owner", seats), now))


def acts_of(process: Process, others: Mapping[str, Process]) -> AbstractSet[str]:
    """Keys of the acts of `process`, and of those that a matter can come to from it."""
    found = set(process.acts)
    for act in process.acts.values():
        if act.becomes is not None and act.becomes in others:
            found |= set(others[act.becomes].acts)
    return found


def person(text: str) -> Actor:
    """`handler of bureau` as somebody who acts; several roles are one person with several posts."""
    seats = tuple(
        Seat(role, unit, None if unit is None else f"{role} of {unit}")
        for role, unit in parse_people(text)
    )
    return Actor(text, seats)


def fill(act: Act, data: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Form data with the words `now` and `today` made moments, and the act's own moment set."""
    filled = {name: _moment(act.form.get(name), value, now) for name, value in data.items()}
    if act.takes_place:
        filled.setdefault(act.takes_place, now.isoformat())
    return filled


def _moment(spec: FormField | None, value: Any, now: datetime) -> Any:
    if spec is not None and spec.fields and isinstance(value, list):
        return [
            {name: _moment(spec.fields.get(name), cell, now) for name, cell in row.items()}
            for row in value
        ]
    if spec is None or value not in ("now", "today"):
        return value
    return now.date().isoformat() if spec.type == "date" else now.isoformat()
