"""The tour of the first sign-in: a few steps for what this person's posts are there for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.people.actor import Actor

MOST = 5


@dataclass(frozen=True)
class Step:
    """One sentence, and the page where it can be tried (a name of an address, or none)."""

    words: Promise
    page: str = ""
    link: Promise | str = ""

    @property
    def address(self) -> str:
        """Where the link leads; "" without one."""
        return reverse(self.page) if self.page else ""


_LIST = Step(
    _("The worklist shows what is yours, the most urgent first. The mark says how long is left."),
    "desk:worklist", _("Worklist"),
)  # fmt: skip
_MATTER = Step(
    _("Open a matter: what you may do now stands beside it, with the law and the dates.")
)
_WHY = Step(_("“Why this date” shows step by step how a due date was reckoned."))
_SECOND = Step(
    _("What needs a second person comes to your list as “to confirm”: agree, or send it back.")
)
_COUNTS = Step(
    _("Every figure opens the matters behind it. Nothing is typed in."), "desk:counts", _("Counts")
)

STEPS: Mapping[str, tuple[Step, ...]] = {
    "window": (
        Step(
            _("Register whatever is brought: the form says what is needed. It is never refused."),
            "desk:register", _("Register"),
        ),
        Step(
            _("Give the receipt: with number and code residents follow their matter themselves.")
        ),
        Step(
            _("On reception days: tickets, calls, and at closing time what is left goes to a"
              " leader."),
            "desk:reception", _("Reception"),
        ),
        _LIST,
    ),
    "dispatcher": (
        _LIST,
        Step(_("Triage first: which route, which unit. Then forward; the letter is made for you.")),
        _MATTER, _WHY,
    ),
    "handler": (
        _LIST, _MATTER,
        Step(_("Before an opinion: hear the petitioner and check the facts. Both are recorded.")),
        Step(_("The letter stands beside the form while you write. A head confirms it.")),
        _WHY,
    ),
    "head": (_SECOND, _LIST, _MATTER, _COUNTS),
    "leader": (
        Step(_("Your list has what was given to you by name, and everything late below you."),
             "desk:worklist", _("Worklist")),
        _MATTER, _COUNTS,
    ),
    "supervisor": (
        Step(
            _("The list of what is late, and of what has not moved, is your starting point."),
            "desk:worklist", _("Worklist"),
        ),
        Step(_("Raise a supervision order from a matter: it has its own day of answer.")),
        _COUNTS,
    ),
    "mediator": (
        _LIST,
        Step(_("First tell both sides their rights and ask for their consent; then begin.")),
        Step(_("An agreement names who does what by when. Later you ask whether it was kept.")),
    ),
    "grid": (
        Step(
            _("What you see or hear on your round: register it, it goes to the competent unit."),
            "desk:register", _("Register"),
        ),
        _LIST,
        Step(_("Print the contact cards of your grid."), "desk:cards", _("Contact cards")),
    ),
    "auditor": (
        Step(_("Who read what and who changed which setting is written down, and can be exported."),
             "desk:admin_audit", _("Audit")),
        _COUNTS,
    ),
    "admin": (
        Step(
            _("Units, posts, accounts: matters belong to posts, people hold posts for a time."),
            "desk:admin", _("Administration"),
        ),
        Step(_("Before a year's days off are published you see which due dates change.")),
        Step(
            _("Work methods are files: a change is drafted, checked by its stories and approved by"
              " two."),
            "desk:methods", _("Methods"),
        ),
    ),
}  # fmt: skip


def steps(actor: Actor) -> list[Step]:
    """At most five steps for the roles held, in the order of the table, none twice."""
    found = dict.fromkeys(
        step for role, some in STEPS.items() if role in actor.roles for step in some
    )
    return list(found)[:MOST]
