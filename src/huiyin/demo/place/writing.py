"""Writing the matters of a recipe: most in batches, a few through the one door with letters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db import transaction

from huiyin.demo.place.drafting import VIA, Author
from huiyin.demo.place.telling import Tale, Teller
from huiyin.demo.place.values import RecipeError
from huiyin.demo.place.world import Built, World
from huiyin.engine.standing import Standing
from huiyin.exchange import bulk
from huiyin.matters.actions import door
from huiyin.matters.errors import Refused
from huiyin.matters.models import Category, Matter
from huiyin.packs import load

BATCH = 500


def write(world: World, key: str) -> Iterator[int]:
    """Write one entry; yields how many matters were written after each batch. Raises
    RecipeError."""
    teller = Teller(world, key, world.shape.matters[key])
    built = world.built.setdefault(key, [])
    if teller.shape.door:
        yield from _one_by_one(teller, built)
        return
    tales = teller.tales()
    categories = frozenset(Category.objects.filter(active=True).values_list("code", flat=True))
    while batch := list(islice(tales, BATCH)):
        with transaction.atomic():
            moment = door.begin(numbered=False)
            process = load.process(world.pack, teller.shape.process)
            author = Author(teller, process, moment, categories)
            drafts = [author.draft(tale) for tale in batch]
            bulk.write(drafts, process, moment)
        built += [
            Built(draft.matter.number, tale.unit, tale.moments[-1])
            for draft, tale in zip(drafts, batch, strict=True)
        ]
        yield len(batch)


def _one_by_one(teller: Teller, built: list[Built]) -> Iterator[int]:
    for tale in teller.tales():
        with transaction.atomic():  # a disk waits for each commit
            matter = _live(teller, tale)
        built.append(Built(matter.number, tale.unit, tale.moments[-1]))
        yield 1


def _live(teller: Teller, tale: Tale) -> Matter:
    matter, standing = None, Standing()
    for line, at in zip(teller.lines, tale.moments, strict=True):
        by, data = teller.wish(tale, line, at, standing)
        try:
            if matter is None:
                done = door.register(
                    teller.shape.process, by=by, data=data, act=line.act, pack=teller.world.pack,
                    at=at, via=VIA,
                )  # fmt: skip
            else:
                seq = Matter.objects.values_list("seq", flat=True).get(pk=matter.pk)
                done = door.perform(
                    matter.pk, line.act, by=by, data=data, expected_seq=seq, at=at, via=VIA
                )
        except Refused as refused:
            errors = ", ".join(f"{one.field} {one.rule}" for one in refused.refusal.errors)
            said = f"{refused.refusal.code} {dict(refused.refusal.params)} {errors}"
            raise RecipeError(f"{teller.key}: {line.act}: {said}") from None
        matter, standing = done.matter, done.standing
    assert matter is not None  # noqa: S101 -- a life has at least one line
    return matter
