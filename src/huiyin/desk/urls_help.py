"""Addresses of help."""

from __future__ import annotations

from django.urls import path

from huiyin.desk.views import help as help_pages

urlpatterns = [
    path("help/", help_pages.show_all, name="help"),
    path("help/tour/", help_pages.tour, name="tour"),
    path("help/<slug:name>/", help_pages.show, name="guide"),
]
