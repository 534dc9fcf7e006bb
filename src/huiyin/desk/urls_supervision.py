"""Addresses of supervision: findings of rules, orders that run, what is decided on findings."""

from __future__ import annotations

from django.urls import path

from huiyin.desk.views import supervision

urlpatterns = [
    path("supervision/", supervision.show, name="supervision"),
    path("supervision/orders/", supervision.raise_orders, name="supervision_raise"),
    path("supervision/dismissals/", supervision.dismiss, name="supervision_dismiss"),
]
