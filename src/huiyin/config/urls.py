"""The addresses of every face that is installed."""

from __future__ import annotations

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

FACES = {"desk": "", "portal": "my/", "api": "api/"}

urlpatterns: list[URLPattern | URLResolver] = [
    path("i18n/", include("django.conf.urls.i18n")),
    *[
        path(prefix, include(f"huiyin.{face}.urls"))
        for face, prefix in FACES.items()
        if apps.is_installed(f"huiyin.{face}")
    ],
]
