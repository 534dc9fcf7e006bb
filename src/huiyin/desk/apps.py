"""Django app of the desk: the pages of staff."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "huiyin.desk"
    label = "desk"
