"""Django app of matters."""

from __future__ import annotations

from django.apps import AppConfig
from typing_extensions import override


class MattersConfig(AppConfig):
    name = "huiyin.matters"
    label = "matters"
    default_auto_field = "django.db.models.BigAutoField"

    @override
    def ready(self) -> None:
        """Dates follow every calendar that is published; a new vault key reaches sealed texts."""
        from huiyin.matters.actions.append import context
        from huiyin.matters.closing import open_matters
        from huiyin.matters.handing import goes_over
        from huiyin.matters.tasks import defer_recompute
        from huiyin.people import handing
        from huiyin.people.actions import guards
        from huiyin.people.vault import rotation
        from huiyin.places.publish import on_publish

        on_publish(defer_recompute)
        guards.count_with(open_matters)
        handing.tell_with(goes_over)
        rotation.register(
            "matters.SealedText", {"sealed": lambda row: context(row.matter_id, row.seq, row.path)}
        )
