"""`huiyin watch`: the daily look for what supervision rules say, by hand."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from typing_extensions import override

from huiyin.duties.watching import sweep
from huiyin.duties.watching.rules import rules


class Command(BaseCommand):
    help = "Look over all open matters for what the supervision rules of their packs say."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rules", action="store_true", help="only list the rules")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        if options["rules"]:
            for rule in rules():
                over = rule.shape.over or f"{rule.shape.times}×"
                packs = ", ".join(rule.packs)
                self.stdout.write(
                    f"{rule.watch}  {rule.shape.when} {over}  {rule.shape.zh}  {packs}"
                )
            return
        columns = (TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            looked = progress.add_task("rows looked at", total=None)
            try:
                done = sweep.sweep(advance=lambda count: progress.advance(looked, count))
            except KeyboardInterrupt:
                raise CommandError("Stopped; run it again to go on.", returncode=130) from None
        self.stdout.write(f"{done.found} found, {done.settled} settled, {done.told} notices")
