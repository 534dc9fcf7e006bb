"""Addresses of rotas, and of the private calendar, which no sign-in stands before."""

from __future__ import annotations

from django.urls import path

from huiyin.desk.views import rota_feed, rota_planning, rota_swaps, rotas

urlpatterns = [
    path("rotas/", rotas.show, name="rotas"),
    path("rotas/start/", rotas.start, name="rota_start"),
    path("rotas/calendar/", rota_feed.show, name="rota_feed"),
    path("rotas/calendar/make/", rota_feed.make, name="rota_feed_make"),
    path("rotas/calendar/end/", rota_feed.end, name="rota_feed_end"),
    path("rotas/<uuid:rota>/", rotas.show_one, name="rota"),
    path("rotas/<uuid:rota>/end/", rotas.end, name="rota_end"),
    path("rotas/<uuid:rota>/fill/", rota_planning.fill, name="rota_fill"),
    path("rotas/<uuid:rota>/<slug:day>/<slug:slot>/", rota_planning.plan, name="rota_plan"),
    path("rotas/shifts/<uuid:shift>/replace/", rota_planning.replace, name="rota_replace"),
    path("rotas/shifts/<uuid:shift>/cancel/", rota_planning.cancel, name="rota_cancel"),
    path("rotas/shifts/<uuid:shift>/swap/", rota_swaps.ask_for, name="rota_swap"),
    path("rotas/swaps/<uuid:swap>/", rota_swaps.answer, name="rota_answer"),
    path("calendar/<slug:token>.ics", rota_feed.calendar, name="feed"),
]
