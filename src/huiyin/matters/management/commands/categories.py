"""`huiyin categories`: bring the categories up to a pack's file, or list them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from typing_extensions import override

from huiyin.matters import categories
from huiyin.matters.models import Category
from huiyin.packs.load import PackNotFound


class Command(BaseCommand):
    help = "Categories of content: sync (from the pack's categories.yaml), list."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["sync", "list"])
        parser.add_argument("--pack", default="national", help="name, or path of a folder")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "sync":
            self._sync(options["pack"])
        else:
            self._list()

    def _sync(self, pack: str) -> None:
        try:
            done = categories.sync(pack)
        except (categories.CategoryFileError, PackNotFound, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{done.added} added, {done.changed} changed, {done.same} as they were")

    def _list(self) -> None:
        for row in Category.objects.order_by("code"):
            used = "" if row.active else "  (not in use)"
            self.stdout.write(f"{row.code:<6}{row.zh}  {row.en}{used}")
