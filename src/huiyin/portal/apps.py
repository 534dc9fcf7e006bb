"""The residents' pages as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from typing_extensions import override


class PortalConfig(AppConfig):
    name = "huiyin.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    @override
    def ready(self) -> None:
        """A new vault key reaches drafts too."""
        from huiyin.people.vault import rotation
        from huiyin.portal.drafts import context

        rotation.register("portal.Draft", {"sealed": context})
