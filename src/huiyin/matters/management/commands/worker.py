"""`huiyin worker`: run the jobs that acts and the calendar have left, until stopped."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from typing_extensions import override


class Command(BaseCommand):
    help = "Run jobs (daily root, recomputed dates, letters, notices). Any number of workers."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=1, help="jobs at the same time")
        parser.add_argument("--one-shot", action="store_true", help="stop when nothing is left")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        connection.ensure_connection()  # the worker's own pool does not start the embedded server
        words = [f"--concurrency={options['concurrency']}"]
        if options["one_shot"]:
            words.append("--one-shot")
        call_command("procrastinate", "worker", *words)
