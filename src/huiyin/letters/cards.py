"""Contact cards on A6 for printing: one page a grid, with a QR code of the grid's page (S2, S3)."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import segno
import typst

from huiyin.letters.fonts import choose_faces, font_paths

LAYOUT = Path(__file__).with_name("layout") / "card.typ"


@dataclass(frozen=True, slots=True)
class Line:
    """One contact: what the post is, who, which office, its number."""

    title: str
    name: str
    unit: str
    phone: str


@dataclass(frozen=True, slots=True)
class Card:
    """One card. `address` is where the QR code leads, `more` the words beside it."""

    title: str
    says: str
    place: str
    contacts: Sequence[Line]
    services: Sequence[str]
    address: str
    more: str
    issuer: str


class CardPress:
    """Sets cards with one typst compiler; safe to share between threads."""

    def __init__(self, folders: Sequence[Path]) -> None:
        fonts = typst.Fonts(include_system_fonts=False, font_paths=list(folders))
        self._faces = json.dumps(asdict(choose_faces(fonts.families())))
        self._compiler = typst.Compiler(input=LAYOUT, root=LAYOUT.parent, font_paths=fonts)
        self._lock = threading.Lock()

    def render(self, cards: Sequence[Card]) -> bytes:
        """All cards as one PDF, a page each."""
        told = [asdict(card) | {"code": qr_svg(card.address)} for card in cards]
        inputs = {"cards": json.dumps(told), "faces": self._faces}
        with self._lock:
            made = self._compiler.compile(format="pdf", sys_inputs=inputs)
        if not isinstance(made, bytes):
            raise TypeError("typst gave no PDF")
        return made


@lru_cache(maxsize=2)
def press(office_fonts: Path | None = None) -> CardPress:
    """This process's press; NoFontsError when fonts are missing."""
    return CardPress(font_paths(office_fonts))


def qr_svg(text: str) -> str:
    """A QR code as SVG, error correction M, without a border of its own."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()
