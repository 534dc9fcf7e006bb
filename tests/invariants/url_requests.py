"""For every address a request that is good in itself, about one matter of the county."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.test import Client

from huiyin.archive.disposal import propose
from huiyin.archive.holds import hold
from huiyin.archive.models import Disposal
from huiyin.matters import testing
from huiyin.matters.actions.linking import link
from huiyin.matters.models import File, Party
from huiyin.matters.testing import Walk, petition
from huiyin.methods.drafts import start
from huiyin.methods.testing import publish
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


METHOD = "national/petition@2022-05-01"
SHORTER = "clocks: {handle: {within: 45nd}}\n"
FILE = {
    "file": "processes/petition.yaml",
    "text": f'process: petition\noverlay: "2022-05-01"\n{SHORTER}',
}
QUERIES: Mapping[str, str] = {
    "counts/matters/": "?of=total",
    "methods/differences/": f"?a={METHOD}&b={METHOD}", "methods/simulate/": f"?process={METHOD}",
    "api/methods/differences": f"?a={METHOD}&b={METHOD}",
    "methods/move/": "?number={number}&to={to}", "api/matters/<number>/migration": "?to={to}",
    "register/": "?channel=visit", "search/": "?q=路灯", "api/search": "?q=路灯",
}  # fmt: skip
KIND = "register/<slug:pack>/<slug:process>/<slug:act>/"
FIXED: Mapping[str, str] = {
    "api/processes/<key>": "api/processes/petition",
    KIND: "register/national/suggestion/register/",
}
BODIES: Mapping[str, Body] = {
    "login/": _form({"username": "office.window", "password": PASSWORD}),
    "i18n/setlang/": _form({"language": "en"}),
    "register/": _form(FLAT),
    KIND: _form(FLAT),
    "follow/": lambda _scene: ({"number": "26-0", "code": "00000000"}, ""),
    "api/acts/<act>": lambda scene: (
        json.dumps(
            {
                "matters": [{"number": scene.values["number"], "expected_seq": scene.seq}],
                "data": NOTE,
            }
        ),
        "application/json",
    ),
    "matters/<number:number>/acts/<slug:key>/": _form(NOTE),
    "matters/<number:number>/people/<int:party_id>/reveal/": _form(REVEAL),
    "matters/<number:number>/links/": lambda scene: (scene.relation, ""),
    "matters/<number:number>/links/<uuid:link_id>/undo/": _form({"reason": "不是一回事"}),
    "api/matters/<number>/links": lambda scene: (json.dumps(scene.relation), "application/json"),
    "api/matters/<number>/links/<link_id>/undo": _json({"reason": "不是一回事"}),
    "matters/<number:number>/holds/": _form({"reason": "诉讼期间保全"}),
    "matters/<number:number>/holds/<uuid:hold_id>/release/": _form({"reason": "判决生效"}),
    "archive/lists/": _form({"everything": "1"}),
    "archive/lists/<uuid:list_id>/decide/": _form({"answer": "approve"}),
    "api/matters/<number>/holds": _json({"reason": "诉讼期间保全"}),
    "api/matters/<number>/holds/<hold_id>/release": _json({"reason": "判决生效"}),
    "api/archive/lists": _json({"all": True}),
    "api/archive/lists/<list_id>/decide": _json({"answer": "approve"}),
    "methods/drafts/": _form({"title": "缩短", "pack": "national", **FILE}),
    "methods/drafts/<int:draft>/": lambda _scene: ({"step": "withdraw", "expected_seq": 1}, ""),
    "methods/move/": lambda scene: ({**scene.move, "number": scene.values["number"]}, ""),
    "admin/settings/<slug:pack>/<slug:process>/<str:setting>/": _form({"value": "45nd"}),
    "api/methods/walk": _json({"lines": ["2026-05-11 register"]}),
    "api/methods/drafts": _json({"title": "缩短", "files": {FILE["file"]: FILE["text"]}}),
    "api/methods/drafts/<draft>": _json({"step": "withdraw", "expected_seq": 1}),
    "api/settings/<pack>/<process>/<setting>": _json({"value": "45nd"}),
    "api/matters/<number>/migration": lambda scene: (json.dumps(scene.move), "application/json"),
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
        query = QUERIES.get(route, "").format_map(self.values)
        url = "/" + self.fill(FIXED.get(route, route)) + query
        if method == "get":
            return client.get(url)
        data, kind = BODIES.get(route, _form({}))(self)
        return client.post(url, data, **({"content_type": kind} if kind else {}))

    @property
    def move(self) -> dict[str, Any]:
        """What moves the matter to the version published after it came in."""
        return {"to": self.values["to"], "reason": "办法缩短了", "expected_seq": self.seq}

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


def _due_list(cast: Cast) -> Disposal:
    """A list of a matter that the town archived long ago; another one is due and on no list."""
    today = testing.START
    testing.START = (2014, 3, 3)
    try:
        numbers = [Walk(cast).to_archive().matter.number for _ in range(2)]
    finally:
        testing.START = today
    return propose(cast.actor("town.handler"), numbers[:1])


def scenario(cast: Cast) -> Scenario:
    """A petition that the office registered and passed on, and the town accepted."""
    walk = Walk(cast).to_handling()
    file = File.objects.filter(matter=walk.pk).first()
    assert file is not None
    other = Walk(cast).to_handling().matter
    made = link(walk.pk, other.number, "same_issue", by=cast.actor("office.window"))
    held = hold(cast.actor("office.head"), walk.pk, "诉讼期间保全")
    draft = start("national", "缩短", {FILE["file"]: FILE["text"]}, by=cast.actor("county.admin"))
    shorter = publish(cast, SHORTER)
    values = {
        "draft": str(draft.number), "pack": "national", "process": "petition",
        "setting": "clocks.rating.within", "to": f"{METHOD}~{shorter.mark}",
        "hold_id": str(held.pk), "list_id": str(_due_list(cast).pk),
        "other": other.number, "link_id": str(made.pk),
        "number": walk.matter.number, "key": "note", "act": "note", "file_id": str(file.pk),
        "address": "nothing/of/ours", "party_id": str(Party.objects.get(matter=walk.pk).pk),
    }  # fmt: skip
    return Scenario(walk.matter.seq, values)
