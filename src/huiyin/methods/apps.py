"""Django app of drafts, publications and migrations of work methods."""

from __future__ import annotations

from django.apps import AppConfig
from typing_extensions import override


class MethodsConfig(AppConfig):
    name = "huiyin.methods"
    label = "methods"

    @override
    def ready(self) -> None:
        """Let packs know what was published here."""
        from huiyin.methods.keeper import Publications
        from huiyin.packs import published

        published.register(Publications())
