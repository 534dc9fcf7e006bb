"""What can be registered: the acts of every pack that make a new matter, and who may do them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huiyin.engine.definition import NEW, Act, Door, Process
from huiyin.matters.queries.matter import MatterPage
from huiyin.packs import load
from huiyin.people.actor import Actor


@dataclass(frozen=True)
class Kind:
    """One act that makes a new matter."""

    pack: str
    process: Process
    key: str

    @property
    def act(self) -> Act:
        return self.process.acts[self.key]


def kinds(actor: Actor) -> list[Kind]:
    """Every kind of matter that this actor has a post to register, those of the method that is in
    force where they work first."""
    found: list[Kind] = []
    for pack in load.offered(actor.packs):
        for process in load.load(pack).processes.values():
            found += _of(pack, process, actor)
    return found


def kind(actor: Actor, pack: str, process: str, key: str) -> Kind | None:
    """One of `kinds`, None when there is none or it is not for this actor."""
    named = (one for one in kinds(actor) if (one.pack, one.process.process) == (pack, process))
    return next((one for one in named if one.key == key), None)


def doors(page: MatterPage, actor: Actor) -> list[tuple[Door, Kind]]:
    """Matters that can be opened from this one as it stands, for which the actor has a post."""
    there = {(one.process.process, one.key): one for one in kinds(actor)
             if one.pack == page.matter.pack}  # fmt: skip
    return [
        (door, there[door.opens, door.act])
        for door in page.process.doors.values()
        if page.standing.state in door.from_states and (door.opens, door.act) in there
    ]


def _of(pack: str, process: Process, actor: Actor) -> Iterator[Kind]:
    for key, act in process.acts.items():
        if NEW in act.from_states and actor.roles & {str(who.role) for who in act.who}:
            yield Kind(pack, process, key)
