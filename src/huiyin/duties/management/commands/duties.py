"""`huiyin duties`: make the duties of some days, or show what was due and is missing."""

from __future__ import annotations

import json
from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from typing_extensions import override

from huiyin.duties.generate import AHEAD, Generated, generate
from huiyin.duties.methods import shape_of
from huiyin.duties.queries.late import late_units
from huiyin.places.models import Division


class Command(BaseCommand):
    help = "Make the duties of a month (or of the coming weeks), or show which are missing."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", nargs="?", choices=("make", "late"), default="make")
        parser.add_argument("--month", help="a month such as 2026-11; without it the coming weeks")
        parser.add_argument("--day", help="late: the day that is looked at, today without it")
        parser.add_argument("--division", action="append", help="code of a place, with all below")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        codes = options["division"]
        self._check(codes)
        if options["what"] == "late":
            self._late(options["day"], codes, as_json=options["json"])
            return
        first, last = _days(options["month"])
        done = self._make(first, last, codes)
        figures = {
            "from": str(first), "to": str(last), "made": done.made,
            "taken_back": done.taken_back, "units": done.units,
        }  # fmt: skip
        self.stdout.write(
            json.dumps(figures)
            if options["json"]
            else "{from} – {to}: {made} duties made, {taken_back} taken back, {units} units".format(
                **figures
            )
        )

    def _check(self, codes: list[str] | None) -> None:
        for code in codes or ():
            if not Division.objects.filter(pk=code).exists():
                msg = f"There is no place with the code {code}."
                raise CommandError(msg)

    def _make(self, first: date, last: date, codes: list[str] | None) -> Generated:
        columns = (
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TimeElapsedColumn(),
        )  # fmt: skip
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            bar = progress.add_task("units", total=None)

            def advance(done: int, units: int) -> None:
                progress.update(bar, completed=done, total=units)

            try:
                return generate(first, last, codes, advance=advance)
            except KeyboardInterrupt:
                raise CommandError("Stopped; run it again to go on.", returncode=130) from None

    def _late(self, day: str | None, codes: list[str] | None, *, as_json: bool) -> None:
        """Units and posts with what is missing; posts have duties, so no person is named."""
        rows = late_units(_day(day), timezone.now(), codes)
        if as_json:
            told = [{"unit": one.unit, "post": one.post, "duty": one.key} for one in rows]
            self.stdout.write(json.dumps({"missing": told}, ensure_ascii=False))
            return
        for one in rows:
            shape = shape_of(one.pack, one.key)
            name = shape.zh if shape else one.key
            self.stdout.write(f"{one.unit}\t{one.post or '—'}\t{name}\t{one.due_at:%H:%M}")
        self.stdout.write(f"{len(rows)} missing")


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else timezone.localdate()
    except ValueError:
        msg = f"“{text}” is not a day such as 2026-11-22."
        raise CommandError(msg) from None


def _days(month: str | None) -> tuple[date, date]:
    if month is None:
        today = timezone.localdate()
        return today, today + timedelta(days=AHEAD)
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        msg = f"“{month}” is not a month such as 2026-11."
        raise CommandError(msg) from None
    return first, first.replace(day=monthrange(first.year, first.month)[1])
