"""Addresses of the pages for everybody."""

from __future__ import annotations

from django.urls import path

from huiyin.portal.views import listed, public

urlpatterns = [
    path("promise/", public.promise, name="promise"),
    path("listed/", listed.show, name="listed"),
    path("where/", public.where, name="where"),
    path("grids/<slug:code>/", public.grid, name="grid"),
]
