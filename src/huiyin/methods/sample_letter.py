"""A letter in the simulator: the real wording, with 〔…〕 where a real matter has facts.

No matter, no unit and no person is looked up; dates come from the walk's own clocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from huiyin.engine.standing import Standing
from huiyin.letters.compose import ComposeError, MissingFactsError, compose
from huiyin.letters.content import Block, Heading, Items, Paragraph, Table
from huiyin.letters.wording import Wording
from huiyin.letters.wordings import wording


def sample_text(pack: str, key: str, standing: Standing, day: date) -> list[str]:
    """Title, addressee and paragraphs, line by line; an empty list when the pack has no wording
    for it or it cannot be filled in without a real matter."""
    try:
        rule = wording(pack, key)
    except KeyError:
        return []
    try:
        content = compose(rule, _facts(rule, standing, day))
    except (ComposeError, MissingFactsError):
        return [rule.title.zh]
    lines = [content.title, content.addressee, *_lines(content.blocks), content.query_line]
    return [line for line in lines if line]


def _facts(rule: Wording, standing: Standing, day: date) -> dict[str, Any]:
    """Every required fact as its own name in brackets, the dates and conditions as they are."""
    facts: dict[str, Any] = {}
    for path, need in rule.requires.items():
        _put(facts, path.split("."), f"〔{need.zh}〕", day)
    for clock in standing.clocks:
        if clock.nominal is not None and clock.legal is not None:
            dates = {"nominal": clock.nominal.date(), "legal": clock.legal.date()}
            clocks = facts.setdefault("clocks", {})
            clocks[clock.key] = {**clocks.get(clock.key, {}), **dates}
    facts["today"] = day
    for name in ("procedure", "route"):
        if isinstance(standing.facts.get(name), str):
            facts.setdefault("matter", {})[name] = standing.facts[name]
    return facts


_DATES = ("_at", "_on", "_by", "day", "nominal", "legal", "date", "today")


def _put(facts: dict[str, Any], path: list[str], text: str, day: date) -> None:
    step, rest = path[0], path[1:]
    if step.endswith("[]"):
        rows = facts.setdefault(step[:-2], [{}])
        if rest and isinstance(rows, list) and isinstance(rows[0], dict):
            _put(rows[0], rest, text, day)
        return
    if not rest:
        facts.setdefault(step, day if step.endswith(_DATES) else text)
        return
    below = facts.setdefault(step, {})
    if isinstance(below, dict):
        _put(below, rest, text, day)


def _lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(text=text) | Heading(text=text):
                yield text
            case Items(items=items):
                yield from (f"{number}. {item}" for number, item in enumerate(items, start=1))
            case Table(rows=rows):
                yield from ("　".join(row.cells) for row in rows)
