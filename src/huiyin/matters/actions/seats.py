"""People's actors as the engine sees them."""

from __future__ import annotations

from functools import lru_cache

from huiyin.engine.definition import Role
from huiyin.engine.process import Actor as EngineActor
from huiyin.engine.process import Seat
from huiyin.engine.standing import Standing
from huiyin.people.actor import Actor


def engine_actor(by: Actor, standing: Standing) -> EngineActor:
    """Staff act from the posts they hold, a resident as such, the system in every role of the
    unit it was given (an import) or of the owner, but from no post: it is nobody's substitute."""
    account = str(by.account_id) if by.account_id else by.kind
    if by.kind == "resident":
        unit = str(by.intake.unit_id) if by.intake else None
        return EngineActor(account, (Seat(Role.RESIDENT, unit),))
    if by.kind == "system":
        units: tuple[str | None, ...] = tuple(str(unit) for unit in by.unit_ids)
        return EngineActor(account, _every_role(units or (standing.owner,)))
    seats = tuple(Seat(Role(post.role), str(post.unit_id), str(post.id)) for post in by.posts)
    return EngineActor(account, seats)


@lru_cache(maxsize=256)
def _every_role(units: tuple[str | None, ...]) -> tuple[Seat, ...]:
    """An import asks for these at each of its acts."""
    return tuple(Seat(role, unit) for unit in units for role in Role)
