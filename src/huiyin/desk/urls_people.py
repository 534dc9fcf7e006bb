"""Addresses of absences and handovers."""

from __future__ import annotations

from django.urls import path

from huiyin.desk.views import absence, handover

urlpatterns = [
    path("absences/", absence.show, name="absences"),
    path("absences/new/", absence.enter, name="absence_new"),
    path("absences/of/", absence.choose, name="absence_of"),
    path("absences/<uuid:absence>/end/", absence.end, name="absence_end"),
    path("handover/", handover.show, name="handover"),
    path("handover/<uuid:holding>/", handover.hand_over, name="handover_one"),
    path("handover/sheets/<uuid:sheet>/", handover.sheet, name="handover_sheet"),
]
