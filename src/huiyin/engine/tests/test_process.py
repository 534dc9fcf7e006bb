"""Decisions: what is refused and why, and a walk over the whole process with random people."""

# ruff: noqa: S311 -- walks are to be repeated by their seed, and hide nothing
from __future__ import annotations

from datetime import timedelta
from random import Random

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from huiyin.engine.definition import Role
from huiyin.engine.process import (
    Actor,
    Command,
    Decision,
    Refusal,
    Scene,
    Seat,
    decide,
    gate,
    possible,
)
from huiyin.engine.standing import Standing, Step, fold
from huiyin.engine.story_events import StoryEvent
from huiyin.engine.story_world import World, fill, person
from huiyin.engine.tests.petition import ZONE, at, calendar, process, step, world

HANDLING = ("2026-08-03 register", "2026-08-03 identify", "2026-08-03 accept")


def test_a_forged_act_and_a_stranger():
    here = world(*HANDLING)
    handler, nobody = person("handler of office"), Actor("x", ())
    now = at("2026-08-10T09:00")
    assert gate(here.scene, "erase_everything", handler, now) == Refusal(
        "unknown_act", {"act": "erase_everything"}
    )
    assert gate(here.scene, "note", nobody, now).code == "not_allowed"
    assert gate(here.scene, "register", handler, now) == Refusal(
        "wrong_state", {"state": "handling"}
    )
    assert possible(here.scene, nobody, now) == ()


def test_a_further_role_never_takes_an_act_away():
    here, now = world(*HANDLING), at("2026-08-10T09:00")
    alone = set(possible(here.scene, person("handler of office"), now))
    for role in Role:
        both = Actor("x", (*person("handler of office").seats, Seat(role, "office")))
        assert alone <= set(possible(here.scene, both, now)), role


def test_an_act_cannot_take_place_in_the_future_or_before_the_state_was_entered():
    here = world(*HANDLING)
    handler, now = person("handler of office"), at("2026-08-10T09:00")
    data = {"text": "记录"}
    early = Command("note", data, now, at=at("2026-08-02T09:00"))
    late = Command("note", data, now, at=at("2026-08-11T09:00"))
    then = Command("note", data, now, at=at("2026-08-05T09:00"))
    assert decide(here.scene, early, handler).code == "impossible_time"
    assert decide(here.scene, late, handler).code == "impossible_time"
    assert decide(here.scene, then, handler).at == at("2026-08-05T09:00")


def test_a_resident_registers_with_the_office_addressed_and_not_with_none():
    scene = Scene(process(), Standing(), ZONE)
    now = at("2026-08-03T09:00")
    data = fill(process().acts["register"], process().story_defaults["register"], now)
    command = Command("register", data, now)
    assert decide(scene, command, Actor(None, (Seat(Role.RESIDENT),))) == Refusal("no_unit")
    decision = decide(scene, command, Actor(None, (Seat(Role.RESIDENT, "office"),)))
    assert isinstance(decision, Decision)
    assert decision.seat.unit == "office"


def test_the_first_person_may_take_a_proposal_back_and_never_confirm_it():
    here = world(*HANDLING, "2026-08-10 propose extend by handler and head of office")
    both, other = person("handler and head of office"), person("head of office")
    now = at("2026-08-11T09:00")
    assert gate(here.scene, "extend", both, now) == Refusal("same_person")
    assert isinstance(gate(here.scene, "extend", both, now, Step.SEND_BACK), Seat)
    assert isinstance(gate(here.scene, "extend", other, now), Seat)
    assert gate(here.scene, "extend", person("head of town"), now).code == "not_allowed"
    back = decide(here.scene, Command("extend", {"reason": "重写"}, now, Step.SEND_BACK), both)
    assert (back.step, back.data) == (Step.SEND_BACK, {"reason": "重写"})


def test_nothing_can_be_sent_back_when_nothing_was_proposed():
    here = world(*HANDLING)
    found = gate(
        here.scene, "extend", person("head of office"), at("2026-08-11T09:00"), Step.SEND_BACK
    )
    assert found == Refusal("nothing_proposed")


def test_a_proposal_that_can_no_longer_be_confirmed_can_be_sent_back():
    """The walk below found this: the list offered what the decision then refused."""
    simple = {"identify": {"procedure": "simple", "simple_ground": "clear"}}
    here = world(
        "2026-08-03 register", "2026-08-03 identify", "2026-08-03 propose to_ordinary", **simple
    )
    assert step(here, "2026-08-04 correct_triage") is None
    head, now = person("head of office"), at("2026-08-05T09:00")
    assert "to_ordinary" not in possible(here.scene, head, now)
    assert gate(here.scene, "to_ordinary", head, now).code == "condition"
    assert isinstance(gate(here.scene, "to_ordinary", head, now, Step.SEND_BACK), Seat)


def test_a_letter_comes_with_the_confirmation_and_not_with_the_proposal():
    here = world(*HANDLING, "2026-08-10 propose extend")
    assert here.letters == ["acceptance_notice"]
    assert step(here, "2026-08-11 confirm extend") is None
    assert here.letters == ["acceptance_notice", "extension_notice"]


def test_objection_needs_a_running_clock_and_closing_a_finished_one():
    here = world("2026-05-11 register", "2026-05-12 identify", "2026-05-13 forward")
    handler = person("handler of bureau")
    assert isinstance(gate(here.scene, "object", handler, at("2026-05-20T23:59")), Seat)
    assert gate(here.scene, "object", handler, at("2026-05-21T00:00")).code == "too_late"


UNITS = ("office", "town", "bureau", "county")
ROLES = ("window", "dispatcher", "handler", "head", "supervisor", "auditor", "handler and head")
PEOPLE = [f"{role} of {unit}" for unit in UNITS for role in ROLES]
EARLY_ENDS = {"withdraw", "decline", "divert", "reply_directly"}
ASIDE = {"note", "supplement", "allot", "correct_triage", "uphold_objection", "serve_notice"}
OPINIONS = ("support", "explain", "not_support")


class Walk(RuleBasedStateMachine):
    """Anybody tries anything at any time; what the engine lets through must always be sound."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(process(), calendar(), ZONE)
        self.now = at("2026-03-02T09:00")

    def _data(self, key: str, draw: st.DataObject) -> dict[str, object]:
        data: dict[str, object] = dict(process().story_defaults[key])
        if key in {"identify", "correct_triage"}:
            data["class"] = draw.draw(st.sampled_from(["appeal", "inquiry"]))
            data["route"] = draw.draw(st.sampled_from(["art31_6", "art31_2"]))
            data["procedure"] = draw.draw(st.sampled_from(["ordinary", "simple"]))
            data["simple_ground"] = "clear"
        if key in {"forward", "assign"}:
            owner = self.world.standing.owner
            data["to_unit"] = draw.draw(
                st.sampled_from([unit for unit in UNITS[:3] if unit != owner])
            )
        if key == "give_opinion":
            row = {
                "finding": draw.draw(st.sampled_from(OPINIONS)),
                "decision": "决定",
                "basis": "法",
            }
            data["requests"] = [row]
        if "report_by" in data:
            data["report_by"] = (self.now + timedelta(days=30)).date().isoformat()
        return data

    def _do(self, key: str, who: str, data: dict[str, object], word: str = "") -> Refusal | None:
        moment = self.now.replace(tzinfo=None)
        # `propose` and `confirm` keep the world from doing both halves at once.
        waiting = self.world.standing.proposal
        if not word and process().acts[key].second is not None:
            word = "confirm" if waiting is not None and waiting.act == key else "propose"
        return self.world.do(StoryEvent("walk", moment, key, word, who), data)

    @initialize(received=st.integers(0, 3))
    def register(self, received: int) -> None:
        data = dict(process().story_defaults["register"])
        data["received_at"] = (self.now - timedelta(days=received)).isoformat()
        assert self._do("register", "window of office", data) is None

    @rule(days=st.integers(0, 45), hours=st.integers(0, 23))
    def wait(self, days: int, hours: int) -> None:
        self.now += timedelta(days=days, hours=hours)

    @rule(draw=st.data(), seed=st.integers(0, 2**32))
    def act(self, draw: st.DataObject, seed: int) -> None:
        """A few things that somebody may do now by the list; the list keeps its word."""
        for number in range(4):
            # Hypothesis alone prefers the first of a list and would never get far.
            key_and_who = self._choose(Random(f"{seed} {number} {len(self.world.events)}"))
            if key_and_who is None:
                return
            key, who = key_and_who
            before = len(self.world.events)
            assert self._do(key, who, self._data(key, draw)) is None
            assert len(self.world.events) == before + 1
            self.it_stands_somewhere_and_the_fold_is_a_function()
            self.no_clock_runs_in_a_final_state()

    def _choose(self, random: Random) -> tuple[str, str] | None:
        scene = self.world.scene
        lists = [(key, who) for who in PEOPLE for key in possible(scene, person(who), self.now)]
        keys = list(dict.fromkeys(key for key, _ in lists))
        rare = random.randrange(32)
        for barred, share in ((EARLY_ENDS, 31), (ASIDE, 24)):
            if rare < share:  # else nearly every walk would end at once, or never
                keys = [key for key in keys if key not in barred] or keys
        if not keys:
            return None
        key = random.choice(keys)
        return key, random.choice([who for act, who in lists if act == key])

    @rule(draw=st.data(), who=st.sampled_from(PEOPLE), key=st.sampled_from(sorted(process().acts)))
    def anything(self, draw: st.DataObject, who: str, key: str) -> None:
        """Something not on the list is refused and leaves nothing behind."""
        allowed = possible(self.world.scene, person(who), self.now)
        before = list(self.world.events)
        if key not in allowed:
            assert self._do(key, who, self._data(key, draw)) is not None
            assert self.world.events == before

    @precondition(lambda self: self.world.standing.proposal is not None)
    @rule(who=st.sampled_from(PEOPLE))
    def send_back(self, who: str) -> None:
        proposal = self.world.standing.proposal
        if self._do(proposal.act, who, {"reason": "再改"}, "send back") is None:
            assert self.world.standing.proposal is None

    @invariant()
    def it_stands_somewhere_and_the_fold_is_a_function(self) -> None:
        standing = self.world.standing
        if not self.world.events:
            return
        assert standing.state in process().states
        assert standing.owner in UNITS
        assert fold(process(), list(self.world.events), calendar(), ZONE) == standing

    @invariant()
    def there_is_a_lawful_way_out(self) -> None:
        """Somebody can do something that leads on, at the latest after the terms are over."""
        standing = self.world.standing
        if not self.world.events or process().states[standing.state].phase == "final":
            return
        later = self.now + timedelta(days=120)
        everybody = [person(who) for who in PEOPLE]
        open_acts = {key for one in everybody for key in possible(self.world.scene, one, later)}
        leading = {key for key in open_acts if process().acts[key].to not in (None, standing.state)}
        waiting = standing.proposal
        backs = waiting is not None and any(
            isinstance(gate(self.world.scene, waiting.act, one, later, Step.SEND_BACK), Seat)
            for one in everybody
        )
        assert leading or backs

    @invariant()
    def no_clock_runs_in_a_final_state(self) -> None:
        standing = self.world.standing
        if self.world.events and process().states[standing.state].phase == "final":
            assert not [
                clock.key for clock in standing.clocks if clock.status in ("running", "paused")
            ]

    @invariant()
    def the_second_person_is_never_the_first(self) -> None:
        proposal = None
        for event in self.world.events:
            if "confirms" in event.data:
                assert proposal is not None
                assert event.data["confirms"] == proposal.seq
                assert event.account != proposal.account
            if event.step is Step.PROPOSE:
                proposal = event


TestWalk = Walk.TestCase
TestWalk.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking a walk takes minutes
)
