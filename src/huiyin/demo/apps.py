"""Django app of the demo county: no tables, only a command that fills an empty installation."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "huiyin.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
