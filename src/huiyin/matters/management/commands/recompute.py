"""`huiyin recompute`: follow the newest published calendar now, without waiting for a worker."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from typing_extensions import override

from huiyin.matters.recompute import pending, recompute
from huiyin.places.models import CalendarVersion


class Command(BaseCommand):
    help = "Count dates again after a calendar was published; can be stopped and run again."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, help="the newest version of this year")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        versions = CalendarVersion.objects.order_by("published_at")
        if options["year"]:
            versions = versions.filter(year=options["year"])
        version = versions.last()
        if version is None:
            raise CommandError("No calendar is published beside those that come along.")
        columns = (TextColumn("dates"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("dates", total=pending(version))
            done = recompute(version, advance=lambda count: progress.advance(task, count))
        self.stdout.write(f"{version}: {done.matters} matters, dates changed in {done.changed}")
