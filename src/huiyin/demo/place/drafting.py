"""One matter of a recipe through the engine, in memory: every act decided and folded by the same
rules as at the one door, as an import does it (`huiyin.exchange.draft`), with real colleagues.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.demo.place.telling import Tale, Teller
from huiyin.demo.place.values import RecipeError
from huiyin.demo.place.world import path_of
from huiyin.engine.definition import Process
from huiyin.engine.process import Scene
from huiyin.engine.standing import Event, Folding, Standing
from huiyin.exchange.draft import Done, Draft
from huiyin.exchange.plan import Planned
from huiyin.matters import history
from huiyin.matters.actions import append, door
from huiyin.matters.actions.door import Moment, Wish
from huiyin.matters.errors import Refused
from huiyin.places import calendars

VIA = "demo"


@dataclass
class Author:
    """Drafts the matters of one entry. `categories` are the codes in use."""

    teller: Teller
    process: Process
    moment: Moment
    categories: frozenset[str]

    def draft(self, tale: Tale) -> Draft:
        """The matter. Raises RecipeError with what the engine said when it refuses an act."""
        folding = Folding(self.process, history.resolve)
        drafting = _Drafting(folding)
        for line, at in zip(self.teller.lines, tale.moments, strict=True):
            by, data = self.teller.wish(tale, line, at, folding.standing)
            wish = Wish(line.act, by, data, via=VIA, at=at)
            scene = self._scene(folding, line.act, tale)
            self._refuse_links(folding.process, line.act, data)
            try:
                decision = door.judge(scene, wish, self.moment, self._exists)
            except Refused as refused:
                raise RecipeError(self._explained(line.act, refused, data)) from None
            if drafting.matter is None:
                drafting.matter = door.new_matter(
                    self.teller.world.pack, self.process, decision, self.moment, None
                )
            drafting.add(wish, decision, folding.process)
        return drafting.draft(self._clocked(folding, tale))

    def _scene(self, folding: Folding, key: str, tale: Tale) -> Scene:
        standing, act = folding.standing, folding.process.acts.get(key)
        if act and (act.before or act.after or act.extends):
            standing = self._clocked(folding, tale)
        units = self.teller.world.by_id
        above = units[standing.owner].above if standing.owner else ()
        return Scene(
            folding.process, standing, history.zone(), frozenset(map(str, above)),
            latest=history.latest_in(self.teller.world.pack),
        )  # fmt: skip

    def _clocked(self, folding: Folding, tale: Tale) -> Standing:
        stamp = self.moment.calendar_stamp
        calendar = calendars.calendar_of(path_of(tale.unit.division_id), stamp)
        return folding.clocked(calendar, history.zone())

    def _exists(self, kind: str, value: str, _scene: Scene) -> bool:
        """Units, posts and places come from the recipe; only categories can be wrong."""
        return kind != "category" or value in self.categories

    def _refuse_links(self, process: Process, act: str, data: Mapping[str, Any]) -> None:
        linked = process.acts[act].links if act in process.acts else {}
        if any(data.get(field) for field in linked):
            raise RecipeError(f"{self.teller.key}: {act} relates matters: it needs `door: true`")

    def _explained(self, act: str, refused: Refused, data: Mapping[str, Any]) -> str:
        refusal = refused.refusal
        errors = ", ".join(f"{one.field} {one.rule} {one.value!r}" for one in refusal.errors)
        said = f"{refusal.code} {dict(refusal.params)} {errors}"
        return f"{self.teller.key}: {act}: {said}; given {sorted(data)}"


class _Drafting:
    """The acts of one draft so far."""

    def __init__(self, folding: Folding) -> None:
        self.folding = folding
        self.matter: Any = None
        self.done: list[Done] = []
        self.first: Standing | None = None

    def add(self, wish: Wish, decision: Any, process: Process) -> None:
        seq = len(self.done) + 1
        act = process.acts[decision.act]
        sealed = append.seal(self.matter.id, seq, act.form, decision.data)
        self.folding.add(_event(seq, decision, wish, sealed.public, decision.at))
        self.first = self.first or self.folding.standing
        self.done.append(Done(wish, decision, sealed))

    def draft(self, standing: Standing) -> Draft:
        assert self.first is not None  # noqa: S101 -- a life has at least one line
        planned = Planned(0, "", (), [])
        return Draft(planned, self.matter, self.done, self.first, standing)


def _event(seq: int, decision: Any, wish: Wish, data: Mapping[str, Any], at: datetime) -> Event:
    account = wish.by.account_id
    return Event(
        seq=seq, act=decision.act, step=decision.step, at=at, data=data,
        account=None if account is None else str(account), post=decision.seat.post,
        unit=decision.seat.unit,
    )  # fmt: skip
