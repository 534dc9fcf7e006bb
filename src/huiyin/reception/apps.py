"""Django app of the reception: visitors of the day, and what follows a registration."""

from django.apps import AppConfig
from typing_extensions import override


class ReceptionConfig(AppConfig):
    name = "huiyin.reception"
    label = "reception"
    default_auto_field = "django.db.models.BigAutoField"

    @override
    def ready(self) -> None:
        from huiyin.matters import effects
        from huiyin.reception.effects import after_act

        effects.register(after_act)
