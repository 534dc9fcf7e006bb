"""No page asks the database more than twelve times, whoever opens it first in the table."""

from __future__ import annotations

from pathlib import Path

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from ruamel.yaml import YAML

from .url_requests import scenario

TABLE = Path(__file__).with_name("url_matrix.yaml")
MOST = 12
_ITSELF = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


def test_every_page_needs_at_most_twelve_statements(cast):
    cache.clear()
    scene = scenario(cast)
    found: dict[str, int] = {}
    for route, row in YAML(typ="safe").load(TABLE).items():
        callers = row["get"].get(200)
        if callers is None or route.startswith("api/"):
            continue
        client = Client()
        name = "office.dispatcher" if callers == "rest" else callers[0]
        if name != "anonymous":
            client.force_login(cast.accounts[name])
        client.get("/help/")  # the first request of a session writes it down
        with transaction.atomic():
            with CaptureQueriesContext(connection) as captured:
                response = scene.send(client, route, "get")
            if response.streaming:
                b"".join(response.streaming_content)
            transaction.set_rollback(True)
        found[route] = sum(not one["sql"].startswith(_ITSELF) for one in captured)
    assert len(found) > 60
    assert {route: size for route, size in found.items() if size > MOST} == {}
