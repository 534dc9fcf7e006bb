"""Django app of duties, rotas, responsibilities and supervision by rule."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "huiyin.duties"
    label = "duties"
    default_auto_field = "django.db.models.BigAutoField"
