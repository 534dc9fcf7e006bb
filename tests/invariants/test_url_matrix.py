"""Every address of the project × everybody: who gets what, from one reviewed table.

An address that is not in `url_matrix.yaml` fails here, as does one that is there and no longer
exists. Each row is tried with a request that is good in itself, so that a refusal is one of rights.
`HUIYIN_UPDATE=1 pytest tests/invariants/test_url_matrix.py` writes the table anew, for review.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from ruamel.yaml import YAML

from huiyin.people.testing import Cast

from .url_requests import CALLERS, Scenario, scenario

TABLE = Path(__file__).with_name("url_matrix.yaml")
HEAD = """\
# Address → method → status → who gets it; `rest` is everybody else (test_url_matrix.py).
# The matter was registered by the office, which is above nobody, and is handled by the town.
# anonymous has no account; far.* belong to another county; county.* stand above office and town.
# 302: done, or sent to the sign-in page; 404: does not exist for them; 405: no such method.
"""
Row = dict[str, dict[int, list[str]]]


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def status(client: Client, route: str, method: str, scene: Scenario) -> int:
    """The status of one request; whatever it wrote is taken back, in the browser too."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = scene.send(client, route, method)
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response.status_code


def measured(cast: Cast) -> dict[str, Row]:
    scene = scenario(cast)
    clients = {name: _client(cast, name) for name in CALLERS}
    table: dict[str, Row] = {}
    for route in sorted(set(routes(get_resolver().url_patterns))):
        table[route] = {}
        for method in ("get", "post"):
            found: dict[int, list[str]] = defaultdict(list)
            for name, client in clients.items():
                found[status(client, route, method, scene)].append(name)
            table[route][method] = dict(found)
    return table


def _client(cast: Cast, name: str) -> Client:
    client = Client(raise_request_exception=False)
    if name != "anonymous":
        client.force_login(cast.accounts[name])
    return client


def test_everybody_gets_just_what_the_table_says(cast):
    found = measured(cast)
    if os.environ.get("HUIYIN_UPDATE"):
        TABLE.write_text(HEAD + written(found), "utf-8")
    expected = {route: _spread(row) for route, row in YAML(typ="safe").load(TABLE).items()}
    now = {route: _spread(row) for route, row in found.items()}
    assert set(now) == set(expected), "addresses without a row, or rows without an address"
    wrong = [
        f"{method.upper()} /{route} as {name}: {now[route][method, name]}, the table says {status}"
        for route, cells in expected.items()
        for (method, name), status in cells.items()
        if now[route][method, name] != status
    ]
    assert not wrong, "\n".join(wrong)
    assert not [route for route, cells in now.items() if 500 in cells.values()]


def _spread(row: Row) -> dict[tuple[str, str], int]:
    """(method, name) → status, with `rest` filled in."""
    cells: dict[tuple[str, str], int] = {}
    for method, answers in row.items():
        named = {name for names in answers.values() for name in _list(names)}
        for status, names in answers.items():
            spread = set(CALLERS) - named if names == "rest" else _list(names)
            cells |= {(method, name): int(status) for name in spread}
    return cells


def _list(names: str | list[str]) -> list[str]:
    return [] if names == "rest" else list(names)


def written(table: dict[str, Row]) -> str:
    """The table as a person wants to read it: the largest group is `rest`."""
    lines = []
    for route, row in table.items():
        lines.append(f'"{route}":')
        for method, answers in row.items():
            largest = max(answers, key=lambda status: len(answers[status]))
            cells = [
                f"{status}: rest" if status == largest else f"{status}: [{', '.join(names)}]"
                for status, names in sorted(answers.items())
            ]
            lines.append(f"  {method}: {{{', '.join(cells)}}}")
    return "\n".join(lines) + "\n"
