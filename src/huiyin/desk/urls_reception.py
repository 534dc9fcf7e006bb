"""Addresses of the reception."""

from __future__ import annotations

from django.urls import path

from huiyin.desk.views import reception

urlpatterns = [
    path("reception/", reception.show, name="reception"),
    path("reception/open/", reception.begin, name="reception_open"),
    path("reception/arrive/", reception.arrive, name="reception_arrive"),
    path("reception/call/", reception.call, name="reception_call"),
    path("reception/close/", reception.close, name="reception_close"),
    path("reception/<uuid:visit>/received/", reception.received, name="reception_received"),
    path("reception/<uuid:visit>/left/", reception.left, name="reception_left"),
]
