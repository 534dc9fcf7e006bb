"""For every address a request that is good in itself, about one matter of the county."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from huiyin.archive.disposal import propose
from huiyin.archive.holds import hold
from huiyin.archive.models import Disposal
from huiyin.desk.bulk import prepare
from huiyin.desk.models import BulkRun
from huiyin.desk.saved import create
from huiyin.letters.models import Letter
from huiyin.matters import testing
from huiyin.matters.actions.foresee import foresee
from huiyin.matters.actions.linking import link
from huiyin.matters.codes import code_of
from huiyin.matters.models import File, Party
from huiyin.matters.queries.several import several
from huiyin.matters.testing import Walk, petition
from huiyin.methods.drafts import start
from huiyin.methods.testing import publish
from huiyin.notices.models import Kind, Notice
from huiyin.people.testing import PASSWORD, Cast

from . import url_administration as administer
from . import url_duties, url_people, url_reception, url_responsible, url_rotas, url_supervision

CALLERS = (
    "anonymous", "office.window", "office.dispatcher", "office.handler", "office.head",
    "town.window", "town.dispatcher", "town.handler", "town.head", "town.grid", "town.mediator",
    "bureau.handler", "bureau.head", "county.leader", "county.supervisor", "county.auditor",
    "county.head", "county.admin", "far.window", "far.handler", "far.head",
)  # fmt: skip
"""Every role, in the units that have to do with the matter and in those that have not."""

NOTE = {"text": "与信访人电话联系"}
REVEAL = {"fields": ["phone"], "reason": "电话联系信访人"}
REMIND = {"reminder": "silent"}
COMPLAINT = {"ground": "silent", "text": "两个月没有人答复"}
VIEW = {"name": "到期的", "query": "tab=unit&due=late"}
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


RAISED = {
    "topic": "works",
    "data": {"title": "路灯坏了", "text": "看不见路。", "requests": [{"request": "修好"}],
             "petitioner": {"name": "王小明"}},
}  # fmt: skip


def _changed(of: str, data: Mapping[str, Any], *, api: bool) -> Body:
    """A change of a unit, post or account, with what the page had shown of it."""

    def body(scene: Scenario) -> tuple[Any, str]:
        sent = dict(data) | {"expected": scene.values[f"{of}_expected"]}
        return (json.dumps(sent), "application/json") if api else (sent, "")

    return body


METHOD = "national/petition@2022-05-01"
SHORTER = "clocks: {handle: {within: 45nd}}\n"
FILE = {
    "file": "processes/petition.yaml",
    "text": f'process: petition\noverlay: "2022-05-01"\n{SHORTER}',
}
QUERIES: Mapping[str, str] = {
    **url_rotas.QUERIES,
    **url_responsible.QUERIES,
    "raise/<slug:step>/": "?topic=works",
    "counts/matters/": "?of=total",
    "bulletins/table.xlsx": "?month=2025-03", "bulletins/<slug:pack>/<slug:key>/<slug:of>/": (
        "?month=2025-03&place=910102001000"
    ),
    "bulk/": "?n={number}", "bulk/<slug:key>/": "?n={number}",
    "methods/differences/": f"?a={METHOD}&b={METHOD}", "methods/simulate/": f"?process={METHOD}",
    "api/methods/differences": f"?a={METHOD}&b={METHOD}",
    "methods/move/": "?number={number}&to={to}", "api/matters/<number>/migration": "?to={to}",
    "register/": "?channel=visit", "search/": "?q=路灯", "api/search": "?q=路灯",
}  # fmt: skip
KIND = "register/<slug:pack>/<slug:process>/<slug:act>/"
FIXED: Mapping[str, str] = {
    "ledgers/<slug:pack>/<slug:key>/": "ledgers/grassroots/disputes/",
    "ledgers/<slug:pack>/<slug:key>/table.xlsx": "ledgers/grassroots/disputes/table.xlsx",
    "ledgers/<slug:pack>/<slug:key>/wall/": "ledgers/grassroots/disputes/wall/",
    "indicators/<slug:pack>/<str:key>/": "indicators/grassroots/X4.received/",
    "bulletins/<slug:pack>/<slug:key>/<slug:of>/": "bulletins/grassroots/monthly/received/",
    "api/indicators/<pack>/<key>/matters": "api/indicators/grassroots/X4.received/matters",
    "api/ledgers/<pack>/<key>": "api/ledgers/grassroots/disputes",
    "api/bulletins/<pack>/<key>": "api/bulletins/grassroots/monthly",
    "help/<slug:name>/": "help/office/",
    **url_people.FIXED,
    **url_rotas.FIXED,
    **url_responsible.FIXED,
    "raise/<slug:step>/": "raise/what/",
    "follow/open/<slug:key>/": "follow/open/handling_complaint/",
    "api/follow/acts/<act>": "api/follow/acts/remind",
    "api/follow/open/<door>": "api/follow/open/handling_complaint",
    "raise/places/<slug:code>/": "raise/places/910102000000/",
    "api/processes/<key>": "api/processes/petition",
    KIND: "register/national/suggestion/register/",
    "admin/holdings/<uuid:holding>/end/": "admin/holdings/<uuid:held>/end/",
    "api/admin/holdings/<holding>/end": "api/admin/holdings/<held>/end",
    "admin/holdings/<uuid:holding>/cancel/": "admin/holdings/<uuid:coming>/cancel/",
    "api/admin/holdings/<holding>/cancel": "api/admin/holdings/<coming>/cancel",
    "api/admin/choices/<of>": "api/admin/choices/units",
}


def _rota(route: str, **names: str) -> Body:
    """A form or, for the API, a body whose fields are values of the scene."""

    def body(scene: Scenario) -> tuple[Any, str]:
        data = {field: scene.values[name] for field, name in names.items()}
        return (json.dumps(data), "application/json") if route.startswith("api/") else (data, "")

    return body


def _finding(data: Mapping[str, str], *, api: bool) -> Body:
    def body(scene: Scenario) -> tuple[Any, str]:
        one = scene.values["finding"]
        sent = json.dumps({**data, "ids": [int(one)]})
        return (sent, "application/json") if api else ({**data, "n": one}, "")

    return body


BODIES: Mapping[str, Body] = {
    **{route: _form(data) for route, data in url_responsible.FORMS.items()},
    **{route: _json(data) for route, data in url_responsible.JSON.items()},
    **{route: _form(data) for route, data in url_rotas.FORMS.items()},
    **{route: _json(data) for route, data in url_rotas.JSON.items()},
    **{route: _rota(route, account=name) for route, name in url_rotas.WHO.items()},
    **{route: _rota(route, asked_of="rota_window") for route in url_rotas.ASKED},
    **{
        route: _rota(route, first="rota_first", last="rota_last", mark="rota_mark")
        for route in url_rotas.FILLED
    },
    **{route: _finding(data, api=False) for route, data in url_supervision.FORMS.items()},
    **{route: _finding(data, api=True) for route, data in url_supervision.JSON.items()},
    **{route: _form(data) for route, data in url_reception.BODIES.items()},
    **{route: _form(data) for route, data in url_duties.BODIES.items()},
    **{route: _json(data) for route, data in url_duties.JSON.items()},
    **{route: _json(data) for route, data in url_reception.JSON.items()},
    "reception/<uuid:visit>/received/": lambda scene: ({"number": scene.values["number"]}, ""),
    "api/reception/visits/<visit>/received": lambda scene: (
        json.dumps({"number": scene.values["number"]}),
        "application/json",
    ),
    "admin/units/new/": _form(administer.UNIT),
    "admin/units/<uuid:unit>/change/": _changed("unit", administer.UNIT, api=False),
    "admin/units/<uuid:unit>/dissolve/": _form(administer.DISSOLVE),
    "admin/units/<uuid:unit>/posts/new/": _form(administer.POST),
    "admin/posts/<uuid:post>/change/": _changed("post", administer.POST, api=False),
    "admin/posts/<uuid:post>/hold/": lambda scene: (scene.holding, ""),
    "admin/holdings/<uuid:holding>/end/": lambda scene: (
        {"ends_on": scene.values["today"]},
        "",
    ),
    "admin/accounts/new/": _form(administer.ACCOUNT),
    "admin/accounts/<uuid:account>/change/": _changed("account", administer.ACCOUNT, api=False),
    "admin/calendars/new/": _form(administer.TABLE),
    "admin/calendars/hours/": _form(administer.HOURS),
    "admin/audit/table.csv": _form({"tab": "changes"}),
    "admin/import/": _form({"rows": "[]"}),
    "api/admin/units": _json(administer.UNIT),
    "api/admin/units/<unit>": _changed("unit", administer.UNIT, api=True),
    "api/admin/units/<unit>/dissolve": _json(administer.DISSOLVE),
    "api/admin/units/<unit>/posts": _json(administer.POST),
    "api/admin/posts/<post>": _changed("post", administer.POST, api=True),
    "api/admin/posts/<post>/holdings": lambda scene: (
        json.dumps(scene.holding),
        "application/json",
    ),
    "api/admin/holdings/<holding>/end": lambda scene: (
        json.dumps({"ends_on": scene.values["today"]}),
        "application/json",
    ),
    "api/admin/accounts": _json(administer.ACCOUNT),
    "api/admin/accounts/<account>": _changed("account", administer.ACCOUNT, api=True),
    "api/admin/calendars": _json(administer.TABLE),
    "api/admin/calendars/preview": _json(administer.TABLE),
    "api/admin/calendars/hours": _json(administer.HOURS),
    "api/admin/calendars/hours/preview": _json(administer.HOURS),
    **{route: _form(data) for route, data in url_people.FORMS.items()},
    **{route: _json(data) for route, data in url_people.JSON.items()},
    "login/": _form({"username": "office.window", "password": PASSWORD}),
    "i18n/setlang/": _form({"language": "en"}),
    "type/": _form({"large": "1", "next": "/"}),
    "register/": _form(FLAT),
    KIND: _form(FLAT),
    "follow/": lambda _scene: ({"number": "26-0", "code": "00000000"}, ""),
    "api/follow": lambda scene: (json.dumps(scene.receipt), "application/json"),
    "api/follow/acts/<act>": lambda scene: (
        json.dumps({**scene.receipt, "expected_seq": scene.seq, "data": REMIND}),
        "application/json",
    ),
    "api/follow/open/<door>": lambda scene: (
        json.dumps({**scene.receipt, "data": {**COMPLAINT, "about_unit": scene.values["town"]}}),
        "application/json",
    ),
    "api/follow/letters/<letter_id>": lambda scene: (
        json.dumps(scene.receipt),
        "application/json",
    ),
    "api/acts/<act>": lambda scene: scene.many,
    "api/acts/<act>/preview": lambda scene: scene.many,
    "bulk/<slug:key>/": lambda scene: ({"n": scene.values["number"], **NOTE}, ""),
    "bulk/runs/<uuid:run_id>/": _form(NOTE),
    "views/": _form(VIEW),
    "views/<uuid:view_id>/": _form({"step": "up"}),
    "api/views": _json(VIEW),
    "api/views/<view_id>": _json({"step": "up"}),
    "matters/<number:number>/acts/<slug:key>/": _form(NOTE),
    "matters/<number:number>/people/<int:party_id>/reveal/": _form(REVEAL),
    "matters/<number:number>/links/": lambda scene: (scene.relation, ""),
    "matters/<number:number>/links/<uuid:link_id>/undo/": _form({"reason": "不是一回事"}),
    "api/matters/<number>/links": lambda scene: (json.dumps(scene.relation), "application/json"),
    "api/matters/<number>/links/<link_id>/undo": _json({"reason": "不是一回事"}),
    "matters/<number:number>/holds/": _form({"reason": "诉讼期间保全"}),
    "matters/<number:number>/holds/<uuid:hold_id>/release/": _form({"reason": "判决生效"}),
    "notices/read/": _form({"all": "1"}),
    "notices/settings/": _form({"quiet_from": "20:00", "quiet_to": "08:00"}),
    "api/notices/read": _json({"all": True}),
    "api/notices/settings": _json({"quiet_from": "20:00", "quiet_to": "08:00"}),
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
    "raise/<slug:step>/": lambda _scene: ({"topic": "works", "title": "路灯坏了"}, ""),
    "api/raise": _json(RAISED),
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
    def many(self) -> tuple[str, str]:
        """The same act on many, which are this one."""
        one = {"number": self.values["number"], "expected_seq": self.seq}
        return json.dumps({"matters": [one], "data": NOTE}), "application/json"

    @property
    def move(self) -> dict[str, Any]:
        """What moves the matter to the version published after it came in."""
        return {"to": self.values["to"], "reason": "办法缩短了", "expected_seq": self.seq}

    @property
    def holding(self) -> dict[str, str]:
        """Who gets the post of administration's addresses, when it is free again."""
        later = self.values["later"]
        return {"account": "newcomer", "starts_on": later, "ends_on": later}

    @property
    def receipt(self) -> dict[str, str]:
        """Number and code, as the resident has them."""
        return {"number": self.values["number"], "code": self.values["code"]}

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


def _run(cast: Cast, number: str) -> BulkRun:
    """A note on many that the town's handler has looked at and not done yet."""
    actor = cast.actor("town.handler")
    verdicts = foresee(several(actor, [number]), [number], "note", by=actor, data=NOTE)
    return prepare(actor, "note", verdicts)


def digest_of(cast: Cast) -> Notice:
    """A digest of the town's handler."""
    now = timezone.now()
    return Notice.objects.create(
        account=cast.accounts["town.handler"], kind=Kind.DIGEST, topic="x", params={"count": 0},
        created_at=now, show_from=now,
    )  # fmt: skip


def scenario(cast: Cast) -> Scenario:
    """A petition that the office registered and passed on, and the town accepted."""
    # A method in force below: whoever looks after the county has its ledgers and indicators, and
    # what is taken in elsewhere stays national.
    cast.divisions["other_town"].pack = "grassroots"
    cast.divisions["other_town"].save()
    walk = Walk(cast).to_handling()
    file = File.objects.filter(matter=walk.pk).first()
    assert file is not None
    other = Walk(cast).to_handling().matter
    made = link(walk.pk, other.number, "same_issue", by=cast.actor("office.window"))
    held = hold(cast.actor("office.head"), walk.pk, "诉讼期间保全")
    draft = start("national", "缩短", {FILE["file"]: FILE["text"]}, by=cast.actor("county.admin"))
    shorter = publish(cast, SHORTER)
    view = create(cast.actor("town.handler"), **VIEW)
    values = {
        **url_people.values(cast), **url_duties.values(cast), **url_reception.values(cast),
        **url_rotas.values(cast), **url_responsible.values(cast),
        **administer.administration(cast), **url_supervision.values(walk.pk),
        "view_id": str(view.pk), "run_id": str(_run(cast, walk.matter.number).pk),
        "digest_id": str(digest_of(cast).pk),
        "draft": str(draft.number), "pack": "national", "process": "petition",
        "setting": "clocks.rating.within", "to": f"{METHOD}~{shorter.mark}",
        "hold_id": str(held.pk), "list_id": str(_due_list(cast).pk),
        "other": other.number, "link_id": str(made.pk),
        "number": walk.matter.number, "key": "note", "act": "note", "file_id": str(file.pk),
        "code": code_of(walk.pk), "town": cast.unit("town"), "door": "handling_complaint",
        "letter_id": str(Letter.objects.get(matter=walk.pk, key="acceptance_notice").pk),
        "address": "nothing/of/ours", "party_id": str(Party.objects.get(matter=walk.pk).pk),
    }  # fmt: skip
    return Scenario(walk.matter.seq, values)
