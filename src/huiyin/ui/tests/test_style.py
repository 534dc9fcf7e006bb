"""The style keeps its promises: contrast of its colours, light and dark; small; no addresses."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from huiyin import ui

FOLDER = Path(ui.__file__).parent / "static" / "ui"
SHEETS = ("tokens", "base", "controls", "parts", "print")
TEXTS = {name: (FOLDER / f"{name}.css").read_text("utf-8") for name in SHEETS}
TONES = ("calm", "soon", "late", "done", "none")
TEXT_ON = {
    "ground": ("ink", "soft", "link", "late"),
    "paper": ("ink", "soft", "link", "late", "soon", "done", "calm"),
    "sunk": ("ink", "soft", "link", "late"),
    "brand-soft": ("ink", "soft", "link"),
    "brand": ("brand-ink",),
    "late": ("paper",),
    "ink": ("paper",),
    **{f"{tone}-soft": (tone, "ink", "soft", "link") for tone in TONES},
}
"""Background → the colours in which words stand on it: 4.5 : 1."""
SHAPES_ON = {
    "ground": ("focus", "brand", "edge"),
    "paper": ("focus", "brand", "edge", *TONES),
    "sunk": ("focus", "edge"),
    "brand-soft": ("focus", "brand"),
    "late-soft": ("late",),
}
"""Background → borders and drawings that say something: 3 : 1."""


def theme(start: str) -> dict[str, str]:
    block = TEXTS["tokens"][TEXTS["tokens"].index(start) :].partition("}")[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


LIGHT = theme(":root")
DARK = LIGHT | theme("@media (prefers-color-scheme: dark)")


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast(colours):
    for pairs, least in ((TEXT_ON, 4.5), (SHAPES_ON, 3.0)):
        for back, fronts in pairs.items():
            for front in fronts:
                found = contrast(colours[front], colours[back])
                assert found >= least, f"{front} on {back}: {found:.2f}"


def test_every_colour_is_redefined_for_the_dark_or_means_the_same():
    assert set(LIGHT) - set(theme("@media (prefers-color-scheme: dark)")) == {"brand-ink"}


def test_every_colour_is_in_a_tested_pair():
    tested = set(TEXT_ON) | set(SHAPES_ON)
    tested |= {name for names in (*TEXT_ON.values(), *SHAPES_ON.values()) for name in names}
    assert set(LIGHT) - tested == {"line"}, "only `line` decorates and says nothing"


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: (L1 + 0.05) / (L2 + 0.05)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_few_small_files_without_addresses():
    whole = [text.encode() for text in TEXTS.values()]
    assert sum(map(len, whole)) < 45_000
    assert sum(len(gzip.compress(text)) for text in whole) < 12_000
    for text in TEXTS.values():
        assert "url(" not in text
        assert "@import" not in text


def test_every_value_that_is_used_has_a_name_in_the_tokens():
    used = {name for text in TEXTS.values() for name in re.findall(r"var\((--[a-z0-9-]+)", text)}
    named = set(re.findall(r"(--[a-z0-9-]+):", TEXTS["tokens"]))
    assert used <= named


def test_colours_stand_in_the_tokens_only():
    """But for paper, which is white in the dark too, and for print."""
    for name in ("base", "controls", "parts"):
        found = set(re.findall(r"#[0-9a-f]{3,6}\b", re.sub(r"\.sheet[^}]*}", "", TEXTS[name])))
        assert found <= {"#fff"}, name
