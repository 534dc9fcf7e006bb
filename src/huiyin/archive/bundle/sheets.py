"""The pages that Huiyin sets itself: cover, catalogue, history, notices, closing note, stamps."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from huiyin.letters.fonts import choose_faces, font_paths

LAYOUT = Path(__file__).with_name("layout")


class Sheets:
    """Sets pages with one typst compiler; safe to share between threads."""

    def __init__(self, office_fonts: Path | None) -> None:
        """NoFontsError when the folders lack a family for some role."""
        folders = list(font_paths(office_fonts))
        fonts = typst.Fonts(include_system_fonts=False, font_paths=folders)
        self._faces = json.dumps(asdict(choose_faces(fonts.families())))
        self._compiler = typst.Compiler(root=LAYOUT, font_paths=fonts)
        # A typst compiler is one world of files and inputs: one document at a time.
        self._lock = threading.Lock()

    def set(self, name: str, data: Mapping[str, Any]) -> bytes:
        """The layout `NAME.typ` filled with `data` (plain JSON), as PDF."""
        inputs = {"data": json.dumps(data, default=str), "faces": self._faces}
        with self._lock:
            made = self._compiler.compile(
                input=LAYOUT / f"{name}.typ", format="pdf", sys_inputs=inputs, pdf_tags=False
            )
        if not isinstance(made, bytes):
            raise TypeError("typst gave no PDF")
        return made


@lru_cache(maxsize=2)
def sheets(office_fonts: Path | None = None) -> Sheets:
    """This process's sheets for a folder of an office's own fonts (None: bundled fonts)."""
    return Sheets(office_fonts)
