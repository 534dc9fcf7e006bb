"""`huiyin rates FROM TO`: response, solution and satisfaction of a period, by unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table
from typing_extensions import override

from huiyin.engine.rates import Rate, Rates, percent
from huiyin.matters.queries.rates import Report, UnitRates, report
from huiyin.people.actor import SYSTEM

_WIDTH = 120


class Command(BaseCommand):
    help = "The three rates of the hotline for a period (both days included), by unit."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("first", metavar="FROM", type=_day, help="first day, as 2026-05-01")
        parser.add_argument("last", metavar="TO", type=_day, help="last day")
        parser.add_argument("--pack", default="hotline", help="the pack whose orders are counted")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = report(SYSTEM, options["first"], options["last"], options["pack"])
        except (LookupError, ValueError, OSError) as problem:
            raise CommandError(str(problem)) from None
        if options["json"]:
            self.stdout.write(orjson.dumps(as_dict(found)).decode())
            return
        console = Console(width=_WIDTH)
        with console.capture() as text:
            console.print(_table(found))
        self.stdout.write(text.get())


def _day(text: str) -> date:
    return date.fromisoformat(text)


def as_dict(found: Report) -> dict[str, Any]:
    """The report as plain data; each rate with numerator, denominator and per cent."""
    weights = found.rule.weights
    return {
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        "rule": found.rule.valid_from.isoformat(),
        "weights": {
            "response": weights.response,
            "solution": weights.solution,
            "satisfaction": weights.satisfaction,
        },
        "units": [{"unit": one.name, **_rates(one.rates)} for one in found.units],
        "total": _rates(found.total.rates),
    }


def _rates(found: Rates) -> dict[str, Any]:
    return {
        "called": found.called,
        "excluded": dict(found.excluded),
        "response": _rate(found.response),
        "solution": _rate(found.solution),
        "satisfaction": _rate(found.satisfaction),
        "composite": percent(found.composite) or None,
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {
        "numerator": rate.numerator,
        "denominator": rate.denominator,
        "percent": rate.percent or None,
    }


def _table(found: Report) -> Table:
    table = Table(title=f"{found.first} – {found.last}")
    heads = (_("unit"), _("call-backs"), _("left out"), _("response"), _("solution"),
             _("satisfaction"), _("together"))  # fmt: skip
    for number, head in enumerate(heads):
        table.add_column(head, justify="right" if number else "left")
    for one in (*found.units, found.total):
        table.add_row(*_cells(one))
    return table


def _cells(one: UnitRates) -> Iterator[str]:
    rates = one.rates
    yield one.name or _("all units")
    yield str(rates.called)
    yield str(sum(rates.excluded.values()))
    for rate in (rates.response, rates.solution, rates.satisfaction):
        yield f"{rate.numerator}/{rate.denominator} {rate.percent}"
    yield percent(rates.composite)
