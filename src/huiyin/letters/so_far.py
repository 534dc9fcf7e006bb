"""A letter while its form is filled in: what is there already, and gaps with their names.

Nothing is written and nobody's personal data is opened: persons are named as lists name them
(王*明). The letter as it will be issued, with the names, is `preview`; that reading is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from huiyin.engine.calendar import Calendar
from huiyin.engine.forms import clean
from huiyin.engine.process import Command, Refusal, Scene, context, gate
from huiyin.engine.standing import Event, Folding, Standing, Step
from huiyin.letters.compose import ComposeError, MissingFact, compose_partly, missing_facts
from huiyin.letters.content import LetterContent
from huiyin.letters.facts import facts_for
from huiyin.letters.occasion import Occasion
from huiyin.letters.persons import MASKED
from huiyin.letters.phrases import Gap
from huiyin.letters.wording import Wording, alternatives
from huiyin.letters.wordings import wording
from huiyin.matters import history
from huiyin.matters.actions.append import with_texts
from huiyin.matters.actions.scene import scene_of
from huiyin.matters.actions.seats import engine_actor
from huiyin.matters.errors import Refused
from huiyin.matters.models import Matter
from huiyin.people.actor import Actor
from huiyin.places import calendars


@dataclass(frozen=True, slots=True)
class SoFar:
    """A letter that is not finished: `content` is None when not even its head can be written;
    `missing` are the facts that it requires and does not have yet."""

    content: LetterContent | None
    missing: tuple[MissingFact, ...]


def so_far(matter: Matter, act: str, *, by: Actor, data: Mapping[str, Any]) -> SoFar:
    """The letter that `act` would issue, made from a form that may be unfinished or wrong.

    `matter` has been obtained through `policy.visible`; of an act that waits for a second person
    the letter is made from what was proposed. Raises Refused when the act is not open to this
    actor, KeyError for an act without a letter.
    """
    key = history.process_of(matter).acts[act].letter
    if key is None:
        raise KeyError(act)
    rule = wording(matter.pack, key)
    facts = _without_code(facts_for(_occasion(matter, act, by, data), rule))
    missing = tuple(missing_facts(rule, facts))
    try:
        return SoFar(compose_partly(rule, with_gaps(facts, rule, missing)), missing)
    except ComposeError:
        return SoFar(None, missing)


def _occasion(matter: Matter, act: str, by: Actor, data: Mapping[str, Any]) -> Occasion:
    process, now = history.process_of(matter), timezone.now()
    calendar = history.calendar_for(matter, calendars.stamp())
    rows = list(matter.events.order_by("seq"))
    folding = history.folding_of(rows)
    before = folding.clocked(calendar, history.zone())
    scene, actor = scene_of(matter, process, before), engine_actor(by, before)
    seat = gate(scene, act, actor, now)
    if isinstance(seat, Refusal):
        raise Refused(seat)
    plain, recorded = _said(matter, scene, Command(act, data, now))
    done = Event(before.seq + 1, act, Step.DO, now, recorded, post=seat.post, unit=seat.unit)
    me, first = (by.account_id, seat.post), before.proposal if plain is not recorded else None
    return Occasion(
        matter=matter, process=process, act=act, data=plain, at=now,
        unit_id=UUID(seat.unit) if seat.unit else matter.owner_unit_id, before=before,
        after=_after(folding, done, calendar) or before,
        events=[*(history.read(row) for row in rows), done], opener=by,
        by=(first.account, first.post) if first else me,
        approver=me if process.acts[act].second else None, masked=True,
    )  # fmt: skip


def _said(
    matter: Matter, scene: Scene, command: Command
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The form in plain text, and as the event would keep it: what is right in what was typed,
    or what was proposed."""
    proposal = scene.standing.proposal
    if proposal is not None and proposal.act == command.act:
        plain = with_texts(matter.id, proposal.seq, proposal.data)
        return plain, {"confirms": proposal.seq}
    form = scene.process.acts[command.act].form
    data, _errors = clean(form, command.data, context(scene, command.now))
    return data, data


def _after(folding: Folding, done: Event, calendar: Calendar) -> Standing | None:
    """Where the matter will stand; None while the form lacks what decides that."""
    try:
        folding.add(done)
        return folding.clocked(calendar, history.zone())
    except (LookupError, TypeError, ValueError):
        return None


def _without_code(facts: dict[str, Any]) -> dict[str, Any]:
    """The access code opens the matter to its resident: it is for the letter alone."""
    matter = facts.get("matter")
    if isinstance(matter, Mapping) and "access_code" in matter:
        return {**facts, "matter": {**matter, "access_code": MASKED}}
    return facts


def with_gaps(
    facts: Mapping[str, Any], rule: Wording, missing: Iterable[MissingFact]
) -> dict[str, Any]:
    """`facts` with a gap for each fact that is missing, named as the wording names it."""
    found = dict(facts)
    for fact in missing:
        name = alternatives(fact.field)[0]
        for path in (name, *_words_of(name, rule)):
            found = _filled(found, path.split("."), Gap.of(fact.zh))
    return found


def _words_of(name: str, rule: Wording) -> Iterator[str]:
    """What else the wording says of the same field: `act.ground_name` of `act.ground`."""
    return (other for other in (*rule.requires, *rule.optional) if other.startswith(f"{name}_"))


def _filled(node: Any, path: list[str], gap: Gap) -> Any:
    """`node` with the gap at `path` wherever nothing stands there; rows of a list each."""
    if not path:
        return node if _stands(node) else gap
    step, rest = path[0], path[1:]
    known = dict(node) if isinstance(node, Mapping) else {}
    if step.endswith("[]"):
        rows = known.get(step[:-2]) or [{}]
        return {**known, step[:-2]: [_filled(row, rest, gap) for row in rows]}
    return {**known, step: _filled(known.get(step), rest, gap)}


def _stands(value: Any) -> bool:
    return value not in (None, [], {}) and (not isinstance(value, str) or bool(value.strip()))
