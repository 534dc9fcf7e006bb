"""Addresses of work methods, drafts, settings and the simulator."""

from __future__ import annotations

from django.urls import path

from huiyin.desk.views import (
    method_drafts,
    method_force,
    method_migrate,
    method_replay,
    method_settings,
    method_simulate,
    methods,
)

urlpatterns = [
    path("methods/", methods.show, name="methods"),
    path("methods/differences/", methods.differences, name="method_diff"),
    path("methods/simulate/", method_simulate.show, name="simulate"),
    path("methods/replay/", method_replay.show, name="method_replay"),
    path("methods/in-force/", method_force.show, name="method_force"),
    path("methods/move/", method_migrate.show, name="migrate"),
    path("methods/drafts/", method_drafts.show_all, name="drafts"),
    path("methods/drafts/<int:draft>/", method_drafts.show, name="draft"),
    path("methods/<slug:pack>/<slug:process>/", methods.process, name="method"),
    path("admin/settings/", method_settings.show_all, name="settings"),
    path(
        "admin/settings/<slug:pack>/<slug:process>/<str:setting>/",
        method_settings.show,
        name="setting",
    ),
]
