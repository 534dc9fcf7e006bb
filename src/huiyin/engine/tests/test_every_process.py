"""Anybody tries anything at any time, in every process of every pack (a state machine).

What the engine lets through must always be sound: no state without a legal exit, no clock running
in a final state, a form that can be filled in, four eyes that are two persons.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from huiyin.engine.definition import NEW, Act, Process, Role
from huiyin.engine.process import Refusal, possible
from huiyin.engine.standing import Step
from huiyin.engine.story_events import UNITS, StoryEvent
from huiyin.engine.story_world import World, person
from huiyin.engine.tests.filling import Around, fill
from huiyin.engine.tests.petition import ZONE, at, calendar
from huiyin.packs import load
from huiyin.packs.tests.own import every_own

ROLES = [role for role in Role if role is not Role.RESIDENT]
PEOPLE = ["resident", *(f"{role} of {unit}" for unit in sorted(UNITS) for role in ROLES)]
AROUND = Around(
    units=sorted(UNITS),
    posts=lambda unit: [f"{role} of {unit}" for role in ROLES] if unit else [],
    matters=["26-000001-1"], divisions=["910102001201"], categories=["k1"],
    grids=["910102001201001"],
)  # fmt: skip
LATER = (0, 10, 40, 120, 400)
"""Days after which an exit is looked for: some open only when a clock has run out."""

PACKS = {(pack, key): process for pack, key, process in every_own()}


class Walk(RuleBasedStateMachine):
    """One matter of `process`, from its registration on."""

    process: Process
    pack: str

    def __init__(self) -> None:
        super().__init__()
        others = load.load(self.pack).processes
        self.world = World(self.process, calendar(), ZONE, others=others)
        self.now = at("2026-03-02T09:00")
        self.done = 0

    @rule(days=st.integers(0, 45), hours=st.integers(0, 23))
    def wait(self, days: int, hours: int) -> None:
        self.now += timedelta(days=days, hours=hours)

    @rule(seed=st.integers(0, 2**32))
    def act(self, seed: int) -> None:
        for number in range(5):
            self._act(Random(f"{seed} {number} {len(self.world.events)}"))  # noqa: S311 -- a walk, no secret

    def _act(self, random: Random) -> None:
        who, open_acts = self._somebody(random)
        if not open_acts:
            return
        key = random.choice(open_acts)
        scene = self.world.scene
        waiting = scene.standing.proposal
        act = scene.process.acts[key]
        confirms = waiting is not None and waiting.act == key
        raw = {} if confirms else fill(scene, act, AROUND, self.now, random)
        if raw is None:
            return
        word = "" if act.second is None else "confirm" if confirms else "propose"
        before = len(self.world.events)
        moment = self.now.astimezone(ZONE).replace(tzinfo=None)
        refusal = self.world.do(StoryEvent("walk", moment, key, word, who), raw)
        if refusal is not None:
            self._was_refused(key, act, refusal, before)
        else:
            self.done += 1
            assert len(self.world.events) == before + 1

    def _was_refused(self, key: str, act: Act, refusal: Refusal, before: int) -> None:
        """A list of acts keeps its word: only what the form itself says can be wrong."""
        assert len(self.world.events) == before
        codes = {"form", "done_already", "impossible_time", "no_unit"}
        assert refusal.code in codes, (key, refusal)
        rules = {error.rule for error in refusal.errors}
        assert rules <= {"must_be_true", "required", "too_early"}, (key, refusal.errors)

    def _somebody(self, random: Random) -> tuple[str, list[str]]:
        people = random.sample(PEOPLE, len(PEOPLE))
        for who in people:
            acts = list(possible(self.world.scene, person(who), self.now))
            if acts:
                return who, acts
        return "", []

    @invariant()
    def clocks_end_with_the_matter(self) -> None:
        standing = self.world.standing
        if standing.state == NEW:
            return
        state = self.world.process_now.states[standing.state]
        running = [clock.key for clock in standing.clocks if clock.status in {"running", "paused"}]
        if state.phase == "final":
            assert running == []
            assert not any(self._exits())

    @invariant()
    def there_is_always_a_way_on(self) -> None:
        standing = self.world.standing
        if standing.state == NEW or self.world.process_now.states[standing.state].phase == "final":
            return
        assert any(self._exits()), (standing.state, standing.facts, standing.done)

    @invariant()
    def two_persons_are_two(self) -> None:
        events = self.world.events
        for event in events:
            if event.step is Step.DO and "confirms" in event.data:
                assert event.account != events[event.data["confirms"] - 1].account

    def _exits(self) -> Iterator[str]:
        """Acts that lead on from here for somebody, now or when time has passed."""
        scene = self.world.scene
        for days in LATER:
            moment: datetime = self.now + timedelta(days=days)
            for who in PEOPLE:
                yield from possible(scene, person(who), moment)


@pytest.mark.parametrize(("pack", "key"), PACKS)
def test_every_process_is_sound_whatever_is_done(pack: str, key: str) -> None:
    machine = type("WalkOf", (Walk,), {"process": PACKS[pack, key], "pack": pack})
    run_state_machine_as_test(machine, settings=settings(max_examples=12, stateful_step_count=10))
