"""Helpers of these tests: open a matter, ask the API, a joint letter."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from huiyin.matters.codes import code_of
from huiyin.matters.models import Matter
from huiyin.matters.testing import Walk
from huiyin.people.testing import Cast

PEOPLE = [{"person": {"name": f"王{n}", "address": f"柳湾村{n}号"}} for n in range(1, 4)]


def key(matter: Matter, signatory: int = 1) -> dict[str, str]:
    """Number and code, as they stand on the receipt."""
    number = matter.number if signatory == 1 else f"{matter.number}/{signatory}"
    return {"number": number, "code": code_of(matter.pk, signatory)}


def open_it(client: Client, matter: Matter, signatory: int = 1) -> str:
    """Open the matter and return its page."""
    answer = client.post(reverse("portal:follow"), key(matter, signatory))
    assert answer.status_code == 302
    return client.get(reverse("portal:follow")).content.decode()


def ask(client: Client, path: str, body: dict[str, Any]) -> HttpResponse:
    """A request to the residents' API."""
    return client.post(f"/api/follow{path}", json.dumps(body), "application/json")


def joint(cast: Cast) -> Walk:
    """A joint letter of three people, registered by the office."""
    return Walk(cast, channel="letter", joint=True, signatories=PEOPLE, read_back=None)
