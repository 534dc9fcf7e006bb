"""`huiyin demo [PACK]`: fill an empty installation with the fictional county, or with one of the
five places at the size it has published; progress, sign-ins, published figures beside computed."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import ValidationError
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    track,
)
from rich.table import Table
from typing_extensions import override

from huiyin.demo import county, seed
from huiyin.demo.place import files
from huiyin.demo.place.build import build
from huiyin.demo.place.built import built_on
from huiyin.demo.place.compare import Compared, compare
from huiyin.demo.place.values import RecipeError
from huiyin.packs.load import PackError
from huiyin.places.divisions.read import ListError


class Command(BaseCommand):
    help = (
        "Fill an empty installation with the fictional county, or with one of the five places: "
        + ", ".join(files.available())
        + ". On a place that was built it prints published, computed and difference again."
    )

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pack", nargs="?", choices=files.available(), metavar="PACK")
        parser.add_argument(
            "--matters",
            type=int,
            default=200,
            help="petitions of the county that go the usual way (200)",
        )
        parser.add_argument(
            "--scale", type=float, default=1.0, help="of a place: its size, 1 is as published"
        )
        parser.add_argument("--json", action="store_true", help="print the indicators as JSON")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        if options["pack"]:
            self._place(options["pack"], options["scale"], as_json=options["json"])
        else:
            self._county(options["matters"])

    def _county(self, matters: int) -> None:
        try:
            seed.build_county()
        except seed.NotEmpty as error:
            raise CommandError(
                _("This database holds data already; the demo county needs an empty one.")
            ) from error
        # First: people sign in while the year is being lived through.
        self._sign_ins()
        plans = seed.plans(matters)
        for _done in track(seed.seed_matters(plans), _("Demo county"), total=len(plans)):
            pass

    def _place(self, pack: str, scale: float, *, as_json: bool) -> None:
        day = built_on(pack)
        if day is None:
            self._build(pack, scale)
            day = built_on(pack)
        if day is None:
            raise CommandError(_("The place is not there."))
        try:
            compared = compare(pack, day)
        except PackError as error:
            raise CommandError(str(error)) from error
        if as_json:
            found = {"indicators": [one.as_dict() for one in compared]}
            self.stdout.write(orjson.dumps(found).decode())
            return
        self._sign_ins()
        self._told(pack, compared)

    def _build(self, pack: str, scale: float) -> None:
        """With a bar for each stage. An interrupted build leaves nothing behind."""
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
        try:
            with (
                Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bars,
                closing(build(pack, scale)) as steps,
            ):
                bar: dict[str, TaskID] = {}
                for step in steps:
                    key = "year" if step.is_year else "place"
                    if key not in bar:
                        bar[key] = bars.add_task("", total=step.total)
                    bars.update(bar[key], description=step.what, completed=step.done)
        except seed.NotEmpty as error:
            raise CommandError(
                _("This database holds data already; a place needs an empty one.")
            ) from error
        except KeyboardInterrupt:
            said = _("Interrupted: nothing was kept. Run it again to begin anew.")
            raise CommandError(said, returncode=130) from None
        except (RecipeError, ListError, PackError, ValidationError) as error:
            raise CommandError(str(error)) from error

    def _sign_ins(self) -> None:
        for one in county.there():
            self.stdout.write(f"{one.username} / {one.password}  {one.unit} {one.title}")

    def _told(self, pack: str, compared: list[Compared]) -> None:
        language = get_language() or "zh"
        table = Table(_("Indicator"), _("Published as"), title=files.published(pack).source)
        for column in (_("Figure published"), _("Figure computed"), _("Off by")):
            table.add_column(column, justify="right")
        for one in compared:
            table.add_row(one.shape.id, one.shape.says, *one.cells)
        console = Console(width=100)
        with console.capture() as shown:
            console.print(table)
        self.stdout.write(shown.get())
        self.stdout.write(
            _("People and matters are fictional, built to the published totals; the computed "
              "figures come from the events and know nothing of them.")
        )  # fmt: skip
        for note in files.place(pack).notes:
            self.stdout.write(note.say(language))
