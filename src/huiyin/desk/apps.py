"""Django app of the desk: the pages of staff."""

from django.apps import AppConfig
from django.urls import register_converter
from typing_extensions import override

from huiyin.desk.converters import NumberConverter


class DeskConfig(AppConfig):
    name = "huiyin.desk"
    label = "desk"

    @override
    def ready(self) -> None:
        """Before any file of addresses is read: several use the number. What a handover lists."""
        from huiyin.desk.handing import own_views
        from huiyin.people import handing

        register_converter(NumberConverter, "number")
        handing.tell_with(own_views)
