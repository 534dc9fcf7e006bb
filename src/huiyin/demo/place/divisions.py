"""The divisions of a place: real names from the public list, as many as the place has published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from huiyin.demo.place.scale import scaled
from huiyin.demo.place.world import World
from huiyin.places.codes import significant
from huiyin.places.divisions import import_lists, public_lists
from huiyin.places.models import Division, Level

COMMUNITIES = range(1, 200)
"""Last three digits of a community's code; a village's are 200 and more (统计用区划代码)."""


def build(world: World) -> None:
    """Load the place from the public list, leave out what is too many, set its work method. Raises
    ListError when set-up did not fetch the list."""
    root = world.shape.root
    import_lists(public_lists(), under=significant(root), on=world.today)
    _leave_out(world)
    Division.objects.filter(pk=root).update(pack=world.pack)
    every = list(Division.objects.order_by("code"))
    world.divisions = {level: [one for one in every if one.level == level] for level in range(1, 6)}


def kind_of(code: str) -> str:
    """Village or community, by the code."""
    return "community" if int(code[9:]) in COMMUNITIES else "village"


def _leave_out(world: World) -> None:
    """Villages beyond the published number, spread over the place; at a scale, most of them, and
    the towns that then have none."""
    villages = Division.objects.filter(level=Level.VILLAGE).order_by("code")
    codes = list(villages.values_list("pk", flat=True))
    kept: set[str] = set()
    for kind in ("village", "community"):
        there = [code for code in codes if kind_of(code) == kind]
        wanted = world.shape.keep.get(kind, len(there))
        if wanted > len(there):
            raise ValueError(f"{kind}: {wanted} published, {len(there)} in the public list")
        kept |= set(_evenly(there, scaled(wanted, world.scale)))
    villages.exclude(pk__in=kept).delete()
    if world.scale != 1:
        with_villages = {code[:9] + "000" for code in kept} | {world.shape.root}
        Division.objects.filter(level=Level.TOWN).exclude(pk__in=with_villages).delete()


def _evenly(codes: Sequence[str], wanted: int) -> Iterable[str]:
    """`wanted` of the codes, spread over all of them."""
    return (codes[place * len(codes) // wanted] for place in range(wanted))
