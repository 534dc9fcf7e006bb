"""`huiyin demo`: fill an empty installation with the fictional county, with progress."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from rich.progress import track
from typing_extensions import override

from huiyin.demo import county, seed


class Command(BaseCommand):
    help = "Fill an empty installation with the fictional county."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--matters",
            type=int,
            default=200,
            help="petitions that go the usual way (200)",
        )

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            seed.build_county()
        except seed.NotEmpty as error:
            raise CommandError(
                _("This database holds data already; the demo county needs an empty one.")
            ) from error
        # First: people sign in while the year is being lived through.
        for sign_in in county.sign_ins():
            self.stdout.write(
                f"{sign_in.username} / {sign_in.password}  {sign_in.unit} {sign_in.title}"
            )
        plans = seed.plans(options["matters"])
        for _done in track(seed.seed_matters(plans), _("Demo county"), total=len(plans)):
            pass
