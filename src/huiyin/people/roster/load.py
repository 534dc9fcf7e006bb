"""Load the lines of a table through the same actions as the pages: a wrong line is told by column
and sentence and the others are loaded; a second run finds everything there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from huiyin.people import policy
from huiyin.people.actions import accounts, holdings, posts, units
from huiyin.people.actions.errors import Invalid, Refused
from huiyin.people.actor import Actor
from huiyin.people.models import Account, Change, Holding, Post, Unit
from huiyin.people.roster.columns import kinds, roles
from huiyin.people.roster.read import Line

_COLUMN = {
    "code": "unit", "name": "unit_name", "kind": "unit_kind", "title": "post",
    "display_name": "name", "account": "username",
}  # fmt: skip
"""Field of a form → column of the table, where they differ."""


@dataclass(frozen=True, slots=True)
class Reject:
    """One line that was not loaded, or not wholly: the column and what is wrong."""

    number: int
    column: str
    said: str


@dataclass
class Loaded:
    """What a run made (`unit`, `post`, `account`, `holding`) and which lines it could not take."""

    made: Counter[str] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    lines: int = 0


def load(lines: Iterable[Line], *, by: Actor, keep: bool) -> Loaded:
    """Load the lines; without `keep` nothing stays (that is the preview). Raises
    PermissionDenied."""
    account = policy.require(by, "administer")
    run = _Run(by)
    with transaction.atomic():
        run.load(list(lines))
        if keep and run.loaded.made:
            Change.objects.create(
                account_id=account, kind="import", subject="roster", title="roster", act="load",
                after={"rows": run.loaded.lines, **run.loaded.made},
            )  # fmt: skip
        transaction.set_rollback(not keep)
    return run.loaded


class _Run:
    def __init__(self, by: Actor) -> None:
        self.by, self.loaded = by, Loaded()
        self.kinds, self.roles = kinds(), roles()

    def load(self, lines: list[Line]) -> None:
        self.loaded.lines = len(lines)
        known = set(Unit.objects.values_list("code", flat=True))
        waiting = [line for line in lines if line.cells.get("unit", "") not in known]
        bad = self._units(waiting, known)
        for line in lines:
            if line.number not in bad:
                self._try(line, partial(self._post, line))

    def _units(self, waiting: list[Line], known: set[str]) -> set[int]:
        """Make the units, those above first; numbers of the lines whose unit is wrong."""
        bad: set[int] = set()
        while waiting:
            ready = [one for one in waiting if one.cells.get("parent", "") in {*known, ""}]
            for line in ready or waiting:
                code = line.cells.get("unit", "")
                if code not in known:
                    if self._try(line, partial(self._unit, line)):
                        known.add(code)
                    else:
                        bad.add(line.number)
            if not ready:
                break
            done = {one.number for one in ready}
            waiting = [one for one in waiting if one.number not in done]
        return bad

    def _try(self, line: Line, work: Callable[[], None]) -> bool:
        try:
            with transaction.atomic():
                made = Counter(self.loaded.made)
                work()
        except Invalid as wrong:
            self.loaded.made = made
            for one in wrong.wrong:
                column = _COLUMN.get(one.field, one.field)
                self.loaded.rejects.append(Reject(line.number, column, one.said))
            return False
        except Refused as refused:
            self.loaded.made = made
            self.loaded.rejects.append(Reject(line.number, "", refused.said))
            return False
        return True

    def _unit(self, line: Line) -> None:
        cells = line.cells
        kind = cells.get("unit_kind", "")
        self._made("unit")
        units.create(
            {
                "code": cells.get("unit", ""), "name": cells.get("unit_name", ""),
                "kind": self.kinds.get(kind, kind), "division": cells.get("division", ""),
                "parent": cells.get("parent", ""),
            },
            by=self.by,
        )  # fmt: skip

    def _post(self, line: Line) -> None:
        cells = line.cells
        if not cells.get("post"):
            return
        unit = Unit.objects.get(code=cells.get("unit", ""))
        post = Post.objects.filter(unit=unit, title=cells["post"]).first()
        if post is None:
            self._made("post")
            role = cells.get("role", "")
            asked = {"title": cells["post"], "role": self.roles.get(role, role),
                     "grid": cells.get("grid", ""), "phone": cells.get("phone", "")}  # fmt: skip
            post = posts.create(unit.pk, asked, by=self.by)
        if cells.get("username"):
            self._holding(post, self._account(cells), cells.get("starts_on", ""))

    def _account(self, cells: Mapping[str, str]) -> Account:
        found = Account.objects.filter(username__iexact=cells["username"]).first()
        if found is not None:
            return found
        self._made("account")
        asked = {"username": cells["username"], "display_name": cells.get("name", ""),
                 "language": translation.get_language() or "zh-hans"}  # fmt: skip
        return accounts.create(asked, by=self.by)

    def _holding(self, post: Post, account: Account, starts_on: str) -> None:
        today = timezone.localdate()
        if Holding.objects.on(today).filter(post=post, account=account).exists():
            return
        self._made("holding")
        asked: dict[str, Any] = {
            "account": str(account.pk), "starts_on": starts_on or today.isoformat(),
        }  # fmt: skip
        holdings.hold(post.pk, asked, by=self.by)

    def _made(self, kind: str) -> None:
        self.loaded.made[kind] += 1
