"""Letters as PDF, set by typst after GB/T 9704-2012.

One compiler lives as long as the process: loading the fonts takes a quarter of a second, a
letter a few milliseconds. The same content gives the same bytes, so a letter can be compared
with its SHA-256.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import typst

from huiyin.letters.content import LetterContent
from huiyin.letters.fonts import choose_faces, font_paths

LAYOUT = Path(__file__).with_name("layout") / "official.typ"
if TYPE_CHECKING:
    from typst import PDFStandard

# Kept for decades (PDF/A-2a, ISO 19005-2) and read aloud by screen readers (PDF/UA-1).
_ARCHIVAL: list[PDFStandard] = ["a-2a", "ua-1"]
_UNDATED = dt.date(2000, 1, 1)


class Typesetter:
    """Sets letters with one typst compiler; safe to share between threads."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """`folders` with font files; NoFontsError when they lack a family for some role."""
        fonts = typst.Fonts(include_system_fonts=False, font_paths=list(folders))
        self._faces = json.dumps(asdict(choose_faces(fonts.families())))
        self._compiler = typst.Compiler(input=LAYOUT, root=LAYOUT.parent, font_paths=fonts)
        # A typst compiler is one world of files and inputs: one letter at a time.
        self._lock = threading.Lock()

    def render(self, content: LetterContent) -> bytes:
        """The letter as PDF/A-2a with accessibility tags.

        When a character is in none of the fonts, which both standards forbid, the letter comes
        as plain PDF with an empty box in that place: better than no letter.
        """
        try:
            return self._compile(content, _ARCHIVAL)
        except typst.TypstError:
            return self._compile(content, [])

    def _compile(self, content: LetterContent, standards: list[PDFStandard]) -> bytes:
        day = content.date or _UNDATED
        inputs = {"letter": json.dumps(content.to_dict()), "faces": self._faces}
        with self._lock:
            made = self._compiler.compile(
                format="pdf",
                sys_inputs=inputs,
                pdf_standards=standards,
                timestamp=dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC),
            )
        if not isinstance(made, bytes):
            raise TypeError("typst gave no PDF")
        return made


@lru_cache(maxsize=4)
def typesetter(office_fonts: Path | None = None) -> Typesetter:
    """This process's typesetter for a folder of an office's own fonts (None: bundled fonts)."""
    return Typesetter(font_paths(office_fonts))


def render_pdf(content: LetterContent, office_fonts: Path | None = None) -> bytes:
    """The letter as PDF; NoFontsError when fonts are missing."""
    return typesetter(office_fonts).render(content)
