"""What one act would do to many matters, asked beforehand: the same decision as the door's.

Nothing is written. What a letter still needs, and what others do meanwhile, only the act itself
finds out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from huiyin.engine.definition import Act
from huiyin.engine.process import Command, Refusal, Scene, decide, gate, with_law
from huiyin.engine.standing import Step
from huiyin.matters.actions.references import Exists, exists, unknown_references
from huiyin.matters.queries.several import One
from huiyin.people.actor import Actor

ALONE = ("each", "person")
"""Fields that every matter answers for itself: an act that asks for one is done one by one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An act that is possible for `number` of the matters; `answers` confirms what was proposed."""

    key: str
    act: Act
    number: int
    answers: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What would become of one matter: done from event `seq` on, or why not. Without `one` the
    actor does not see it."""

    number: str
    one: One | None
    refusal: Refusal | None = None

    @property
    def seq(self) -> int:
        return self.one.scene.standing.seq if self.one else 0

    @property
    def will_do(self) -> bool:
        return self.one is not None and self.refusal is None


def choices(ones: Iterable[One], now: datetime | None = None) -> list[Choice]:
    """The acts that can be done to many and that this actor may do to at least one of these, the
    most frequent first."""
    at = now or timezone.now()
    acts: dict[tuple[str, bool], Act] = {}
    counted: Counter[tuple[str, bool]] = Counter()
    for one in ones:
        for key, act in one.process.acts.items():
            answers = one.waits_with == key
            if (answers or for_many(act)) and not _closed(one, key, at):
                acts.setdefault((key, answers), act)
                counted[key, answers] += 1
    return [
        Choice(key, acts[key, answers], number, answers)
        for (key, answers), number in counted.most_common()
    ]


def for_many(act: Act) -> bool:
    """Whether one form can be right for many matters: no field that each answers for itself, no
    file that must be there."""
    return not any(
        spec.type in ALONE or (spec.type == "files" and spec.required) for spec in act.form.values()
    )


def foresee(
    found: Mapping[str, One],
    numbers: Sequence[str],
    act: str,
    *,
    by: Actor,
    data: Mapping[str, Any],
    answers: bool | None = None,
) -> list[Verdict]:
    """A verdict for each number, in order. `answers` says whether what was proposed is to be
    confirmed, or something new to be done; None takes either as it stands."""
    now, known = timezone.now(), _remembering()
    verdicts = []
    for number in numbers:
        one = found.get(number)
        refusal = None
        if one is not None:
            refusal = _other_way(one, act, answers) or _refusal(one, act, by, data, now, known)
        verdicts.append(Verdict(number, one, refusal))
    return verdicts


def _closed(one: One, key: str, at: datetime) -> bool:
    return isinstance(gate(one.scene, key, one.actor, at), Refusal)


def _other_way(one: One, act: str, answers: bool | None) -> Refusal | None:
    if answers is True and one.waits_with != act:
        return Refusal("nothing_proposed")
    if answers is False and one.waits_with == act:
        return Refusal("proposal_pending", {"act": act})
    return None


def _refusal(
    one: One, act: str, by: Actor, data: Mapping[str, Any], now: datetime, known: Exists
) -> Refusal | None:
    decision = decide(one.scene, Command(act, data, now), one.actor)
    if isinstance(decision, Refusal):
        return decision
    if decision.step is Step.DO and one.waits_with == act:
        return None  # what was proposed was looked up when it was proposed
    if errors := unknown_references(one.scene, decision, by, known):
        found = one.process.acts[act]
        return Refusal("form", errors=with_law(errors, found, one.process))
    return None


def _remembering() -> Exists:
    """The same reference of the same owner is looked up once, however many matters name it."""
    asked: dict[tuple[str, str, str | None], bool] = {}

    def known(kind: str, value: str, scene: Scene) -> bool:
        key = (kind, value, scene.standing.owner if kind == "post" else None)
        if key not in asked:
            asked[key] = exists(kind, value, scene)
        return asked[key]

    return known
