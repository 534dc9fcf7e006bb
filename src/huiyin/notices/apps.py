"""Django app of notices: what follows an act is told to whoever is on duty."""

from django.apps import AppConfig
from typing_extensions import override


class NoticesConfig(AppConfig):
    name = "huiyin.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    @override
    def ready(self) -> None:
        from huiyin.matters import effects
        from huiyin.notices import effect

        effects.register(effect.after_act)
