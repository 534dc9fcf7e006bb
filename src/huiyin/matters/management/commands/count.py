"""`huiyin count FROM TO`: pieces, batches and persons of a period, and the indicators."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from typing_extensions import override

from huiyin.engine.counting_rules import MEASURES
from huiyin.engine.indicators import shares
from huiyin.engine.tally import Figure
from huiyin.matters.count_table import Row, ShareRow, main_rows, sections, share_rows
from huiyin.matters.queries.came import Period
from huiyin.matters.queries.counting import Counted, count
from huiyin.matters.queries.indicators import raw_counts
from huiyin.packs import counting_file
from huiyin.places.models import Division


class Command(BaseCommand):
    help = "Count what came in a period: pieces, batches, persons, indicators (sealed ones not)."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("first", metavar="FROM", help="first day, such as 2026-01-01")
        parser.add_argument("last", metavar="TO", help="last day, itself included")
        parser.add_argument("--place", help="code of a place: it and all below it")
        parser.add_argument("--pack", default=counting_file.NATIONAL, help="whose rules")
        parser.add_argument("--json", action="store_true", help="for programs")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        period = _period(options["first"], options["last"])
        place = _place(options["place"])
        rules, seen = counting_file.rules(options["pack"]), Q(sealed=False)
        found = count(seen, rules, period, place)
        raw = raw_counts(seen, rules, period, place, timezone.now())
        told = share_rows(shares(raw, rules), rules)
        if options["json"]:
            self.stdout.write(json.dumps(_data(period, place, found, raw, told), indent=1))
            return
        rows = main_rows(found.figures, rules)
        for part in sections(found.figures, rules, options["pack"]).values():
            rows += part
        self._write(rows, told)

    def _write(self, rows: list[Row], told: list[ShareRow]) -> None:
        language = get_language() or "zh"
        for row in rows:
            before = row.figure.before
            merged = f"  ({before})" if before != row.figure.number else ""
            indent = "  " if row.inner else ""
            self.stdout.write(f"{row.figure.number:>8}{merged}  {indent}{row.name.say(language)}")
        for one in told:
            share = one.share
            made_of = "" if share.part is None else f"  ({share.part}/{share.whole})"
            percent = f"{share.percent}%" if share.percent else "-"
            self.stdout.write(f"{percent:>8}{made_of}  {one.name.say(language)}")


def _period(first: str, last: str) -> Period:
    try:
        period = Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError as wrong:
        raise CommandError(f"days are written like 2026-01-01: {wrong}") from wrong
    if period.last < period.first:
        raise CommandError(f"{last} is before {first}")
    return period


def _place(code: str | None) -> Division | None:
    if not code:
        return None
    place = Division.objects.filter(pk=code).first()
    if place is None:
        raise CommandError(f"there is no place {code}")
    return place


def _data(
    period: Period, place: Division | None, found: Counted, raw: Any, told: list[ShareRow]
) -> dict[str, Any]:
    every = {key: Figure() for key in MEASURES} | dict(found.figures)
    return {
        "from": period.first.isoformat(), "to": period.last.isoformat(),
        "place": place.pk if place else None, "figures": _figures(every),
        "places": [
            {"code": part.code, "name": part.name, "figures": _figures(part.figures)}
            for part in found.places
        ],
        "raw": dict(raw),
        "indicators": {
            one.key: {
                "percent": one.share.percent or None, "part": one.share.part,
                "whole": one.share.whole,
            }
            for one in told
        },
    }  # fmt: skip


def _figures(figures: Any) -> dict[str, dict[str, int]]:
    return {
        key: {"count": figure.number, "before": figure.before} for key, figure in figures.items()
    }
