"""A resident at the raise pages, for tests: fills in steps and sends."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

WHAT = {
    "topic": "works", "title": "村口的路灯坏了", "text": "上个月起天黑以后看不见路。",
    "requests-0-request": "把路灯修好",
}  # fmt: skip
WHO = {
    "petitioner-name": "王小明",
    "petitioner-phone": "13800001234",
    "petitioner-address": "柳湾村6号",
}


def online(cast: Any, *keys: str) -> None:
    """Let these units take in what residents raise online."""
    for key in keys:
        cast.units[key].takes_online = True
        cast.units[key].save()


def step(client: Client, name: str, data: dict[str, Any]) -> Any:
    """Send one step."""
    return client.post(reverse("portal:raise", args=[name]), data)


def where(cast: Any) -> dict[str, str]:
    """The village, as the chain of selects says it."""
    return {"place-3": cast.divisions["town"].pk, "place-4": cast.divisions["village"].pk}


def filled(client: Client, cast: Any, **changes: Any) -> Client:
    """Three steps answered: nothing is left but to send."""
    for name, data in (("what", WHAT), ("where", where(cast)), ("who", WHO)):
        answer = step(client, name, {**data, **changes.get(name, {})})
        assert answer.status_code == 302, answer.content.decode()
    return client


def send(client: Client) -> Any:
    return step(client, "check", {})
