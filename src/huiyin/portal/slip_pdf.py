"""Receipts as PDF: a page of A6 for each who signed, with the QR code."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.letters.fonts import choose_faces, font_paths
from huiyin.matters.models import Matter
from huiyin.matters.slips import Slip

LAYOUT = Path(__file__).with_name("layout") / "slip.typ"
Next = Sequence[tuple[str, datetime]]
"""What a resident hears, and by which day."""


class SlipPress:
    """Sets receipts with one typst compiler; safe to share between threads."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """`folders` with font files; NoFontsError when they lack a family for some role."""
        fonts = typst.Fonts(include_system_fonts=False, font_paths=list(folders))
        self._faces = json.dumps(asdict(choose_faces(fonts.families())))
        self._compiler = typst.Compiler(input=LAYOUT, root=LAYOUT.parent, font_paths=fonts)
        self._lock = threading.Lock()

    def render(self, told: Sequence[dict[str, Any]]) -> bytes:
        """All receipts as one PDF."""
        inputs = {"slips": json.dumps(told), "faces": self._faces}
        with self._lock:
            made = self._compiler.compile(format="pdf", sys_inputs=inputs)
        if not isinstance(made, bytes):
            raise TypeError("typst gave no PDF")
        return made


@lru_cache(maxsize=2)
def press(office_fonts: Path | None = None) -> SlipPress:
    """This process's press; NoFontsError when fonts are missing."""
    return SlipPress(font_paths(office_fonts))


def render(matter: Matter, slips: Sequence[Slip], following: Next, fonts: Path | None) -> bytes:
    """The receipts of a matter in the language of the request. Raises NoFontsError."""
    return press(fonts).render([_told(matter, slip, following) for slip in slips])


def _told(matter: Matter, slip: Slip, following: Next) -> dict[str, Any]:
    unit = matter.intake_unit
    received = timezone.localtime(matter.received_at)
    return {
        "title": _("Receipt"),
        "number": slip.number,
        "code": slip.code,
        "qr": slip.svg,
        "summary": matter.title,
        "received": f"{received:%Y-%m-%d %H:%M}",
        "office": " · ".join(filter(None, (unit.name, unit.phone))),
        "next": [
            {"day": f"{timezone.localtime(day):%Y-%m-%d}", "words": words}
            for words, day in following
        ],
        "labels": {
            "number": _("Number"), "code": _("Access code"), "summary": _("Summary"),
            "received": _("Received"), "office": _("With"),
        },
        "note": _("Who has number and code can see the matter. Keep the code to yourself."),
    }  # fmt: skip
