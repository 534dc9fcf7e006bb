"""Django app of people."""

from __future__ import annotations

from django.apps import AppConfig
from typing_extensions import override


class PeopleConfig(AppConfig):
    name = "huiyin.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    @override
    def ready(self) -> None:
        """Every published calendar is a change of the configuration; what a handover lists."""
        from huiyin.people import handing
        from huiyin.people.actions.calendars import log
        from huiyin.places.publish import on_publish

        on_publish(log)
        handing.tell_with(handing.own_duties)
