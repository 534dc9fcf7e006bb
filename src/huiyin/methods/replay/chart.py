"""The backlog of two replays as a small SVG: one line each, told apart by its stroke and name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from huiyin.engine.replay.values import Outcome

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 260, 48, 28, 12


@dataclass(frozen=True)
class Line:
    """One curve as points of an SVG polyline."""

    name: str
    points: str
    dashed: bool


@dataclass(frozen=True)
class Chart:
    """Everything a template needs to draw it."""

    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, int], ...]
    """Height and number of each line of the grid."""
    days: tuple[tuple[float, date], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    base: int = HEIGHT - BOTTOM


def chart(outcomes: Sequence[Outcome], names: Sequence[str]) -> Chart:
    """The backlogs, on one scale."""
    most = max((number for one in outcomes for _day, number in one.backlog), default=0) or 1
    weeks = max(len(one.backlog) for one in outcomes)
    across = (WIDTH - LEFT - 12) / max(1, weeks - 1)

    def at(week: int, number: int) -> str:
        return f"{LEFT + week * across:.1f},{_height(number, most):.1f}"

    lines = tuple(
        Line(name, " ".join(at(n, number) for n, (_day, number) in enumerate(one.backlog)), n > 0)
        for n, (one, name) in enumerate(zip(outcomes, names, strict=True))
    )
    steps = sorted({0, most // 2, most})
    every = max(1, weeks // 6)
    days = outcomes[0].backlog
    return Chart(
        lines, tuple((_height(number, most), number) for number in steps),
        tuple((LEFT + n * across, days[n][0]) for n in range(0, len(days), every)),
    )  # fmt: skip


def svg(drawn: Chart, title: str) -> str:
    """The same as a file of its own."""
    size = f"0 0 {drawn.width} {drawn.height}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" role="img">',
        f"<title>{escape(title)}</title>",
    ]
    for height, number in drawn.ticks:
        parts.append(
            f'<line x1="{drawn.left}" x2="{drawn.width}" y1="{height:.1f}" y2="{height:.1f}"'
            f' stroke="#ccc"/><text x="4" y="{height + 4:.1f}" font-size="12">{number}</text>'
        )
    for x, day in drawn.days:
        parts.append(f'<text x="{x:.1f}" y="{drawn.height - 8}" font-size="11">{day:%m-%d}</text>')
    for number, line in enumerate(drawn.lines):
        dash = ' stroke-dasharray="6 4"' if line.dashed else ""
        parts.append(
            f'<polyline fill="none" stroke="{("#1a4f8b", "#a33c00")[number % 2]}"'
            f' stroke-width="2"{dash} points="{line.points}"><title>{escape(line.name)}</title>'
            "</polyline>"
        )
    return "".join([*parts, "</svg>"])


def _height(number: int, most: int) -> float:
    return TOP + (HEIGHT - BOTTOM - TOP) * (1 - number / most)
