"""Addresses for raising a matter."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from huiyin.portal.views import home, raising, sent

urlpatterns = [
    path("home/", home.show, name="home"),
    path("raise/", RedirectView.as_view(pattern_name="portal:home"), name="raise_begin"),
    path("raise/places/<slug:code>/", home.places, name="places"),
    path("raise/discard/", raising.discard, name="discard"),
    path("raise/sent/", sent.show, name="sent"),
    path("raise/sent/slip.pdf", sent.pdf, name="slip_pdf"),
    path("raise/<slug:step>/", raising.show, name="raise"),
]
