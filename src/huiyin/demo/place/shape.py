"""What a recipe may say: the strict shape of `demo/places/PACK.yaml` and `PACK_published.yaml`.

Every part says which published figures it feeds, so that the sums can be checked without building
anything, and so that a small place of the same kind knows its own figures.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from huiyin.engine.definition import Role, Shape, Text

RoleName = Annotated[Role, Field(strict=False)]
Over = Literal["year", "before", "2012", "2021"]
"""When it happens: within the last twelve months, the twelve before, or in a calendar year."""
Feeds = dict[str, str | int]
"""Indicator → what one row gives: a number, `sum FIELD` or `distinct FIELD` of the entry."""


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


class PostShape(Shape):
    """A post in every unit of a kind. `sign_in` names its holder's account in the first unit;
    `count` makes that many posts over all units of the kind instead of one in each."""

    title: str
    role: RoleName
    sign_in: str = ""
    count: int | None = None
    feeds: Feeds = {}


class UnitShape(Shape):
    """Units: one in each division of a level (of `only` that code). `{}` in the name is the
    division's name. `above` is another kind of unit in the same division, else the nearest one of
    the kinds in `under` further up."""

    level: Literal["city", "county", "town", "village"]
    kind: str
    name: str
    word: str = ""
    above: str = ""
    under: Words = ()
    only: str = ""
    online: bool = False
    posts: Annotated[tuple[PostShape, ...], BeforeValidator(_as_tuple)] = ()


class GridPostShape(Shape):
    """Posts on grids: `count` of them, spread evenly."""

    title: str
    letter: str = Field(pattern=r"^[a-z]$")
    """Of the user name, before the grid's code."""
    count: int
    feeds: Feeds = {}


class GridShape(Shape):
    """Grids spread evenly over the villages, and the posts on them, in units of kind `unit`."""

    count: int
    households: Annotated[tuple[int, int], BeforeValidator(_as_tuple)]
    unit: str
    posts: Annotated[tuple[GridPostShape, ...], BeforeValidator(_as_tuple)] = ()
    feeds: Feeds = {}


class PointShape(Shape):
    """Service points of a kind, over divisions of a level."""

    key: str
    name: str
    level: Literal["city", "county", "town", "village"]
    count: int
    rooms: int = 1
    staff: int = 2
    feeds: Feeds = {}


class PoolShape(Shape):
    """Pools of a kind, spread over units of a kind, with `members` in all. `points` gives each
    member a responsibility of that kind for one service point (a natural village)."""

    key: str
    name: str
    unit: str
    count: int
    members: dict[str, int] = {}
    """Kind of member → how many, over all pools."""
    expertise: Words = ()
    feeds: Feeds = {}
    member_feeds: dict[str, Feeds] = {}


class ResponsibilityRows(Shape):
    """Entries of the responsibility map: posts of `role` in units of kind `unit` answer for the
    divisions of `level` (their own or those below), for lines, or for points of a kind."""

    kind: str
    unit: str
    role: RoleName
    level: Literal["city", "county", "town", "village"] | None = None
    lines: Words = ()
    points: str = ""


class RotaRows(Shape):
    """A rota of the pack with shifts for the last `back` and the next `ahead` days."""

    rota: str
    unit: str
    slots: dict[str, RoleName]
    back: int = 60
    ahead: int = 28
    units: int | None = None


class MatterShape(Shape):
    """`count` matters of a process that live the same life (`demo/places/lives/PROCESS.yaml`).

    `data` is laid over the words of the life by act; `sums` are numbers of a field over all of
    them (`report.people: 3847`), `distinct` how many different values a field takes
    (`register.post: 51`). `door` writes them through the one door, with letters and notices.
    """

    process: str
    life: str
    count: int = Field(ge=1)
    unit: str
    over: Over = "year"
    recent: int | None = None
    """Begin in the last so many days of the period: what is still running."""
    early: int = 0
    """Be over so many days before the end of the period: another entry follows."""
    follows: str = ""
    """An entry: the matters begin where and after its matters end, one after another."""
    data: dict[str, dict[str, Any]] = {}
    sums: dict[str, int] = {}
    distinct: dict[str, int] = {}
    stock: str = ""
    door: bool = False
    feeds: Feeds = {}


class PlaceShape(Shape):
    """One place. `keep`: how many villages and communities of the public list there are; a
    shortfall is filled with plainly fictional ones."""

    pack: str
    root: str = Field(pattern=r"^\d{12}$")
    notes: Annotated[tuple[Text, ...], BeforeValidator(_as_tuple)] = ()
    keep: dict[Literal["village", "community"], int] = {}
    keep_feeds: dict[Literal["village", "community"], Feeds] = {}
    units: dict[str, UnitShape]
    grids: GridShape | None = None
    points: Annotated[tuple[PointShape, ...], BeforeValidator(_as_tuple)] = ()
    pools: Annotated[tuple[PoolShape, ...], BeforeValidator(_as_tuple)] = ()
    responsibilities: Annotated[tuple[ResponsibilityRows, ...], BeforeValidator(_as_tuple)] = ()
    rotas: Annotated[tuple[RotaRows, ...], BeforeValidator(_as_tuple)] = ()
    matters: dict[str, MatterShape]


class PublishedShape(Shape):
    """One published figure. `of` is the indicator that computes it, the id itself unless said;
    `least`: published as “more than”; `digits`: decimals of a percentage as published."""

    id: str
    row: str
    says: str
    value: int | float
    of: str = ""
    over: Over = "year"
    least: bool = False
    percent: bool = False
    digits: int = 0


class PublishedFile(Shape):
    """Where the figures come from, and the figures."""

    pack: str
    source: str
    published: Annotated[tuple[PublishedShape, ...], BeforeValidator(_as_tuple)]


class LifeShape(Shape):
    """How matters of one process go: `words` are form data by act, `lives` lists of lines
    `DAYS WHO ACT` (a line that ends in a colon has form data of its own), `stock` the titles and
    texts it draws from."""

    words: dict[str, dict[str, Any] | None]
    lives: dict[
        str, Annotated[tuple[str | dict[str, dict[str, Any]], ...], BeforeValidator(_as_tuple)]
    ]
    stock: dict[str, Any] = {}
