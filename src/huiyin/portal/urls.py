"""Addresses for residents: no account, a number and its code."""

from __future__ import annotations

from huiyin.portal import urls_follow, urls_public, urls_raise

app_name = "portal"
urlpatterns = [
    *urls_follow.urlpatterns,
    *urls_public.urlpatterns,
    *urls_raise.urlpatterns,
]
