"""Django app of duties, rotas, responsibilities and supervision by rule."""

from django.apps import AppConfig
from typing_extensions import override


class DutiesConfig(AppConfig):
    name = "huiyin.duties"
    label = "duties"
    default_auto_field = "django.db.models.BigAutoField"

    @override
    def ready(self) -> None:
        from huiyin.duties.effect import after
        from huiyin.matters import effects

        effects.register(after)
