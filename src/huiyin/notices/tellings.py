"""What an act is to be told, to which posts: one rule per kind, nothing is read or written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from huiyin.engine.definition import Process, Relation, Role, Who
from huiyin.engine.standing import Standing, Step
from huiyin.matters import history
from huiyin.matters.effects import Performed
from huiyin.notices.models import Kind
from huiyin.notices.who import Wanted

_HEADS = frozenset({Role.HEAD, Role.LEADER})
_NOT_STAFF = frozenset({Role.RESIDENT, Role.ADMIN, Role.AUDITOR})
_MOST_ACTS = 3


@dataclass(frozen=True)
class Telling:
    """One thing for the holders of some posts and roles. `params` are keys of the definition."""

    kind: Kind
    topic: str
    posts: tuple[UUID, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)


def of_act(done: Performed) -> list[Telling]:
    """What follows from one act, the most telling first: nobody is told twice of one event."""
    topic = str(done.event.seq)
    step = done.decision.step
    if step is Step.PROPOSE:
        return list(_to_confirm(done, topic))
    if step is Step.SEND_BACK:
        return list(_sent_back(done, topic))
    return [*_assigned(done, topic), *_acted(done, topic)]


def _to_confirm(done: Performed, topic: str) -> Iterator[Telling]:
    second = done.process.acts[done.decision.act].second
    if second is not None:
        wanted = wanted_of((second,), done.standing)
        yield Telling(Kind.CONFIRM, topic, wanted=wanted, params={"act": done.decision.act})


def _sent_back(done: Performed, topic: str) -> Iterator[Telling]:
    proposal = done.before.proposal
    if proposal is not None and proposal.post is not None:
        params = {"act": done.decision.act}
        yield Telling(Kind.SENT_BACK, topic, (UUID(proposal.post),), params=params)


def _assigned(done: Performed, topic: str) -> Iterator[Telling]:
    """To the post that has it now; without one, to whoever in the unit can take it on."""
    before, after = done.before, done.standing
    process = _process_after(done)
    if not done.matter.is_open:
        return
    params = {"acts": _leading_on(process, after.state)}
    if after.holder is not None and after.holder != before.holder:
        yield Telling(Kind.ASSIGNED, topic, (UUID(after.holder),), params=params)
    elif after.holder is None and (after.owner != before.owner or before.holder is not None):
        yield Telling(Kind.ASSIGNED, topic, wanted=takers(process, after), params=params)
    joined = after.partners - before.partners
    if joined:
        wanted = tuple(Wanted(str(Role.HANDLER), UUID(unit)) for unit in sorted(joined))
        yield Telling(Kind.ASSIGNED, topic, wanted=wanted, params={**params, "joint": True})


def _acted(done: Performed, topic: str) -> Iterator[Telling]:
    """To the holder, whatever anybody else did; what the resident did, to the unit if need be."""
    after = done.standing
    if done.before.owner is None or not done.matter.is_open:
        return
    kind = Kind.RESIDENT if done.by.kind == "resident" else Kind.ACTIVITY
    params = {"act": done.decision.act}
    if after.holder is not None:
        yield Telling(kind, topic, (UUID(after.holder),), params=params)
    elif kind == Kind.RESIDENT:
        yield Telling(kind, topic, wanted=takers(_process_after(done), after), params=params)


def takers(process: Process, standing: Standing) -> tuple[Wanted, ...]:
    """Roles of the owner that lead the matter on from where it is; heads when nobody else does."""
    if standing.owner is None:
        return ()
    roles = {
        who.role
        for key in _leading_on(process, standing.state, most=None)
        for who in process.acts[key].who
        if who.relation is Relation.OWNER and who.role not in _NOT_STAFF
    }
    chosen = (roles - _HEADS) or roles or {Role.HANDLER}
    return tuple(Wanted(str(role), UUID(standing.owner)) for role in sorted(chosen))


def wanted_of(who: Iterable[Who], standing: Standing) -> tuple[Wanted, ...]:
    """`head of owner`, `supervisor of above` … as roles of units of this matter."""
    return tuple(
        Wanted(str(one.role), UUID(unit), above=one.relation is Relation.ABOVE)
        for one in who
        for unit in units_of(one.relation, standing)
    )


def units_of(relation: Relation, standing: Standing) -> tuple[str, ...]:
    """The units that stand so to the matter; of `above`, the owner, from which it is looked up."""
    if relation is Relation.PARTNER:
        return tuple(sorted(standing.partners))
    unit = {
        Relation.OWNER: standing.owner,
        Relation.ABOVE: standing.owner,
        Relation.INTAKE: standing.intake,
        Relation.SENDER: standing.sender,
    }.get(relation)
    return (unit,) if unit else ()


def _leading_on(process: Process, state: str, most: int | None = _MOST_ACTS) -> list[str]:
    """Acts of the owner that change this state."""
    found = [
        key
        for key, act in process.acts.items()
        if state in act.from_states
        and act.to not in (None, state)
        and any(who.relation is Relation.OWNER for who in act.who)
    ]
    return found[:most]


def _process_after(done: Performed) -> Process:
    """The definition that the matter is on now (an act may have moved it to another)."""
    return history.process_of(done.matter)
