"""Kinds of service points, pools and experts: words of the field (METHODS L1, S4, S5, Z19)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

POINTS: Mapping[str, Promise] = {
    "hall": _("Reception hall (接待大厅)"), "mediation": _("Mediation centre (调解中心)"),
    "mediation_room": _("Mediation room (调解室)"),
    "legal": _("Legal service station (法律服务站)"),
    "contact": _("Contact point (联络点)"), "village": _("Village station (村级站点)"),
    "other": _("Other"),
}  # fmt: skip
POOLS: Mapping[str, Promise] = {
    "mediators": _("Mediators (调解员库)"), "experts": _("Experts (专家库)"),
    "lawyers": _("Lawyers (律师库)"), "squad": _("Dispute squad (调处小分队)"),
    "agents": _("Appeal agents (代办员)"),
}  # fmt: skip
EXPERTS: Mapping[str, Promise] = {
    "mediator": _("Mediator"), "police": _("Police assistant"), "agent": _("Appeal agent"),
    "lawyer": _("Lawyer"), "delegate": _("Delegate (代表委员)"),
    "first_secretary": _("First secretary (第一书记)"), "retired": _("Retired official (老干部)"),
    "professional": _("Professional (专业人员)"), "elder": _("Respected elder (乡贤)"),
}  # fmt: skip
