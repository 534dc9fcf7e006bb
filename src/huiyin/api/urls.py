"""Addresses of the API."""

from __future__ import annotations

from django.urls import path

from huiyin.api.main import api

urlpatterns = [path("", api.urls)]
