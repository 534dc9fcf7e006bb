"""The menu of the desk: what stands in it, and for whom. Rights are checked by the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.desk.kinds import kinds
from huiyin.duties.queries.standing import tabs_of
from huiyin.insight import policy as insight
from huiyin.matters import policy
from huiyin.people.actor import Actor
from huiyin.reception.policy import unit_of

Test = Callable[[Actor], bool]


@dataclass(frozen=True)
class Entry:
    """One line of the menu: its page, words, icon, whom it is shown to, what else lies under it."""

    page: str
    words: Promise
    icon: str
    shown: Test
    under: tuple[str, ...] = ()
    """Beginnings of names of pages that belong to it: `desk:method` for every methods page."""


@dataclass(frozen=True)
class Line:
    """An entry as one request shows it."""

    address: str
    words: Promise
    icon: str
    is_current: bool


def _has(*roles: str) -> Test:
    return lambda actor: bool(actor.roles & frozenset(roles))


def _always(_actor: Actor) -> bool:
    return True


ENTRIES: tuple[Entry, ...] = (
    Entry("desk:worklist", _("Worklist"), "worklist", _always),
    Entry("desk:register", _("Register"), "add", lambda actor: bool(kinds(actor))),
    Entry("desk:reception", _("Reception"), "reception", lambda actor: unit_of(actor) is not None,
          ("desk:reception",)),
    Entry("desk:duties", _("Duties"), "duty", lambda actor: bool(actor.packs),
          ("desk:duty", "desk:duties")),
    Entry("desk:rotas", _("Rotas"), "rota", lambda actor: bool(actor.packs), ("desk:rota",)),
    Entry(
        "desk:responsibilities", _("Responsibilities"), "shield",
        lambda actor: bool(actor.packs), ("desk:responsibility",),
    ),
    Entry("desk:directory", _("Directory"), "people", lambda actor: bool(actor.packs),
          ("desk:directory",)),
    Entry("desk:ledgers", _("Ledgers"), "book", insight.may_see_any, ("desk:ledger", "desk:wall")),
    Entry(
        "desk:indicators", _("Indicators"), "indicators", insight.may_count,
        ("desk:indicator", "desk:bulletin"),
    ),
    Entry("desk:supervision", _("Supervision"), "supervision", lambda actor: bool(tabs_of(actor))),
    Entry("desk:counts", _("Counts"), "counts", lambda actor: policy.may(actor, "count")),
    Entry(
        "desk:archive", _("Archive"), "archive",
        lambda actor: policy.may(actor, "dispose") or policy.may(actor, "hold"),
    ),
    Entry("desk:cards", _("Contact cards"), "code", _has("admin", "head", "grid", "window")),
    Entry(
        "desk:methods", _("Methods"), "methods",
        _has("admin", "auditor", "head", "leader", "supervisor"), ("desk:method",),
    ),
    Entry("desk:absences", _("Absence"), "calendar", _always, ("desk:absence",)),
    Entry("desk:handover", _("Handover"), "swap", _has("admin", "head"), ("desk:handover",)),
    Entry(
        "desk:admin", _("Administration"), "settings", _has("admin", "auditor"), ("desk:admin",),
    ),
    Entry("desk:help", _("Help"), "help", _always, ("desk:guide",)),
)  # fmt: skip


def menu(actor: Actor, current: str) -> list[Line]:
    """The lines that this person sees on the page named `current` (`desk:worklist`)."""
    return [
        Line(reverse(entry.page), entry.words, entry.icon, _is_current(entry, current))
        for entry in ENTRIES
        if entry.shown(actor)
    ]


def _is_current(entry: Entry, current: str) -> bool:
    return current == entry.page or any(current.startswith(start) for start in entry.under)
