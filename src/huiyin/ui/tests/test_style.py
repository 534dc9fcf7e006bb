"""The style keeps its promises: contrast of its colours, light and dark; small; no addresses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from huiyin import ui

CSS = Path(ui.__file__).parent / "static" / "ui" / "huiyin.css"
TEXT = CSS.read_text("utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
    for block in re.findall(r":root \{(.*?)\}", TEXT, re.DOTALL)[:2]
)
TEXTS = [
    ("ink", "ground"), ("ink", "paper"), ("ink", "sunk"), ("soft", "ground"), ("soft", "paper"),
    ("soft", "sunk"), ("link", "paper"), ("link", "ground"), ("link", "brand-soft"),
    ("brand-ink", "brand"), ("calm", "calm-soft"), ("soon", "soon-soft"), ("late", "late-soft"),
    ("late", "paper"), ("soon", "paper"), ("ink", "calm-soft"), ("ink", "soon-soft"),
    ("ink", "late-soft"), ("ink", "brand-soft"),
]  # fmt: skip
SHAPES = [("edge", "paper"), ("focus", "paper"), ("focus", "ground"), ("brand", "paper")]


@pytest.mark.parametrize("theme", [LIGHT, LIGHT | DARK], ids=["light", "dark"])
def test_contrast(theme):
    for pairs, least in ((TEXTS, 4.5), (SHAPES, 3.0)):
        for front, back in pairs:
            assert contrast(theme[front], theme[back]) >= least, (front, back)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: (L1 + 0.05) / (L2 + 0.05)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_one_small_file_without_addresses():
    assert CSS.stat().st_size < 30_000
    assert "url(" not in TEXT
    assert "@import" not in TEXT
