"""A change of the configuration in words: what kind of thing, what was done, which values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.engine.explain import N_
from huiyin.people.forms.account import AccountForm
from huiyin.people.forms.holding import HoldForm
from huiyin.people.forms.post import PostForm
from huiyin.people.forms.unit import DissolveForm, UnitForm
from huiyin.people.models import Change

KINDS: Mapping[str, str] = {
    "unit": N_("Unit"), "post": N_("Post"), "account": N_("Account"), "holding": N_("Holding"),
    "absence": N_("Absence"), "handover": N_("Handover"), "calendar": N_("Calendar"),
    "method": N_("Method"), "sign_in": N_("Sign-in"), "audit": N_("Audit"),
    "import": N_("Import"), "rota": N_("Rota"), "shift": N_("Shift"),
    "feed": N_("Calendar address"),
}  # fmt: skip
ACTS: Mapping[str, str] = {
    "create": N_("created"), "change": N_("changed"), "end": N_("ended"), "close": N_("closed"),
    "shut": N_("shut"), "reopen": N_("opened again"), "dissolve": N_("dissolved"),
    "cancel": N_("taken back"), "link": N_("link to set a password made"),
    "password": N_("own password set"), "hand_over": N_("handed over"),
    "signed_in": N_("signed in"), "failed": N_("failed"), "session_ended": N_("session ended"),
    "factor_added": N_("second factor added"), "factor_removed": N_("second factor removed"),
    "factor_renewed": N_("recovery codes renewed"), "linked": N_("linked"),
    "unlinked": N_("unlinked"), "password_changed": N_("password changed"),
    "locked": N_("locked out"), "created": N_("created"), "publish": N_("published"),
    "export": N_("exported"), "load": N_("loaded"), "in_force": N_("put in force"),
    "plan": N_("planned"), "swap": N_("swapped"),
}  # fmt: skip
_OTHERS: Mapping[str, str] = {
    "active": N_("In use"), "is_active": N_("Can sign in"), "dissolved_on": N_("Dissolved on"),
    "unit": N_("Unit"), "post": N_("Post"), "password": N_("Password"), "year": N_("Year"),
    "version": N_("Version"), "source": N_("Source"), "division": N_("Division"),
    "pack": N_("Method"), "valid_from": N_("valid from"), "rows": N_("Rows"),
    "rota": N_("Rota"), "slot": N_("Slot"), "account": N_("Account"),
    "begins_at": N_("Begins"), "ends_at": N_("Ends"), "cancelled_at": N_("Cancelled"),
    "ended_on": N_("Ended on"), "key": N_("Key"), "from": N_("From"), "to": N_("To"),
}  # fmt: skip
_FORMS = (UnitForm, PostForm, AccountForm, HoldForm, DissolveForm)


@dataclass(frozen=True, slots=True)
class Value:
    """One value that differs."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """A change as a page shows it."""

    at: datetime
    who: str
    kind: str
    title: str
    act: str
    values: tuple[Value, ...]
    reason: str


def told(changes: Iterable[Change]) -> list[Told]:
    """Changes in words; they were loaded with their account."""
    return [tell(change) for change in changes]


def tell(change: Change) -> Told:
    """One change in words."""
    return Told(
        at=change.at,
        who=str(change.account) if change.account else _("command line or job"),
        kind=_(KINDS.get(change.kind, change.kind)),
        title=change.title,
        act=_(ACTS.get(change.act, change.act)),
        values=tuple(_values(change)),
        reason=change.reason,
    )


def _values(change: Change) -> Iterator[Value]:
    names = [*change.before, *(name for name in change.after if name not in change.before)]
    for name in names:
        before, after = change.before.get(name), change.after.get(name)
        if before not in (None, "") or after not in (None, ""):
            yield Value(label_of(name), _text(before), _text(after))


def label_of(name: str) -> str:
    """What a column is called where it is asked for."""
    for form in _FORMS:
        if name in form.base_fields:
            return str(form.base_fields[name].label)
    return _(_OTHERS[name]) if name in _OTHERS else name


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)
