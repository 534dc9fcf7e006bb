"""What may be done now, and what the next event does: the decision, as a pure function.

`possible(…)` lists the acts open to an actor; `decide(…)` turns a command into a `Decision` or a
`Refusal` with a stable code. The database, the web and the stories of a pack all ask here, so they
cannot differ. Time enters as an argument. Source: PEERS.md §4.5, STYLE.md §2.3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Any

from huiyin.engine.clock_table import clock_rule
from huiyin.engine.clocks import may_extend
from huiyin.engine.definition import NEW, Act, FormField, Process, Relation, Role, Who
from huiyin.engine.facts import BECOMES, matches
from huiyin.engine.forms import Context, FieldError, clean, rows_of
from huiyin.engine.standing import Doer, Standing, Step, per_value

_REASON = FormField(type="long", zh="理由", en="Reason", required=True, max=2000)
SEND_BACK_FORM = {"reason": _REASON}
"""What the second person fills in to return a proposal."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A post in which somebody acts. A resident has the role only, and at registration the unit
    that is addressed."""

    role: Role
    unit: str | None = None
    post: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account and the posts it holds; rights are the union over the seats."""

    account: str | None
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Command:
    """A wish to act. `at` is when it took place if that is not now (and no field says so)."""

    act: str
    data: Mapping[str, Any]
    now: datetime
    step: Step = Step.DO
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What to append: the act's step, its moment, the seat it is done from and the clean data."""

    act: str
    step: Step
    at: datetime
    seat: Seat
    data: Mapping[str, Any]
    letter: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not: a stable code (see `huiyin.engine.refusals`), its parameters, and form errors."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a decision looks at besides the command."""

    process: Process
    standing: Standing
    zone: tzinfo
    above_owner: frozenset[str] = frozenset()
    """Units above the owner unit, for `supervisor of above`."""
    superiors: frozenset[str] = frozenset()
    """Units to which a review of the owner's decision can go (条例第三十五条)."""
    common: str | None = None
    """The lowest unit above the owner and the unit named as `rival`."""
    latest: Callable[[str], str] | None = None
    """Key of a process of this pack → `PROCESS@VERSION` of the one in force now."""


def possible(scene: Scene, actor: Actor, now: datetime) -> tuple[str, ...]:
    """Keys of the acts this actor may do (or confirm) now, in the order of the file.

    A proposal that can no longer be confirmed is not among them; whether it can be sent back is
    asked of `gate` with `Step.SEND_BACK`.
    """
    return tuple(
        key for key in scene.process.acts if not isinstance(gate(scene, key, actor, now), Refusal)
    )


def gate(
    scene: Scene, key: str, actor: Actor, now: datetime, step: Step = Step.DO
) -> Seat | Refusal:
    """The seat from which `actor` may do the act `key` now, or why not; form data aside."""
    act = scene.process.acts.get(key)
    if act is None:
        return Refusal("unknown_act", {"act": key})
    standing, proposal = scene.standing, scene.standing.proposal
    if standing.state not in act.from_states:
        return Refusal("wrong_state", {"state": standing.state})
    if proposal is not None and proposal.act == key:
        second = _second_seat(scene, act, actor, step)
        if isinstance(second, Refusal) or step is Step.SEND_BACK:
            return second
        return _guards(scene, act, now) or second
    if step is Step.SEND_BACK:
        return Refusal("nothing_proposed")
    seat = seat_for(act.who, scene, actor)
    if seat is None:
        return _no_seat(act.who, scene, actor)
    if _is_barred(act, standing, actor):
        return Refusal("barred", {"acts": ", ".join(act.barred)})
    if proposal is not None and (act.to or act.second):
        return Refusal("proposal_pending", {"act": proposal.act})
    return _guards(scene, act, now) or seat


def decide(scene: Scene, command: Command, actor: Actor) -> Decision | Refusal:
    """The event that `command` leads to, or the refusal."""
    seat = gate(scene, command.act, actor, command.now, command.step)
    if isinstance(seat, Refusal):
        return seat
    act, standing = scene.process.acts[command.act], scene.standing
    if standing.proposal is not None and standing.proposal.act == command.act:
        return _answer(scene, act, command, seat)
    if act.owner == "self" and seat.unit is None:
        return Refusal("no_unit")
    data, errors = clean(act.form, command.data, context(scene, command.now))
    if errors:
        return Refusal("form", errors=with_law(errors, act, scene.process))
    if act.once_per and act.times is not None:
        count = standing.done.get(per_value(command.act, data.get(act.once_per)), 0)
        if count >= act.times:
            return Refusal("done_already", {"times": str(act.times)})
    at = _moment(act, command, data, standing.since)
    if at > command.now or (standing.since is not None and at < standing.since):
        return Refusal("impossible_time", {"at": at.isoformat()})
    if act.second is not None:
        return Decision(command.act, Step.PROPOSE, at, seat, data)
    return Decision(command.act, Step.DO, at, seat, {**data, **_moves_to(scene, act)}, act.letter)


def with_law(errors: Iterable[FieldError], act: Act, process: Process) -> tuple[FieldError, ...]:
    """Each broken rule with the article it comes from: of the field, the act, or the process."""
    law = act.law or process.law
    return tuple(error if error.law else replace(error, law=law) for error in errors)


def _moves_to(scene: Scene, act: Act) -> dict[str, str]:
    """The definition that an act moves the matter to, as its event keeps it."""
    if act.becomes is None or scene.latest is None:
        return {}
    return {BECOMES: scene.latest(act.becomes)}


def context(scene: Scene, now: datetime) -> Context:
    """What the forms of this matter are checked against."""
    standing = scene.standing
    units = {"superiors": scene.superiors, "partners": standing.partners}
    return Context(
        now, scene.zone, standing.received_at, standing.owner, standing.facts, units, standing.done
    )


def seat_for(who: tuple[Who, ...], scene: Scene, actor: Actor) -> Seat | None:
    """The first of the actor's seats that fits one of `who` and is not recused."""
    fitting = (seat for seat in _fitting(who, scene, actor) if _knows(seat, scene))
    return next((seat for seat in fitting if seat.post not in scene.standing.recused), None)


def _fitting(who: tuple[Who, ...], scene: Scene, actor: Actor) -> Iterator[Seat]:
    return (s for w in who for s in actor.seats if s.role == w.role and _related(s, w, scene))


def _no_seat(who: tuple[Who, ...], scene: Scene, actor: Actor) -> Refusal:
    fitting = list(_fitting(who, scene, actor))
    if any(seat.post in scene.standing.recused for seat in fitting):
        return Refusal("recused")
    if fitting:
        return Refusal("not_named")
    return Refusal("not_allowed", {"who": ", ".join(str(one) for one in who)})


def _knows(seat: Seat, scene: Scene) -> bool:
    """A sealed matter is for the posts named on it (条例第三十条、第四十六条). The resident whose
    report it is has no post."""
    standing = scene.standing
    is_open = not scene.process.sealed or standing.state == NEW
    return is_open or seat.post is None or seat.post in standing.named


def _is_barred(act: Act, standing: Standing, actor: Actor) -> bool:
    """条例第二十八条: who decided before does not decide again. Residents and the system have
    no account of their own."""
    doers = (standing.doers.get(name, Doer()) for name in act.barred)
    return any(seat.post for seat in actor.seats) and any(
        actor.account in doer.accounts for doer in doers
    )


def _related(seat: Seat, who: Who, scene: Scene) -> bool:
    standing = scene.standing
    if who.relation is Relation.ANY or standing.state == NEW:
        return True
    if who.relation is Relation.ABOVE:
        return seat.unit in scene.above_owner
    if who.relation is Relation.PARTNER:
        return seat.unit in standing.partners
    unit = {
        Relation.OWNER: standing.owner,
        Relation.INTAKE: standing.intake,
        Relation.SENDER: standing.sender,
        Relation.COMMON: scene.common,
    }[who.relation]
    return unit is not None and seat.unit == unit


def _second_seat(scene: Scene, act: Act, actor: Actor, step: Step) -> Seat | Refusal:
    """Four eyes: the proposal is answered by the second person, never by the first."""
    proposal = scene.standing.proposal
    assert proposal is not None and act.second is not None  # noqa: S101, PT018 -- set together
    is_first = actor.account == proposal.account
    if is_first and step is Step.SEND_BACK:
        return seat_for(act.who, scene, actor) or Refusal("not_allowed", {})
    seat = seat_for((act.second,), scene, actor)
    if seat is None:
        return _no_seat((act.second,), scene, actor)
    if is_first:
        return Refusal("same_person")
    if _is_barred(act, scene.standing, actor):
        return Refusal("barred", {"acts": ", ".join(act.barred)})
    return seat


def _answer(scene: Scene, act: Act, command: Command, seat: Seat) -> Decision | Refusal:
    proposal = scene.standing.proposal
    assert proposal is not None  # noqa: S101 -- the caller has looked
    at = command.at or command.now
    if at > command.now or at < proposal.at:
        return Refusal("impossible_time", {"at": at.isoformat()})
    if command.step is Step.SEND_BACK:
        reason, errors = clean(SEND_BACK_FORM, command.data, context(scene, command.now))
        if errors:
            return Refusal("form", errors=errors)
        return Decision(command.act, Step.SEND_BACK, at, seat, reason)
    data = {"confirms": proposal.seq, **_moves_to(scene, act)}
    return Decision(command.act, Step.DO, at, seat, data, act.letter)


def _moment(
    act: Act, command: Command, data: Mapping[str, Any], since: datetime | None
) -> datetime:
    """When it took place. Forms ask for minutes: the minute of `since` means just after it."""
    if act.takes_place is None:
        return command.at or command.now
    at = datetime.fromisoformat(data[act.takes_place])
    if since is not None and since.replace(second=0, microsecond=0) <= at < since:
        return since
    return at


def _guards(scene: Scene, act: Act, now: datetime) -> Refusal | None:
    standing = scene.standing
    if not matches(act.condition, standing.facts):
        return Refusal("condition", {"fields": ", ".join(act.condition)})
    if act.needs and not matches_unless(act.needs.unless, standing.facts):
        missing = [name for name in act.needs.acts if not standing.done.get(name)]
        if missing:
            return Refusal("needs", {"acts": ", ".join(missing)})
    if act.done and not any(standing.done.get(name) for name in act.done):
        return Refusal("needs", {"acts": ", ".join(act.done)})
    times = _times(act, standing.facts)
    if times is not None and standing.done.get(_key_of(scene, act), 0) >= times:
        return Refusal("done_already", {"times": str(times)})
    return _clock_guards(scene, act, now)


def _times(act: Act, facts: Mapping[str, Any]) -> int | None:
    """How often the act can be done in all; None without a limit that is known beforehand."""
    if act.times is None or act.once_per is None:
        return act.times
    rows = act.form[act.once_per].of
    return act.times * rows_of(rows, facts) if rows else None


def matches_unless(
    condition: Mapping[str, tuple[str | bool | int, ...]], facts: Mapping[str, Any]
) -> bool:
    """True when there is an exception and it holds."""
    return bool(condition) and matches(dict(condition), facts)


def _key_of(scene: Scene, act: Act) -> str:
    return next(key for key, value in scene.process.acts.items() if value is act)


def _clock_guards(scene: Scene, act: Act, now: datetime) -> Refusal | None:
    if act.before is not None:
        clock = scene.standing.clock(act.before)
        if clock is None or clock.status != "running" or (clock.legal and now > clock.legal):
            return Refusal("too_late", {"clock": act.before})
    if act.after is not None:
        clock = scene.standing.clock(act.after)
        if clock is None or clock.legal is None or now <= clock.legal:
            due = clock.legal.date().isoformat() if clock and clock.legal else ""
            return Refusal("too_soon", {"clock": act.after, "due": due})
    if act.extends is not None:
        clock = scene.standing.clock(act.extends)
        if clock is None:
            return Refusal("clock_not_running", {"clock": act.extends})
        reason = may_extend(clock, clock_rule(scene.process, act.extends), now)
        if reason is not None:
            return Refusal(
                reason.kind, {"clock": act.extends, **{k: str(v) for k, v in reason.values.items()}}
            )
    return None
