"""A small county behind the API: one caller per post."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from huiyin.matters.testing import Walk
from huiyin.people.testing import Cast, make_cast


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def walk(cast) -> Walk:
    return Walk(cast)


class Caller:
    """Somebody's program: JSON in, JSON out."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str, status: int = 200, **query):
        return self._read(self.client.get(f"/api{path}", query), status)

    def post(self, path: str, body, status: int = 200):
        text = body if isinstance(body, str) else json.dumps(body)
        response = self.client.post(f"/api{path}", text, content_type="application/json")
        return self._read(response, status)

    @staticmethod
    def _read(response, status):
        assert response.status_code == status, response.content.decode()
        kind = "application/problem+json" if status >= 400 else "application/json"
        assert response["Content-Type"].split(";")[0] == kind
        assert response["Cache-Control"] == "no-store"
        found = json.loads(response.content)
        assert status < 400 or found["status"] == status
        return found


@pytest.fixture
def call(cast):
    """`call("office.window")`: the API as that post's holder; without a post, as nobody."""

    def sign_in(post: str = "", language: str = "en") -> Caller:
        client = Client(headers={"accept-language": language})
        if post:
            client.force_login(cast.accounts[post])
        return Caller(client)

    return sign_in
