"""Django app of what all faces share: base page, style, form rendering, sentences."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "huiyin.ui"
    label = "ui"
