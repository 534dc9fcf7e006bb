"""`huiyin ladder`: tell what running clocks have reached, by hand; the worker does it by itself."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from typing_extensions import override

from huiyin.notices import catch_up, digests, sweep


class Command(BaseCommand):
    help = "Tell who is on duty which terms run out: bring the dues up, sweep, make digests."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--thorough", action="store_true", help="also look at clocks with another calendar"
        )

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        columns = (TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            behind = progress.add_task("matters brought up", total=None)
            reached = progress.add_task("steps reached", total=None)
            try:
                matters = catch_up.catch_up(
                    thorough=options["thorough"],
                    advance=lambda count: progress.advance(behind, count),
                )
                told = sweep.sweep(advance=lambda count: progress.advance(reached, count))
                made = digests.make()
            except KeyboardInterrupt:
                raise CommandError("Stopped; run it again to go on.", returncode=130) from None
        self.stdout.write(f"{matters} matters brought up, {told} notices, {made} digests")
