"""`huiyin calendar`: publish a year or a region's days, list what is published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from typing_extensions import override

from huiyin.packs import calendar_files
from huiyin.places.models import CalendarVersion, Division
from huiyin.places.publish import PublishError, publish


class Command(BaseCommand):
    help = "Calendars: publish FILE (a year, its correction, a region's days); list."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["publish", "list"])
        parser.add_argument("file", nargs="?", type=Path, help="calendar file (YAML)")
        parser.add_argument("--division", metavar="CODE", help="only there and below")
        parser.add_argument("--year", type=int, help="for a file that names no day")
        parser.add_argument("--name", default="", help="name of the version (default: numbered)")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "list":
            self._list()
            return
        if options["file"] is None:
            raise CommandError("Name the calendar file.")
        try:
            division = options["division"] and Division.objects.get(pk=options["division"])
            row = publish(
                calendar_files.body(options["file"]),
                division=division or None, year=options["year"], version=options["name"],
            )  # fmt: skip
        except Division.DoesNotExist:
            raise CommandError(f"there is no division {options['division']}") from None
        except (PublishError, calendar_files.CalendarFileError, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"published {row.version}: {row.source or 'no notice named'}")
        self.stdout.write("The worker corrects dates that change; at once: huiyin recompute")

    def _list(self) -> None:
        rows = CalendarVersion.objects.select_related("division").order_by("published_at")
        for row in rows:
            where = row.division.name if row.division else "everywhere"
            moment = timezone.localtime(row.published_at).isoformat(" ", "minutes")
            self.stdout.write(f"{moment}  {row.year}  {row.version}  {where}  {row.source}")
        if not rows:
            self.stdout.write("Nothing is published beside the national years that come along.")
