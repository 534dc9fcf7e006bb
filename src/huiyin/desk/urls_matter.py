"""Addresses beside a matter's page: what is read only when it is asked for."""

from __future__ import annotations

from django.urls import path

from huiyin.desk.views import similar

urlpatterns = [
    path("matters/<number:number>/similar/", similar.similar, name="similar"),
    path("matters/<number:number>/earlier/", similar.earlier, name="earlier"),
]
