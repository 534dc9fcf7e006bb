"""Addresses of the own matter: nothing in them says which one, the visit knows."""

from __future__ import annotations

from django.urls import path

from huiyin.portal.views import act, follow, opening, papers

urlpatterns = [
    path("follow/", follow.show, name="follow"),
    path("follow/leave/", follow.leave, name="leave"),
    path("follow/opened/", opening.receipt, name="opened"),
    path("follow/open/<slug:key>/", opening.show, name="open"),
    path("follow/letters/<uuid:letter_id>/", papers.letter, name="letter"),
    path("follow/letters/<uuid:letter_id>/pdf/", papers.pdf, name="letter_pdf"),
    path("follow/files/<uuid:file_id>/", papers.own, name="file"),
    path("follow/<slug:key>/", act.show, name="act"),
]
