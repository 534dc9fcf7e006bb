"""Django app of imports and exports. It has no tables: what it loads are matters."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "huiyin.exchange"
    label = "exchange"
