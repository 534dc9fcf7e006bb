"""`huiyin root`: sign the root of the day, list roots, export the public key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from typing_extensions import override

from huiyin.matters import keys, roots
from huiyin.matters.models import DayRoot


class Command(BaseCommand):
    help = "Daily roots: sign (today's, once), list (newest first), key (public key and its id)."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["sign", "list", "key"])
        parser.add_argument("--limit", type=int, default=10, help="how many roots to list")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "key":
            public = keys.private_key().public_key()
            self.stdout.write(f"{keys.key_id(public)}\n{keys.public_pem(public).decode()}")
        elif options["what"] == "sign":
            try:
                self._show(roots.sign())
            except roots.RootError as error:
                raise CommandError(str(error)) from None
        else:
            for root in DayRoot.objects.order_by("-day")[: options["limit"]]:
                self._show(root)

    def _show(self, root: DayRoot) -> None:
        cutoff = timezone.localtime(root.cutoff).isoformat(" ", "seconds")
        words = f"{root.matters} matters up to {cutoff}, key {root.key_id}"
        self.stdout.write(f"{root.day}  {bytes(root.root).hex()}  {words}")
