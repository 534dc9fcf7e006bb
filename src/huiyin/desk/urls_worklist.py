"""Addresses of the worklist: saved views, and one act on many matters."""

from __future__ import annotations

from django.urls import path

from huiyin.desk.views import bulk, saved_views

urlpatterns = [
    path("views/", saved_views.show, name="views"),
    path("views/<uuid:view_id>/", saved_views.change, name="view"),
    path("bulk/", bulk.choose, name="bulk"),
    path("bulk/<slug:key>/", bulk.fill, name="bulk_act"),
    path("bulk/runs/<uuid:run_id>/", bulk.run, name="bulk_run"),
]
