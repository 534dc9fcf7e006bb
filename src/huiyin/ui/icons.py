"""Drawings: one npm set (heroicons, 24 × 24 outline), asked for by what they mean here."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / "build" / "icons"
MEANING = {
    # how a term stands
    "calm": "clock", "soon": "bell-alert", "late": "exclamation-triangle", "done": "check",
    "none": "minus", "paused": "pause",
    # things
    "file": "document", "letter": "envelope", "person": "user", "people": "users",
    "place": "map-pin", "map": "map", "phone": "phone", "law": "scale", "help": "lifebuoy",
    "calendar": "calendar-days", "rota": "table-cells",
    "unit": "building-office", "post": "identification",
    "key": "key", "lock": "lock-closed", "shield": "shield-check", "book": "book-open",
    "photo": "photo", "link": "link", "code": "qr-code", "list": "list-bullet",
    "worklist": "inbox-stack", "archive": "archive-box", "counts": "chart-bar",
    "indicators": "chart-pie",
    "methods": "rectangle-stack", "reception": "chat-bubble-left-right", "notice": "bell",
    "settings": "cog-6-tooth", "audit": "document-magnifying-glass", "star": "star",
    "language": "language", "type": "magnifying-glass-plus", "keyboard": "command-line",
    "device": "device-phone-mobile", "info": "information-circle",
    # doing
    "search": "magnifying-glass", "next": "chevron-right", "back": "chevron-left",
    "down": "chevron-down", "add": "plus", "remove": "x-mark", "edit": "pencil-square",
    "send": "paper-airplane", "print": "printer", "download": "arrow-down-tray",
    "upload": "arrow-up-tray", "filter": "funnel", "refresh": "arrow-path", "save": "bookmark",
    "leave": "arrow-right-start-on-rectangle", "menu": "bars-3", "eye": "eye",
    "open": "arrow-top-right-on-square", "undo": "arrow-uturn-left", "swap": "arrows-right-left",
    "duty": "clipboard-document-check", "supervision": "flag",
    "hand": "hand-raised", "say": "megaphone",
    "good": "face-smile", "poor": "face-frown",
}  # fmt: skip
"""What it means → the file of the set. A page asks for a meaning, never for a file."""

_INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_ATTRIBUTES = re.compile(r' (?:stroke-linecap|stroke-linejoin|stroke-width|data-slot)="[^"]*"')


class NoIconsError(Exception):
    """The icons were not fetched; the message names the command."""


@cache
def drawing(name: str) -> str:
    """The shapes of the icon with this meaning, without the `svg` around them.

    Raises KeyError for a meaning that no icon has, NoIconsError before set-up.
    """
    path = FOLDER / f"{MEANING[name]}.svg"
    try:
        found = _INSIDE.search(path.read_text("utf-8"))
    except FileNotFoundError as missing:
        msg = f"No icon {path.name}. Run `python tools/setup_npm.py` in the project's folder."
        raise NoIconsError(msg) from missing
    assert found, path  # noqa: S101 -- the set is pinned by content hash
    return _ATTRIBUTES.sub("", found[1].strip())
