"""The addresses of every face."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("huiyin.ui.urls")),
    path("", include("huiyin.accounts.urls")),
    path("", include("huiyin.desk.urls")),
    path("", include("huiyin.portal.urls")),
    path("api/", include("huiyin.api.urls")),
]
