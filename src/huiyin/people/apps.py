"""Django app of people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "huiyin.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
