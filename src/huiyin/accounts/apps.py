"""The app that signs people in."""

from __future__ import annotations

from django.apps import AppConfig
from typing_extensions import override


class AccountsConfig(AppConfig):
    name = "huiyin.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    @override
    def ready(self) -> None:
        """Listen to sign-ins and changed factors."""
        from huiyin.accounts import signals

        signals.connect()
