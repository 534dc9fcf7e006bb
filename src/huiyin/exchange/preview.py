"""The first matters of a dry run as they would be, names masked."""

from __future__ import annotations

from typing import Any

from huiyin.exchange.draft import Draft
from huiyin.matters import history
from huiyin.people.vault.identity import mask_name, mask_phone

COUNT = 5
_SHOWN = 60


def preview(draft: Draft) -> dict[str, Any]:
    """Row, reference, state, acts with their times and data, clocks; persons masked."""
    return {
        "row": draft.planned.row,
        "ref": draft.planned.ref,
        "state": draft.standing.state,
        "acts": [
            {
                "act": done.decision.act,
                "at": done.decision.at.astimezone(history.zone()).isoformat(" "),
                "data": {name: _masked(value) for name, value in done.decision.data.items()},
            }
            for done in draft.done
        ],
        "clocks": {
            clock.key: clock.legal.date().isoformat() if clock.legal else None
            for clock in draft.standing.clocks
        },
    }


def _masked(value: Any) -> Any:
    if isinstance(value, dict) and "name" in value:
        phone = {"phone": mask_phone(value["phone"])} if "phone" in value else {}
        return {"name": mask_name(value["name"], value.get("kind", "natural")), **phone}
    if isinstance(value, list):
        return [_masked(item) for item in value]
    if isinstance(value, dict):
        return {name: _masked(item) for name, item in value.items()}
    if isinstance(value, str) and len(value) > _SHOWN:
        return value[:_SHOWN] + "…"
    return value
