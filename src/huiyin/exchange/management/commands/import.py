"""`import FILE --map MAPPING`: load matters from a table of another system."""  # noqa: N999 -- the word of the command

from __future__ import annotations

import os
from argparse import ArgumentTypeError
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from typing_extensions import override

from huiyin.exchange import mapping as mappings
from huiyin.exchange.readers import FileError
from huiyin.exchange.run import Options, run
from huiyin.exchange.tables import tables
from huiyin.exchange.unit import NoUnit
from huiyin.packs.load import PackError, PackNotFound

_WRONG = (PackError, PackNotFound, FileError, NoUnit, OSError)


class Command(BaseCommand):
    help = "Load matters from FILE.xlsx, .csv or .csv.gz; running it again loads nothing twice."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("file", type=Path)
        add(
            "--map", type=Path, required=True, metavar="MAPPING.yaml", dest="mapping",
            help="which column becomes which field of which act",
        )  # fmt: skip
        add("--dry-run", action="store_true", help="show what would be, write nothing")
        add("--json", action="store_true", help="print one JSON object")
        add(
            "--rejects", type=Path, metavar="FILE",
            help="where rejected rows go (default: FILE.rejects.csv or .xlsx)",
        )  # fmt: skip
        add("--limit", type=_count, metavar="N", help="only the first N rows")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            mapping = mappings.load(options["mapping"])
            with self._bar(quiet=options["json"]) as bar:
                report = run(options["file"], mapping, self._options(options, bar))
        except mappings.MappingError as error:
            raise CommandError(error.say(get_language() or "zh")) from None
        except _WRONG as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            self.stdout.write(orjson.dumps(report.as_dict()).decode())
        else:
            self.stdout.write(tables(report, dry_run=options["dry_run"]))
        if report.interrupted:
            raise CommandError(_("Interrupted; run it again to go on."), returncode=130)

    def _options(self, options: dict[str, Any], bar: Progress | None) -> Options:
        task = bar.add_task(options["file"].name, total=None) if bar else None

        def progress(position: int, size: int) -> None:
            if bar is not None and task is not None:
                bar.update(task, completed=position, total=size)

        return Options(
            dry_run=options["dry_run"], rejects=options["rejects"], limit=options["limit"],
            progress=progress,
        )  # fmt: skip

    def _bar(self, *, quiet: bool) -> Any:
        if quiet or not os.isatty(2):
            return nullcontext()
        clocks = TimeElapsedColumn(), TimeRemainingColumn()
        columns = TextColumn("{task.description}"), BarColumn(), *clocks
        return Progress(*columns, console=Console(stderr=True))


def _count(text: str) -> int:
    """A number of rows, at least 1."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(_("a whole number from 1"))
    return int(text)
