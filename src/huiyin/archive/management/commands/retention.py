"""`huiyin retention`: what is due, and carrying out the disposal lists that were approved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from typing_extensions import override

from huiyin.archive import carrying_out, due, records
from huiyin.archive.models import Disposal, DisposalStatus


class Command(BaseCommand):
    help = "What is due at the end of its retention; anonymise what is on approved lists."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only tell, change nothing")
        parser.add_argument(
            "--on", type=date.fromisoformat, metavar="DATE", help="due on this day (with --dry-run)"
        )
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        day = options["on"] or timezone.localdate()
        if day != timezone.localdate() and not options["dry_run"]:
            raise CommandError("--on looks at another day: it goes with --dry-run only.")
        stopped = False
        figures: dict[str, Any] = {"on": day.isoformat(), "recorded": 0, "cleared": 0}
        if not options["dry_run"]:
            stopped = self._work(figures)
        figures |= _outlook(day)
        self._print(figures, as_json=options["json"])
        if stopped:
            raise CommandError("Stopped; run it again to go on.", returncode=130)

    def _work(self, figures: dict[str, Any]) -> bool:
        """Missing records, then every approved list; True when it was interrupted."""
        lists = carrying_out.approved()
        columns = (TextColumn("retention"), BarColumn(), MofNCompleteColumn(),
                   TimeRemainingColumn())  # fmt: skip
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("retention", total=carrying_out.waiting(lists))
            try:
                for count in records.catch_up():
                    figures["recorded"] += count
                for disposal in lists:
                    figures["cleared"] += carrying_out.carry_out(
                        disposal, lambda count: progress.advance(task, count)
                    )
            except KeyboardInterrupt:
                return True
        return False

    def _print(self, figures: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(orjson.dumps(figures).decode())
            return
        self.stdout.write(
            f"{figures['recorded']} records made, {figures['cleared']} matters anonymised"
        )
        self.stdout.write(
            f"due on {figures['on']}: {figures['due']}, {figures['held']} of them held"
        )
        for unit, count in figures["units"].items():
            self.stdout.write(f"  {unit}: {count}")
        for key, about in (("proposed", "wait for approval"), ("approved", "to be carried out")):
            names = ", ".join(figures[key]) or "none"
            self.stdout.write(f"lists that {about}: {names}")


def _outlook(day: date) -> dict[str, Any]:
    records_due = due.due_on(day)
    units = records_due.values("unit__name").annotate(count=Count("pk")).order_by("-count")
    return {
        "due": records_due.count(),
        "held": due.held(records_due, day).count(),
        "units": {row["unit__name"]: row["count"] for row in units},
        "proposed": _numbers(DisposalStatus.PROPOSED),
        "approved": _numbers(DisposalStatus.APPROVED),
    }


def _numbers(status: DisposalStatus) -> Sequence[str]:
    lists = Disposal.objects.filter(status=status).order_by("proposed_at")
    return list(lists.values_list("number", flat=True))
