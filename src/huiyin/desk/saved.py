"""Saved views: made from the filters on the screen, renamed, put in order, shared, deleted.

Pages and API call these alike. Every function says what is wrong by field (`ViewRefused`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import parse_qsl
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.desk.models import SavedView
from huiyin.engine.explain import N_
from huiyin.engine.refusals import RULES
from huiyin.matters.errors import NotVisible
from huiyin.matters.queries import filters, worklist
from huiyin.people.actor import Actor
from huiyin.people.models import Account

MOST = 20
LONGEST = 40
_RULES: Mapping[str, str] = {
    "required": RULES["required"], "too_long": RULES["too_long"],
    "taken": N_("{label}: there is a view with this name already"),
    "too_many": N_("At most {limit} views: delete one that you no longer need."),
    "not_a_list": N_("These filters cannot be read: open the list anew."),
    "not_head": N_("{label}: only the head of a unit shares a view with it"),
}  # fmt: skip
_LABELS = {
    "name": N_("Name of the view"),
    "query": N_("Filters"),
    "shared": N_("Shared with the unit"),
}


class ViewRefused(Exception):
    """What is wrong with which field: `name`, `query` or `shared`."""

    def __init__(self, field: str, rule: str, value: str = "", limit: str = "") -> None:
        super().__init__(rule)
        self.field, self.rule, self.value, self.limit = field, rule, value, limit

    def say(self) -> str:
        """The sentence, in the language of the request."""
        text = _(_RULES[self.rule])
        return text.format(label=_(_LABELS[self.field]), value=self.value, limit=self.limit)


def views_for(actor: Actor) -> list[SavedView]:
    """Their own views in their order, then those of their units; one statement."""
    return list(_seen(actor).order_by(F("unit").asc(nulls_first=True), "position", "id"))


def start_of(views: Sequence[SavedView]) -> SavedView | None:
    """The one that the worklist opens with."""
    return next((view for view in views if view.is_start), None)


def may_edit(actor: Actor, view: SavedView) -> bool:
    """Their own; one of a unit, as its head."""
    if view.unit_id is None:
        return view.account_id == actor.account_id
    return view.unit_id in units_led(actor)


def units_led(actor: Actor) -> list[UUID]:
    """Units with which this person can share a view."""
    return sorted({post.unit_id for post in actor.posts_with("head")})


def account_of(actor: Actor) -> UUID:
    """The account of somebody at the desk. Raises NotVisible for residents and the system."""
    if actor.account_id is None:
        raise NotVisible(actor.name)
    return actor.account_id


def canonical(query: str, actor: Actor) -> str:
    """The query string as it is kept. Raises ViewRefused for a list that is not this actor's."""
    given = dict(parse_qsl(query))
    found, wrong = filters.parse(given)
    tab = given.get("tab", "")
    if wrong or tab not in worklist.tabs_of(actor):
        raise ViewRefused("query", "not_a_list")
    return found.query(tab=tab)


def create(actor: Actor, name: str, query: str, *, shared: bool = False) -> SavedView:
    """A new view, the last of its row. Raises ViewRefused."""
    led = units_led(actor)
    if shared and not led:
        raise ViewRefused("shared", "not_head")
    kept = canonical(query, actor)
    with transaction.atomic():
        others = _locked(actor, led[0] if shared else None)
        name = _name(name, others)
        if len(others) >= MOST:
            raise ViewRefused("name", "too_many", limit=str(MOST))
        last = max((other.position for other in others), default=0)
        return SavedView.objects.create(
            account_id=account_of(actor), unit_id=led[0] if shared else None, name=name,
            query=kept, position=last + 1,
        )  # fmt: skip


def change(actor: Actor, view_id: UUID, step: str, name: str = "") -> None:
    """One step of `STEPS` on one view. Raises NotVisible, KeyError (step), ViewRefused."""
    act = STEPS[step]
    view = _seen(actor).filter(pk=view_id).first()
    if view is None or not may_edit(actor, view):
        raise NotVisible(view_id)
    with transaction.atomic():
        row = _locked(actor, view.unit_id)
        act(row, next(one for one in row if one.pk == view_id), name)


def _rename(row: list[SavedView], view: SavedView, name: str) -> None:
    view.name = _name(name, [other for other in row if other.pk != view.pk])
    view.save(update_fields=["name"])


def _move(by: int) -> Callable[[list[SavedView], SavedView, str], None]:
    def move(row: list[SavedView], view: SavedView, _name: str) -> None:
        at = row.index(view)
        row.insert(max(at + by, 0), row.pop(at))
        for position, one in enumerate(row, 1):
            one.position = position
        SavedView.objects.bulk_update(row, ["position"])

    return move


def _start(row: list[SavedView], view: SavedView, _name: str) -> None:
    """Open the worklist with it, or no longer."""
    if view.unit_id is not None:
        raise NotVisible(view.pk)
    wanted = not view.is_start
    for one in row:
        one.is_start = False
    SavedView.objects.bulk_update(row, ["is_start"])
    view.is_start = wanted
    view.save(update_fields=["is_start"])


def _delete(_row: list[SavedView], view: SavedView, _name: str) -> None:
    view.delete()


STEPS: Mapping[str, Callable[[list[SavedView], SavedView, str], None]] = {
    "rename": _rename, "up": _move(-1), "down": _move(1), "start": _start, "delete": _delete,
}  # fmt: skip
"""`start` switches: it is no longer the start page when it was."""


def _seen(actor: Actor) -> QuerySet[SavedView]:
    own = Q(account=actor.account_id, unit__isnull=True)
    return SavedView.objects.filter(own | Q(unit__in=sorted(actor.unit_ids)))


def _locked(actor: Actor, unit: UUID | None) -> list[SavedView]:
    """The row of views that a change is about. The account is locked first, so that two changes
    at once cannot both find room for one more."""
    list(Account.objects.select_for_update().filter(pk=account_of(actor)).values("pk"))
    mine = Q(unit=unit) if unit else Q(account=actor.account_id, unit__isnull=True)
    return list(SavedView.objects.select_for_update().filter(mine).order_by("position", "id"))


def _name(text: str, others: Sequence[SavedView]) -> str:
    name = " ".join(text.replace("\x00", "").split())
    if not name:
        raise ViewRefused("name", "required")
    if len(name) > LONGEST:
        raise ViewRefused("name", "too_long", name, str(LONGEST))
    if any(other.name == name for other in others):
        raise ViewRefused("name", "taken", name)
    return name
