"""What stands in an empty form: the defaults of its definition, and now where it asks when."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from huiyin.engine.definition import Act

RECEIVED = "received_at"
"""The field by which an act says when something arrived."""


def start(act: Act) -> dict[str, Any]:
    """Raw values of an act's form before anybody has typed: local times to the minute."""
    now = timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)
    values = {
        name: str(spec.default) if spec.type == "int" else spec.default
        for name, spec in act.form.items()
        if spec.default is not None
    }
    for name in (act.takes_place, RECEIVED):
        spec = act.form.get(name or "")
        if name and spec and spec.type == "datetime":
            values[name] = now.isoformat(timespec="minutes")
        elif name and spec and spec.type == "date":
            values[name] = now.date().isoformat()
    return values
