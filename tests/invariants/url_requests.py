"""For every address a request that is good in itself, about one matter of the county."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.test import Client

from huiyin.matters.actions.linking import link
from huiyin.matters.models import File, Party
from huiyin.matters.testing import Walk, petition
from huiyin.people.testing import PASSWORD, Cast

CALLERS = (
    "anonymous", "office.window", "office.dispatcher", "office.handler", "office.head",
    "town.window", "town.dispatcher", "town.handler", "town.head", "town.grid", "town.mediator",
    "bureau.handler", "bureau.head", "county.leader", "county.supervisor", "county.auditor",
    "county.head", "county.admin", "far.window", "far.handler", "far.head",
)  # fmt: skip
"""Every role, in the units that have to do with the matter and in those that have not."""

NOTE = {"text": "与信访人电话联系"}
REVEAL = {"fields": ["phone"], "reason": "电话联系信访人"}
FLAT = {
    "channel": "visit", "received_at": petition()["received_at"], "title": "村口路灯坏了",
    "petitioner-name": "王小明", "text": "村口路灯坏了三个月。", "requests-0-request": "修好路灯",
}  # fmt: skip
Body = Callable[["Scenario"], tuple[Any, str]]


def _form(data: Mapping[str, Any]) -> Body:
    """A form as a browser sends it."""
    return lambda scene: (dict(data) | {"expected_seq": scene.seq}, "")


def _json(data: Mapping[str, Any]) -> Body:
    return lambda _scene: (json.dumps(data), "application/json")


def _act(data: Mapping[str, Any]) -> Body:
    return lambda scene: (
        json.dumps({"expected_seq": scene.seq, "data": data}), "application/json",
    )  # fmt: skip


QUERIES: Mapping[str, str] = {
    "counts/matters/": "?of=total",
    "register/": "?channel=visit", "search/": "?q=路灯", "api/search": "?q=路灯",
}  # fmt: skip
FIXED: Mapping[str, str] = {"api/processes/<key>": "api/processes/petition"}
BODIES: Mapping[str, Body] = {
    "login/": _form({"username": "office.window", "password": PASSWORD}),
    "i18n/setlang/": _form({"language": "en"}),
    "register/": _form(FLAT),
    "matters/<number:number>/acts/<slug:key>/": _form(NOTE),
    "matters/<number:number>/people/<int:party_id>/reveal/": _form(REVEAL),
    "matters/<number:number>/links/": lambda scene: (scene.relation, ""),
    "matters/<number:number>/links/<uuid:link_id>/undo/": _form({"reason": "不是一回事"}),
    "api/matters/<number>/links": lambda scene: (json.dumps(scene.relation), "application/json"),
    "api/matters/<number>/links/<link_id>/undo": _json({"reason": "不是一回事"}),
    "api/matters": _json({"data": petition()}),
    "api/matters/<number>/acts/<act>": _act(NOTE),
    "api/matters/<number>/people/<party_id>/reveal": _json(REVEAL),
}


@dataclass(frozen=True)
class Scenario:
    """One matter and the values that addresses are filled with."""

    seq: int
    values: Mapping[str, str]

    def send(self, client: Client, route: str, method: str) -> HttpResponseBase:
        url = "/" + self.fill(FIXED.get(route, route)) + QUERIES.get(route, "")
        if method == "get":
            return client.get(url)
        data, kind = BODIES.get(route, _form({}))(self)
        return client.post(url, data, **({"content_type": kind} if kind else {}))

    @property
    def relation(self) -> dict[str, str]:
        """What relates the matter to another one that the same offices have had."""
        return {"kind": "repeat_of", "number": self.values["other"]}

    def fill(self, route: str) -> str:
        """`matters/<number:number>/` → `matters/26-000001-5/`. Raises KeyError for a new name."""
        head, opened, rest = route.partition("<")
        if not opened:
            return head
        name, _, tail = rest.partition(">")
        return head + self.values[name.rpartition(":")[2]] + self.fill(tail)


def scenario(cast: Cast) -> Scenario:
    """A petition that the office registered and passed on, and the town accepted."""
    walk = Walk(cast).to_handling()
    file = File.objects.filter(matter=walk.pk).first()
    assert file is not None
    other = Walk(cast).to_handling().matter
    made = link(walk.pk, other.number, "same_issue", by=cast.actor("office.window"))
    values = {
        "other": other.number, "link_id": str(made.pk),
        "number": walk.matter.number, "key": "note", "act": "note", "file_id": str(file.pk),
        "address": "nothing/of/ours", "party_id": str(Party.objects.get(matter=walk.pk).pk),
    }  # fmt: skip
    return Scenario(walk.matter.seq, values)
