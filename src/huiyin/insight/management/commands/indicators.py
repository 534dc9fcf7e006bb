"""`huiyin indicators`: the indicators of a method for a period and a place, with the raw counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table
from typing_extensions import override

from huiyin.engine.figure_values import Span
from huiyin.insight.figure_lines import YEARS, Line, lines
from huiyin.insight.indicators import Measured, measure
from huiyin.packs.load import PackNotFound
from huiyin.packs.method_file import MethodFileError, method
from huiyin.places.models import Division

_WIDTH = 120


class Command(BaseCommand):
    help = "Indicators of a method, computed from events, with the counts they are made of."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        today = timezone.localdate()
        parser.add_argument("--pack", required=True, help="the method, such as lincang_215")
        parser.add_argument(
            "--from", dest="first", type=_day, default=today.replace(month=1, day=1),
            help="first day, as 2026-01-01 (this year's)",
        )  # fmt: skip
        parser.add_argument("--to", dest="last", type=_day, default=today, help="last day (today)")
        parser.add_argument("--division", help="code of a place: it and all below it")
        parser.add_argument("--key", nargs="*", help="only these indicators")
        parser.add_argument(
            "--sealed", action="store_true", help="count matters under seal too: numbers only"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        span = Span(options["first"], options["last"])
        if span.first is None or span.last < span.first:
            raise CommandError(f"{span.last} is before {span.first}")
        try:
            shapes = method(options["pack"]).indicators
            keys = options["key"] or list(shapes)
            seen = Q() if options["sealed"] else Q(sealed=False)
            place = _place(options["division"])
            found = measure(shapes, keys, seen, span, place, timezone.now(), YEARS)
        except (PackNotFound, MethodFileError, KeyError) as problem:
            raise CommandError(str(problem)) from problem
        shown = lines(found, keys)
        if options["json"]:
            data = {
                "pack": options["pack"], "from": options["first"], "to": options["last"],
                "division": options["division"], "indicators": [_data(one) for one in shown],
                "counts": _raw(found),
            }  # fmt: skip
            self.stdout.write(orjson.dumps(data).decode())
            return
        self.stdout.write(_table(shown))


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _place(code: str | None) -> Division | None:
    if not code:
        return None
    place = Division.objects.filter(pk=code).first()
    if place is None:
        raise CommandError(f"there is no place {code}")
    return place


def _data(line: Line) -> dict[str, Any]:
    """Numbers as numbers; a share as its two counts besides."""
    value = line.value
    return {
        "id": line.key, "zh": line.name.zh, "en": line.name.en, "form": line.form,
        "value": None if value.number is None else _number(value.number.numerator,
                                                           value.number.denominator),
        "shown": line.number,
        "part": None if value.part is None else float(value.part),
        "whole": None if value.whole is None else float(value.whole),
        "year_before": line.before, "change": line.change,
    }  # fmt: skip


def _number(numerator: int, denominator: int) -> int | float:
    return numerator if denominator == 1 else numerator / denominator


def _raw(found: Measured) -> dict[str, int]:
    """Every count by its indicator; `KEY@-1` is that of the year before."""
    return {
        leaf.key if not leaf.years else f"{leaf.key}@-{leaf.years}": number
        for leaf, number in sorted(found.counts.items(), key=str)
    }


def _table(shown: Sequence[Line]) -> str:
    language = get_language() or "zh"
    table = Table()
    for name in (
        _("Indicator"),
        "",
        _("This period"),
        _("A year earlier"),
        _("Year on year"),
        _("Computed from"),
    ):
        table.add_column(name)
    for one in shown:
        made_of = ", ".join(f"{part.key} {part.number}" for part in one.parts)
        table.add_row(one.key, one.name.say(language), one.number, one.before, one.change, made_of)
    console = Console(width=_WIDTH)
    with console.capture() as text:
        console.print(table)
    return text.get()
