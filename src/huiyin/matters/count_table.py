"""The figures of a count as a table to read: rows in a fixed order with names and their sources.

Pages, CSV and the command show the same rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from huiyin.engine.counting_rules import MEASURES, UNSTATED, Counting, Named
from huiyin.engine.definition import Text
from huiyin.engine.indicators import Share
from huiyin.engine.tally import Figure, band_key
from huiyin.matters.models import Category
from huiyin.packs import load

_INNER = (".first", ".repeat")
_BEFORE_BANDS = "group.batches"
"""Group visits by size follow their number."""
_SECTIONS = ("class", "channel", "category")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `inner`: a part of a row above; `setting`: its rule differs by place (D)."""

    key: str
    name: Text
    figure: Figure
    inner: bool = False
    law: str = ""
    setting: bool = False


@dataclass(frozen=True, slots=True)
class ShareRow:
    key: str
    name: Text
    share: Share
    setting: bool


def main_rows(figures: Mapping[str, Figure], rules: Counting) -> list[Row]:
    """Pieces, batches, persons, group visits by size, joint letters: zeros too."""
    rows: list[Row] = []
    for key in MEASURES:
        named = rules.measures[key]
        rows.append(_row(key, named, figures, inner=key.endswith(_INNER)))
        if key == _BEFORE_BANDS:
            rows += [
                _row(f"{band_key(band.least)}.batches", band, figures, inner=True)
                for band in rules.bands
            ]
    return rows


def sections(figures: Mapping[str, Figure], rules: Counting, pack: str) -> dict[str, list[Row]]:
    """By class of the law, by channel, by first-level category: only what came."""
    names = {
        "class": dict(rules.classes),
        "channel": _channels(rules, pack),
        "category": _categories(figures),
    }
    return {part: list(_part(part, names[part], figures, rules)) for part in _SECTIONS}


def name_of(key: str, rules: Counting, pack: str) -> Text | None:
    """What a measure is called; None for one that there is not."""
    named: dict[str, Text] = {f"{band_key(band.least)}.batches": band for band in rules.bands}
    named |= rules.measures
    if key in named:
        return named[key]
    parts = sections({key: Figure()}, rules, pack)
    return next((row.name for rows in parts.values() for row in rows), None)


def share_rows(shares: Mapping[str, Share], rules: Counting) -> list[ShareRow]:
    """The indicators with the counts they are made of."""
    return [
        ShareRow(key, one, shares[key], setting=one.confidence == "D")
        for key, one in rules.indicators.items()
    ]


def as_csv(rows: Sequence[Row], shares: Sequence[ShareRow], head: Sequence[str], lang: str) -> str:
    """A table for a spreadsheet: name, count, count before merging; shares as part and whole."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    for row in rows:
        writer.writerow([row.name.say(lang), row.figure.number, row.figure.before])
    for one in shares:
        percent = f"{one.share.percent}%" if one.share.percent else ""
        writer.writerow([one.name.say(lang), percent, _fraction(one.share)])
    return out.getvalue()


def _fraction(share: Share) -> str:
    return "" if share.part is None else f"{share.part} / {share.whole}"


def _row(key: str, named: Named, figures: Mapping[str, Figure], *, inner: bool) -> Row:
    return Row(
        key, named, figures.get(key, Figure()), inner, named.law or "",
        setting=named.confidence == "D",
    )  # fmt: skip


def _part(
    part: str, names: Mapping[str, Text], figures: Mapping[str, Figure], rules: Counting
) -> Iterator[Row]:
    order = list(names)
    found = [key for key in figures if key.startswith(f"{part}.")]
    found.sort(key=lambda key: _place(key.partition(".")[2], order))
    for key in found:
        code = key.partition(".")[2]
        other = rules.unstated if code == UNSTATED else Text(zh=code, en=code)
        yield Row(key, names.get(code, other), figures[key])


def _place(code: str, order: list[str]) -> tuple[int, str]:
    return (order.index(code) if code in order else len(order), code)


def _channels(rules: Counting, pack: str) -> dict[str, Text]:
    process = load.process(pack, rules.processes[0])
    form = process.acts["register"].form
    return dict(form["channel"].options)


def _categories(figures: Mapping[str, Figure]) -> dict[str, Text]:
    codes = [key.partition(".")[2] for key in figures if key.startswith("category.")]
    rows = Category.objects.filter(pk__in=codes).order_by("code")
    return {row.code: Text(zh=row.zh, en=row.en) for row in rows}
