"""Addresses of notices, and of what open pages ask."""

from __future__ import annotations

from django.urls import path

from huiyin.desk.views import notices

urlpatterns = [
    path("notices/", notices.show, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("notices/count/", notices.count, name="notices_count"),
    path("notices/settings/", notices.wishes, name="notices_settings"),
    path("notices/<uuid:digest_id>/", notices.digest, name="notices_digest"),
    path("matters/<number:number>/seq/", notices.seq, name="seq"),
]
