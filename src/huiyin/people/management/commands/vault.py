"""`vault rotate`: a new key for the residents' vault, everything sealed anew under it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from typing_extensions import override

from huiyin.people.vault import keys, rotation


class Command(BaseCommand):
    help = "Keys of the residents' vault: rotate (make a new key and seal everything anew)."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["rotate", "status"])
        parser.add_argument("--batch", type=int, default=500, help="rows per transaction")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        remaining = rotation.remaining()
        if options["what"] == "status":
            ring = keys.keyring()
            self.stdout.write(f"current key {ring.current.id}, {len(ring.keys)} in all")
            self.stdout.write(f"{remaining} rows under older keys")
            return
        if remaining:
            self.stdout.write(f"Finishing an earlier rotation: {remaining} rows remain.")
        else:
            self._add_key()
            remaining = rotation.remaining()
        self._reseal(remaining, options["batch"])

    def _add_key(self) -> None:
        try:
            key = keys.add_current()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"New current key {key.id}; keep older ones for backups.")

    def _reseal(self, total: int, batch: int) -> None:
        columns = (TextColumn("sealing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        done = 0
        with Progress(*columns) as progress:
            task = progress.add_task("sealing", total=total)
            for count in rotation.reseal(batch):
                done += count
                progress.advance(task, count)
        self.stdout.write(f"{done} rows sealed under the current key.")
