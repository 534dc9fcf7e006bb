"""What a recipe amounts to: the figure of each indicator by the recipe alone, without building.

The program's own figures come from events; that both are the same is what a test asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from huiyin.demo.place.scale import scaled, scaled_distinct, totals
from huiyin.demo.place.shape import Feeds, MatterShape, Over, PlaceShape, PublishedShape
from huiyin.engine.figure_values import Leaf, value
from huiyin.engine.method_shape import IndicatorShape

Fed = dict[tuple[str, Over], int]
"""(indicator, when) → figure."""
STANDING: Over = "year"
"""When what simply is there counts."""


def fed(place: PlaceShape, scale: float = 1) -> Fed:
    """The counts and sums of a recipe at a scale."""
    found: Fed = {}
    for count, feeds in _rows(place):
        for key, each in feeds.items():
            at = key, STANDING
            found[at] = found.get(at, 0) + scaled(count, scale) * int(each)
    for shape in place.matters.values():
        for key, how in shape.feeds.items():
            at = key, shape.over
            found[at] = found.get(at, 0) + amount(shape, how, scale)
    return found


def _rows(place: PlaceShape) -> Iterator[tuple[int, Feeds]]:
    """(count, feeds) of everything that is no matter."""
    yield from ((place.keep[which], feeds) for which, feeds in place.keep_feeds.items())
    if place.grids:
        yield place.grids.count, place.grids.feeds
        yield from ((post.count, post.feeds) for post in place.grids.posts)
    for unit in place.units.values():
        yield from ((post.count or 1, post.feeds) for post in unit.posts)
    yield from ((point.count, point.feeds) for point in place.points)
    for pool in place.pools:
        yield pool.count, pool.feeds
        for kind, count in pool.members.items():
            yield count, pool.member_feeds.get(kind, {})


def amount(shape: MatterShape, how: str | int, scale: float) -> int:
    """What an entry gives to a figure at a scale, by `how` (see `Feeds`)."""
    if isinstance(how, int):
        return scaled(shape.count, scale) * how
    what, _, field = how.partition(" ")
    if what == "sum":
        return totals(shape, scale)[field]
    if what == "values":
        return sum(min(int(one), scaled(shape.count, scale)) for one in field.split())
    return scaled_distinct(shape.distinct[field], shape.count, scale)


def figure(
    shape: PublishedShape, indicators: Mapping[str, IndicatorShape], found: Fed
) -> Fraction | None:
    """What a published figure is by the recipe: what feeds its indicator, or its formula. None
    without a value (nothing divided by nothing)."""
    counts = {
        Leaf(key, 0 if over == shape.over else 1): number
        for (key, over), number in found.items()
        if over == shape.over or (shape.over == "year" and over == "before")
    }
    return value(indicators, shape.of or shape.id, counts).number
