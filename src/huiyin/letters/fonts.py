"""Which font files and families the letters use.

GB/T 9704-2012 5.2.2 asks for 仿宋 (body), 小标宋 (titles), 黑体 and 楷体 (headings). An office
that owns these puts them in a folder; without it the free Noto fonts stand in.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

BUNDLED = Path(__file__).resolve().parents[3] / "build" / "fonts"
_FONT_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}

# First family that is there wins; the last of each is the bundled one.
_WANTED: dict[str, tuple[str, ...]] = {
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "Noto Serif SC"),
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "Noto Serif SC"),
    "heading": ("SimHei", "黑体", "STHeiti", "Noto Sans SC"),
    "subheading": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "Noto Serif SC"),
    "figures": ("SimSun", "宋体", "STSong", "Noto Serif SC"),
}
# Tried, in this order, for characters that the chosen family does not have.
_FALLBACK = ("Noto Serif SC", "Noto Sans SC", "Noto Emoji")


class NoFontsError(Exception):
    """No usable font file was found; the message names the folders and the command."""


@dataclass(frozen=True, slots=True)
class Faces:
    """For each role in a letter its families, best first, as typst names them."""

    body: tuple[str, ...]
    title: tuple[str, ...]
    heading: tuple[str, ...]
    subheading: tuple[str, ...]
    figures: tuple[str, ...]


def font_paths(office: Path | None = None, bundled: Path = BUNDLED) -> list[Path]:
    """Folders with fonts, the office's own first; NoFontsError when there are none."""
    folders = [folder for folder in (office, bundled) if folder is not None]
    found = [folder for folder in folders if _has_fonts(folder)]
    if not found:
        looked = ", ".join(str(folder) for folder in folders)
        raise NoFontsError(
            f"No fonts for letters in {looked}. Run `python tools/setup_npm.py` in the "
            "project's folder, or let HUIYIN_FONTS name a folder with your office's font files."
        )
    return found


def choose_faces(families: Collection[str]) -> Faces:
    """The best available family for each role; NoFontsError when a role has none at all."""
    chosen = {role: _pick(wanted, families) for role, wanted in _WANTED.items()}
    if missing := sorted(role for role, names in chosen.items() if not names):
        raise NoFontsError(
            f"The font folders have no family for: {', '.join(missing)} "
            f"(for example {_WANTED[missing[0]][0]}). Run `python tools/setup_npm.py`."
        )
    return Faces(**chosen)


def _pick(wanted: tuple[str, ...], families: Collection[str]) -> tuple[str, ...]:
    first = next((name for name in wanted if name in families), None)
    if first is None:
        return ()
    return (first, *(name for name in _FALLBACK if name in families and name != first))


def _has_fonts(folder: Path) -> bool:
    return folder.is_dir() and any(
        file.suffix.lower() in _FONT_SUFFIXES for file in folder.rglob("*")
    )
