"""`huiyin verify`: is every chain whole, every root right, every cache what the events give?"""

from __future__ import annotations

from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from typing_extensions import override

from huiyin.matters.models import Matter
from huiyin.matters.verify import Report, verify

_SHOWN = 50


class Command(BaseCommand):
    help = "Check chains, texts, roots and caches against the events; exit code 1 for any break."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("numbers", nargs="*", metavar="NUMBER", help="only these matters")
        parser.add_argument("--after", default="", metavar="NUMBER", help="begin behind this one")
        parser.add_argument(
            "--since-root", action="store_true", help="only matters changed since the newest root"
        )
        parser.add_argument("--files", action="store_true", help="read the bytes of files too")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        report, stopped = Report(), False
        columns = (
            TextColumn("verifying"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            total = len(options["numbers"]) or Matter.objects.count()
            task = progress.add_task("verifying", total=total)
            try:
                verify(
                    options["numbers"],
                    after=options["after"],
                    since_root=options["since_root"],
                    files=options["files"],
                    report=report,
                    advance=lambda count: progress.advance(task, count),
                )
            except KeyboardInterrupt:
                stopped = True
            except Matter.DoesNotExist:
                raise CommandError(f"--after: no matter {options['after']}") from None
        self._print(report, as_json=options["json"])
        if stopped:
            go_on = f" Go on with --after {report.last}." if report.last else ""
            raise CommandError(f"Stopped; roots were not computed again.{go_on}", returncode=130)
        if not report.ok:
            raise SystemExit(1)

    def _print(self, report: Report, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(orjson.dumps(report.as_dict()).decode())
            return
        counts = f"{report.matters} matters, {report.events} events, {report.roots} roots"
        self.stdout.write(
            f"{counts}: {'all whole' if report.ok else f'{len(report.broken)} broken'}"
        )
        for broken in report.broken[:_SHOWN]:
            self.stdout.write(broken.say())
        if len(report.broken) > _SHOWN:
            self.stdout.write(f"… and {len(report.broken) - _SHOWN} more; --json lists all.")
