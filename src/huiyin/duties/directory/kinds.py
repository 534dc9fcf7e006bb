"""Kinds of service points, pools and experts: words of the field (METHODS L1, S4, S5, Z19).

Indicators of packs name them (`records: points, where: {kind: legal_station}`).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

POINTS: Mapping[str, Promise] = {
    "one_stop": _("Reception hall"), "mediation_centre": _("Mediation centre"),
    "joint_mediation_centre": _("Joint mediation centre"),
    "village_mediation_centre": _("Village mediation centre"),
    "mediation_room": _("Mediation room"), "legal_station": _("Legal service station"),
    "legal_contact": _("Contact point"), "village_station": _("Village station"),
    "other": _("Other"),
}  # fmt: skip
POOLS: Mapping[str, Promise] = {
    "mediation": _("Mediators"), "expert": _("Experts"), "legal_service": _("Legal service"),
    "legal_adviser": _("Legal advisers of villages"), "dispute_squad": _("Dispute squad"),
    "agents": _("Appeal agents"),
}  # fmt: skip
EXPERTS: Mapping[str, Promise] = {
    "mediator": _("Mediator"), "police_assistant": _("Police assistant"),
    "appeal_agent": _("Appeal agent"), "lawyer": _("Lawyer"), "legal_worker": _("Legal worker"),
    "delegate": _("Delegate"), "first_secretary": _("First secretary"),
    "retired": _("Retired official"), "professional": _("Professional"),
    "elder": _("Respected elder"),
}  # fmt: skip
