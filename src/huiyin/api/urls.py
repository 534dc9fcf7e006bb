"""Addresses of the API. What is none of them answers as the API does: with a problem."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from huiyin.api.main import api
from huiyin.api.problems import answer


@csrf_exempt  # writes nothing, whoever asks
def unknown(_request: HttpRequest, address: str = "") -> HttpResponse:
    """404, whether somebody has signed in or not."""
    del address
    return answer(404, "not_found")


urlpatterns = [
    path("", unknown),
    path("", api.urls),
    path("<path:address>", unknown),
]
