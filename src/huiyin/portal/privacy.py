"""Personal data in what is raised: shown before it is kept, and the resident says whether it stays.

The text goes to everybody who handles the matter; a name and a telephone have a step of their own,
where they are locked away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiyin.common import personal
from huiyin.common.personal import Piece
from huiyin.engine.explain import N_
from huiyin.portal.asking import Asked, texts

KINDS: Mapping[str, str] = {
    "phone": N_("phone number"), "id_number": N_("id number"), "bank_card": N_("bank card"),
    "email": N_("e-mail address"), "plate": N_("number plate"),
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A text in which something was found, cut at it."""

    place: str
    pieces: tuple[Piece, ...]


def found(asked: Asked, data: Mapping[str, Any], leave: list[str]) -> list[Shown]:
    """The texts with personal data that the resident has not yet decided to leave."""
    shown = []
    for place, text in texts(data, asked.steps["what"]):
        hits = [hit for hit in personal.find(text) if text[hit.start : hit.end] not in leave]
        if hits:
            shown.append(Shown(place, personal.pieces(text, hits)))
    return shown


def values(shown: list[Shown]) -> list[str]:
    """What was found, as it is written."""
    return [piece.text for one in shown for piece in one.pieces if piece.kind]


def taken_out(asked: Asked, data: Mapping[str, Any], leave: list[str]) -> dict[str, Any]:
    """The answers with everything found replaced by the name of its kind."""
    new = {name: _copied(value) for name, value in data.items()}
    for one in found(asked, data, leave):
        text = "".join(f"〔{kind_words(p.kind)}〕" if p.kind else p.text for p in one.pieces)
        _put(new, one.place.split("."), text)
    return new


def kind_words(kind: str) -> str:
    """A kind in the language of the request."""
    return _(KINDS[kind]) if kind in KINDS else ""


def _copied(value: Any) -> Any:
    return [dict(row) for row in value] if isinstance(value, list) else value


def _put(data: Any, path: list[str], text: str) -> None:
    for name in path[:-1]:
        data = data[int(name)] if isinstance(data, list) else data[name]
    data[path[-1]] = text
