"""The strip with document and page number on a page, wherever its upper edge is when it is read."""

from __future__ import annotations

import pikepdf
from pikepdf import Rectangle

_EDGE = 14.0
"""Points between strip and edge."""
_SIZE = (453.5, 22.7)
"""Width and height of a strip on A4: 160 mm × 8 mm."""


def stamp(page: pikepdf.Page, strip: pikepdf.Page) -> None:
    """Lay `strip` over the upper right corner of `page` as it is seen: cut and turned."""
    left, bottom, right, top = _box(page)
    turn = int(page.rotation) % 360
    across, up = (top - bottom, right - left) if turn in {90, 270} else (right - left, top - bottom)
    width = min(_SIZE[0], max(across - 2 * _EDGE, across / 2))
    height = _SIZE[1] * width / _SIZE[0]
    # The rectangle as seen, from the seen upper right corner, then where that is on the page.
    x1, y1 = across - _EDGE - width, up - _EDGE - height
    place = _unturned((x1, y1, x1 + width, y1 + height), turn, across, up)
    page.add_overlay(
        strip,
        Rectangle(left + place[0], bottom + place[1], left + place[2], bottom + place[3]),
    )


def _box(page: pikepdf.Page) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = (float(value) for value in page.cropbox)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _unturned(
    seen: tuple[float, float, float, float], turn: int, across: float, up: float
) -> tuple[float, float, float, float]:
    """A rectangle in coordinates of the page as seen → in those before it is turned clockwise."""
    x1, y1, x2, y2 = seen
    if turn == 90:
        return up - y2, x1, up - y1, x2
    if turn == 180:
        return across - x2, up - y2, across - x1, up - y1
    if turn == 270:
        return y1, across - x2, y2, across - x1
    return seen
