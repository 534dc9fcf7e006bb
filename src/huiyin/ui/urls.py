"""Addresses of the design language."""

from __future__ import annotations

from django.urls import path

from huiyin.ui import views

app_name = "ui"
urlpatterns = [
    path("type/", views.switch_type, name="type"),
    path("ui/", views.components, name="components"),
]
