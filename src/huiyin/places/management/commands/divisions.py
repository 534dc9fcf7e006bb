"""`divisions import`: load lists of administrative divisions, or a revision of their codes;
`divisions load --public CODE`: one place and all below it from the public list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from typing_extensions import override

from huiyin.places.codes import LEVEL_DIGITS, significant
from huiyin.places.divisions import (
    Report,
    apply_revision,
    find_lists,
    import_lists,
    public_lists,
)
from huiyin.places.divisions.read import ListError, ListFile
from huiyin.places.divisions.revise import write_undecided
from huiyin.places.models import Division

_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Administrative divisions: import DIR_OR_FILES…; import --revision FILE.csv; "
        "load --public CODE (a province, city, county or town with all below it; `all`)."
    )

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["import", "load"])
        parser.add_argument("paths", nargs="*", type=Path, help="CSV files (.gz too) or folders")
        parser.add_argument(
            "--public", metavar="CODE|all", help="take that place from the list that set-up fetched"
        )
        parser.add_argument("--revision", type=Path, help="CSV with old_code,new_code")
        parser.add_argument(
            "--complete-under",
            metavar="CODE|all",
            help="the lists are complete below CODE: what they lack is retired and mapped",
        )
        parser.add_argument("--on", help="day of retirement, YYYY-MM-DD (default: today)")
        parser.add_argument(
            "--undecided",
            type=Path,
            metavar="FILE.csv",
            help="write retired codes without a sure successor there, to complete and re-feed",
        )
        parser.add_argument("--dry-run", action="store_true", help="report only, change nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        given = [name for name in ("paths", "revision", "public") if options[name]]
        if len(given) != 1 or (options["what"] == "load") != (given == ["public"]):
            raise CommandError("Name files or folders, or --revision FILE; load has --public CODE.")
        on = parse_date(options["on"]) if options["on"] else timezone.localdate()
        if on is None:
            raise CommandError("--on: a day like 2026-01-01")
        try:
            report = self._run(options, on)
        except (ListError, OSError, ValueError) as error:
            raise CommandError(str(error)) from None
        except Division.DoesNotExist:
            raise CommandError("--complete-under: no such division") from None
        if options["undecided"]:
            write_undecided(options["undecided"], report.undecided)
        if options["json"]:
            self.stdout.write(orjson.dumps(report.as_dict()).decode())
        else:
            self._print(report, dry_run=options["dry_run"])

    def _run(self, options: dict[str, Any], on: Any) -> Report:
        if options["revision"]:
            return apply_revision(options["revision"], on=on, dry_run=options["dry_run"])
        lists = public_lists() if options["public"] else find_lists(options["paths"])
        if not lists:
            raise ListError("No .csv or .csv.gz file there.")
        bars = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*bars, console=Console(stderr=True)) as progress:
            tasks = {item: _add_bar(progress, item) for item in lists}
            writing = progress.add_task("checking and writing", total=None)

            def advance(item: ListFile, position: int) -> None:
                progress.update(tasks[item], completed=position)

            report = import_lists(
                lists,
                complete_under=options["complete_under"],
                under=_under(options["public"]),
                on=on,
                dry_run=options["dry_run"],
                advance=advance,
            )
            progress.update(writing, total=1, completed=1)
            return report

    def _print(self, report: Report, *, dry_run: bool) -> None:
        counts = {name: value for name, value in report.as_dict().items() if name != "seconds"}
        words = [f"{name} {value}" for name, value in counts.items() if isinstance(value, int)]
        self.stdout.write(f"{', '.join(words)} in {report.seconds:.1f} s")
        if not report.changed:
            self.stdout.write("Nothing changed.")
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")
        self._table("Left out", ["file", "row", "field", "value", "rule"], report.rejects)
        self._table("To decide", ["code", "name", "candidates"], report.undecided)

    def _table(self, title: str, columns: list[str], rows: list[Any]) -> None:
        if not rows:
            return
        table = Table(*columns, title=f"{title}: {len(rows)}")
        for row in rows[:_SHOWN]:
            table.add_row(*(_cell(getattr(row, column)) for column in columns))
        console = Console(width=120)
        with console.capture() as shown:
            console.print(table)
        self.stdout.write(shown.get())
        if len(rows) > _SHOWN:
            self.stdout.write(f"… and {len(rows) - _SHOWN} more; --json lists all.")


def _under(code: str | None) -> str:
    """The code as rows are compared with it. Raises ListError."""
    if code is None or code == "all":
        return ""
    if not (code.isascii() and code.isdigit()) or len(code) not in LEVEL_DIGITS.values():
        raise ListError("--public: a code of 2, 4, 6, 9 or 12 digits, or all")
    return significant(code)


def _add_bar(progress: Progress, item: ListFile) -> TaskID:
    return progress.add_task(item.path.name, total=item.path.stat().st_size)


def _cell(value: Any) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value)
