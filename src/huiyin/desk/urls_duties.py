"""Addresses of duties."""

from __future__ import annotations

from django.urls import path

from huiyin.desk.views import duties, duty

urlpatterns = [
    path("duties/", duties.mine, name="duties"),
    path("duties/unit/", duties.unit, name="duties_unit"),
    path("duties/below/", duties.below, name="duties_below"),
    path("duties/<int:duty>/", duty.show, name="duty"),
    path("duties/<int:duty>/proofs/<int:nth>/", duty.proof, name="duty_proof"),
]
