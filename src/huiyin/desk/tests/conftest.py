"""A small county at the desk: one browser per post, and petitions moved by real acts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.matters.testing import Walk
from huiyin.people.testing import Cast, make_cast

BUDGETS = Path(__file__).parent / "query_budgets.json"


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def walk(cast) -> Walk:
    """A petition just registered at the office."""
    return Walk(cast)


@pytest.fixture
def at_desk(cast):
    """`at_desk("office.window")`: the browser of that post's holder, in English."""

    def sign_in(post: str, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(cast.accounts[post])
        return client

    return sign_in


@pytest.fixture
def within_budget():
    """Count the statements of a request, and hold them against `query_budgets.json`.

    A page that needs more, or fewer, shows up as a changed line of that file.
    """

    def measure(name: str, request) -> object:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = request()
        budget = json.loads(BUDGETS.read_text("utf-8"))
        said = "\n".join(query["sql"][:200] for query in captured)
        assert len(captured) == budget[name], f"{name}: {len(captured)} statements\n{said}"
        return response

    return measure
