"""How much of a place is built: numbers at a scale, totals dealt out over many."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from huiyin.demo.place.shape import MatterShape


def scaled(count: int, scale: float) -> int:
    """A number of rows at a scale (1 is the published size); never none of what there is."""
    return count if scale == 1 or count == 0 else max(1, round(count * scale))


def scaled_sum(total: int, whole: int, scale: float) -> int:
    """The total of a field over the scaled rows; `whole` is the number of rows at full size. Each
    row has at least one where each has at full size."""
    rows = scaled(whole, scale)
    least = rows if total >= whole else 0
    return total if scale == 1 else max(least, round(total * rows / whole))


def scaled_distinct(values: int, whole: int, scale: float) -> int:
    """How many different values there are among the scaled rows."""
    return min(scaled(values, scale), scaled(whole, scale))


def spread(total: int, over: int, chance: Random) -> list[int]:
    """`over` numbers that add up to `total`, each at least one if the total allows: uneven, as
    real days are."""
    least = 1 if total >= over else 0
    rest = total - least * over
    cuts = sorted(chance.randint(0, rest) for _ in range(over - 1))
    return [least + after - before for before, after in zip([0, *cuts], [*cuts, rest], strict=True)]


def even(total: int, over: int) -> list[int]:
    """`over` numbers that add up to `total` and differ by one at most, the larger ones first."""
    share, more = divmod(total, over)
    return [share + (place < more) for place in range(over)]


def totals(shape: MatterShape, scale: float) -> Mapping[str, int]:
    """Field → its total over the entry's matters at a scale."""
    return {field: scaled_sum(total, shape.count, scale) for field, total in shape.sums.items()}
