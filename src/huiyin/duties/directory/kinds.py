"""Kinds of service points, pools and experts: words of the field (METHODS L1, S4, S5, Z19)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

POINTS: Mapping[str, Promise] = {
    "hall": _("Reception hall"), "mediation": _("Mediation centre"),
    "mediation_room": _("Mediation room"),
    "legal": _("Legal service station"),
    "contact": _("Contact point"), "village": _("Village station"),
    "other": _("Other"),
}  # fmt: skip
POOLS: Mapping[str, Promise] = {
    "mediators": _("Mediators"), "experts": _("Experts"),
    "lawyers": _("Lawyers"), "squad": _("Dispute squad"),
    "agents": _("Appeal agents"),
}  # fmt: skip
EXPERTS: Mapping[str, Promise] = {
    "mediator": _("Mediator"), "police": _("Police assistant"), "agent": _("Appeal agent"),
    "lawyer": _("Lawyer"), "delegate": _("Delegate"),
    "first_secretary": _("First secretary"), "retired": _("Retired official"),
    "professional": _("Professional"), "elder": _("Respected elder"),
}  # fmt: skip
