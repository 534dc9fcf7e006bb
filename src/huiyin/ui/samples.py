"""What the page `/ui/` shows: values of `samples.yaml` in the shapes the real templates take."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language
from ruamel.yaml import YAML

from huiyin.engine.definition import FormField, Text
from huiyin.engine.forms import FieldError
from huiyin.ui.fields import FieldView, Filling, Option, build
from huiyin.ui.icons import MEANING
from huiyin.ui.words import Chip, clock_chip, due_chip

HERE = Path(__file__).parent
TOKENS = HERE / "static" / "ui" / "tokens.css"
NOON = (2026, 3, 2, 9)
"""The day on which the page always is."""
_FILE = UUID(int=1)


@cache
def _data() -> Mapping[str, Any]:
    read: Mapping[str, Any] = YAML(typ="safe").load(HERE / "samples.yaml")
    return read


def _said(value: Any) -> Any:
    """A pair zh/en in the language of the request, with whatever stands in it."""
    if not (isinstance(value, Mapping) and {"zh", "en"} <= value.keys()):
        return value
    return value["en" if (get_language() or "zh").startswith("en") else "zh"]


def _text(value: Mapping[str, str] | None) -> Text | None:
    return Text.model_validate(value) if value else None


def context() -> dict[str, Any]:
    """Variables of `ui/components.html`, in the language of the request."""
    data = _data()
    now = datetime(*NOON, tzinfo=timezone.get_default_timezone())
    return {
        "now": now,
        "sections": [
            {
                "key": one["key"],
                "title": _said(one["title"]),
                "said": _said(one["said"]),
                "template": f"ui/components/{one['key']}.html",
            }
            for one in data["sections"]
        ],
        "type_scale": [(one["name"], one["class"], _said(one)) for one in data["type"]],
        "colours": colours(),
        "icons": sorted(MEANING),
        "w": {name: _said(value) for name, value in data["words"].items()},
        "chips": _chips(now),
        "fields": _fields(data),
        "wrong": _wrong(data),
        "rows": [_row(one, now) for one in data["rows"]],
        "page": {"after": "next"},
        "matter": {"number": data["rows"][0]["number"]},
        "clocks": _clocks(data, now),
        "entries": _entries(data, now),
        "files": _files(data),
        "figures": _figures(data),
    }


@cache
def colours() -> list[str]:
    """Names of the colours, as the tokens have them."""
    light = TOKENS.read_text("utf-8").partition("@media")[0]
    return re.findall(r"--([a-z-]+): #[0-9a-f]{6};", light)


def _chips(now: datetime) -> list[Chip]:
    days = (40, 2, 0, -2)
    running = [due_chip(now + timedelta(days=d, hours=1), now) for d in days]
    provisional = due_chip(now + timedelta(days=30), now, provisional=True)
    still = [
        clock_chip(status, verdict, now, now)
        for status, verdict in (
            ("stopped", "in_time"),
            ("stopped", "late"),
            ("paused", None),
            ("cancelled", None),
        )
    ]
    return [*running, provisional, *still, due_chip(None, now)]


def _form(specs: Mapping[str, Any]) -> dict[str, FormField]:
    return {name: FormField.model_validate(spec) for name, spec in specs.items()}


def _fields(data: Mapping[str, Any]) -> tuple[FieldView, ...]:
    options = {
        "category": [
            Option(str(n), label, group)
            for n, (group, label) in enumerate(_said(data["options"]["category"]))
        ],
        "units": [Option(str(n), name) for n, name in enumerate(_said(data["options"]["units"]))],
    }
    return build(Filling(_form(data["form"]), options=options))


def _wrong(data: Mapping[str, Any]) -> tuple[FieldView, ...]:
    title = _said(data["filled"])
    errors = (
        FieldError("wrong_title", "too_long", value=title, limit="5"),
        FieldError("wrong_channel", "required"),
        FieldError("wrong_text", "required"),
    )
    raw = {"wrong_title": title, "wrong_day": "2026-03-02"}
    return build(Filling(_form(data["wrong"]), raw=raw, errors=errors))


def _row(one: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    days = one["days"]
    return {
        "number": one["number"],
        "title": _said(one["title"]),
        "petitioner": _said(one["who"]),
        "due": None if days is None else now + timedelta(days=days, hours=1),
        "received_at": now - timedelta(days=9),
        "provisional": one.get("provisional", False),
        "clock": _text(one["clock"]),
        "state": _text(one["state"]),
        "owner": _said(one["owner"]),
        "holder": _said(one["holder"]),
        "waiting_for": _text(one.get("waiting")),
    }


def _clocks(data: Mapping[str, Any], now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "name": _said(one["clock"]),
            "chip": due_chip(now + timedelta(days=one["days"], hours=1), now),
            "legal": now + timedelta(days=one["days"]),
            "nominal": now + timedelta(days=one["days"]),
            "kind": _said(one["state"]),
            "law": _said(data["law"]),
            "is_setting": one["days"] > 0,
            "why": _said(data["why"]),
        }
        for one in data["rows"][:2]
    ]


def _files(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"pk": _FILE, "field": field, "name": _said(name), "size": 48_300, "erased_seq": None}
        for field, name in data["files"]
    ]


def _entries(data: Mapping[str, Any], now: datetime) -> list[dict[str, Any]]:
    """Two acts of persons, the newer with a file, and one of the system."""
    lines = [
        {"label": _said(label), "text": _said(text), "rows": ()} for label, text in data["lines"]
    ]
    acts = _said(data["words"]["acts"])
    return [
        {
            "event": {"seq": seq, "step": step, "at": now - timedelta(hours=9 - seq)},
            "title": acts[number],
            "who": _said(data["unit"]),
            "lines": lines if step == "do" else (),
            "files": _files(data)[:1] if seq == 4 else (),
        }
        for number, (seq, step) in enumerate(((4, "do"), (3, "system"), (2, "do")))
    ]


def _figures(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = data["words"]["table_rows"]
    pairs = zip(rows["zh"], rows["en"], strict=True)
    return [
        {
            "name": Text(zh=zh[0], en=en[0]),
            "key": "total",
            "inner": number > 0,
            "figure": {"number": zh[1], "before": zh[1] + number},
        }
        for number, (zh, en) in enumerate(pairs)
    ]
