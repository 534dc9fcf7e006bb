"""Building a place, stage by stage, with progress: on an empty database, and all in one
transaction, so that an interrupted build leaves nothing behind and is simply begun again.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.demo import seed
from huiyin.demo.place import divisions, files, grids, shifts, tables, units, writing
from huiyin.demo.place.scale import scaled
from huiyin.demo.place.world import World
from huiyin.duties.generate import generate
from huiyin.duties.watching.sweep import sweep
from huiyin.matters.categories import sync
from huiyin.packs import calendar_files

SEED = 20261122
AHEAD = timedelta(days=35)


@dataclass(frozen=True)
class Progress:
    """What has been done of how much, and of what."""

    what: str
    done: int
    total: int
    is_year: bool = False
    """Matters, and no longer the place itself."""


def build(pack: str, scale: float = 1) -> Generator[Progress]:
    """Build the place of a pack; yields as it goes. `scale` 1 is the published size.

    Raises seed.NotEmpty, RecipeError, ListError (the public list of divisions is not there).
    """
    world = begin(pack, scale)
    with transaction.atomic(), _few_collections():
        if not seed.is_empty():
            raise seed.NotEmpty
        yield from _place(world)
        yield from _matters(world)
    _analyse()
    yield from _daily(world)


def _daily(world: World) -> Iterator[Progress]:
    """What the worker does every day: the coming duties, and the look over running matters."""
    what = _("duties and supervision")
    yield Progress(what, 0, 2)
    generate(world.today, world.today + AHEAD)
    yield Progress(what, 1, 2)
    sweep()
    yield Progress(what, 2, 2)


def begin(pack: str, scale: float = 1) -> World:
    """The place before anything is written. The same day gives the same place."""
    today = timezone.localdate()
    chance = Random(f"{SEED} {pack} {today}")  # noqa: S311 -- a story, not a secret
    return World(files.place(pack), scale, today, calendar_files.national(), chance)


def _place(world: World) -> Iterator[Progress]:
    """Everything that is no matter."""
    stages: list[tuple[str, Callable[[World], None]]] = [
        (_("divisions"), divisions.build), (_("units and posts"), units.build),
        (_("grids and the people on them"), grids.build),
        (_("service points, pools, responsibilities"), tables.build),
        (_("rotas"), shifts.build),
    ]  # fmt: skip
    sync()
    for number, (what, stage) in enumerate(stages, start=1):
        yield Progress(what, number - 1, len(stages))
        stage(world)
        _check_keys()
        yield Progress(what, number, len(stages))
    _analyse()


def _matters(world: World) -> Iterator[Progress]:
    entries = world.shape.matters
    total = sum(scaled(entry.count, world.scale) for entry in entries.values())
    done = 0
    for key in entries:
        for written in writing.write(world, key):
            _check_keys()
            done += written
            yield Progress(_("a year of work"), done, total, is_year=True)


def _check_keys() -> None:
    """Foreign keys are checked as it goes, not all at the end, where nothing would tell why it
    takes so long."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _analyse() -> None:
    """The planner has not seen these tables yet."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for garbage rarely: a batch makes many objects and few cycles."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
