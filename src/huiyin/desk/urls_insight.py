"""Addresses of ledgers, indicators, bulletins and the wall."""

from __future__ import annotations

from django.urls import path

from huiyin.desk.views import bulletins, indicators, ledgers

urlpatterns = [
    path("ledgers/", ledgers.show_all, name="ledgers"),
    path("ledgers/<slug:pack>/<slug:key>/", ledgers.show, name="ledger"),
    path("ledgers/<slug:pack>/<slug:key>/table.xlsx", ledgers.table, name="ledger_xlsx"),
    path("ledgers/<slug:pack>/<slug:key>/wall/", ledgers.wall, name="wall"),
    path("indicators/", indicators.show, name="indicators"),
    path("indicators/table.xlsx", indicators.table, name="indicators_xlsx"),
    path("indicators/<slug:pack>/<str:key>/", indicators.behind, name="indicator"),
    path("bulletins/", bulletins.show, name="bulletins"),
    path("bulletins/table.xlsx", bulletins.table, name="bulletins_xlsx"),
    path("bulletins/<slug:pack>/<slug:key>/<slug:of>/", bulletins.behind, name="bulletin"),
]
