"""Addresses for residents: no account, a number and its code."""

from __future__ import annotations

from django.urls import path

from huiyin.portal.views import act, follow

app_name = "portal"
urlpatterns = [
    path("follow/", follow.show, name="follow"),
    path("follow/leave/", follow.leave, name="leave"),
    path("follow/<slug:key>/", act.show, name="act"),
]
