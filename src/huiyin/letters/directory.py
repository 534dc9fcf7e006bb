"""Names and addresses for the ids in a form: units, posts, places, categories, matters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from huiyin.common.ids import parse_number
from huiyin.matters.models import Category, Matter
from huiyin.people.models import Holding, Post, Unit
from huiyin.places.models import Division

Words = Mapping[str, str]
"""What is known about one id: `name`, and what else its kind has."""

KINDS = {
    "unit": "unit", "units": "unit", "post": "post", "posts": "post", "matter": "matter",
    "division": "division", "category": "category",
}  # fmt: skip
"""Type of a field → kind of its ids."""


class Directory:
    """Looks up all ids of one kind in one statement, the first time one of them is asked for."""

    def __init__(self, ids: Mapping[str, Iterable[str]], day: date) -> None:
        """`ids` are all that may be asked for, by kind; `day` is when a post's holder counts."""
        self._ids = {kind: frozenset(many) for kind, many in ids.items()}
        self._day = day
        self._known: dict[str, Mapping[str, Words]] = {}

    def words(self, kind: str, one: str) -> Words:
        """Nothing for an id that is not there."""
        if kind not in self._known:
            self._known[kind] = _READERS[kind](self._ids.get(kind, frozenset()), self._day)
        return self._known[kind].get(one, {})


def unit_words(unit: Unit) -> dict[str, str]:
    """A unit as letters name it."""
    return {"name": unit.name, "address": unit.address, "phone": unit.phone}


def _units(ids: frozenset[str], _day: date) -> dict[str, Words]:
    return {str(unit.pk): unit_words(unit) for unit in Unit.objects.filter(pk__in=ids)}


def _posts(ids: frozenset[str], day: date) -> dict[str, Words]:
    posts = Post.objects.filter(pk__in=ids).select_related("unit")
    holdings = Holding.objects.on(day).filter(post__in=posts).select_related("account")
    holders = {holding.post_id: str(holding.account) for holding in holdings}
    return {
        str(post.pk): {
            "name": post.title,
            "unit": post.unit.name,
            "holder": holders.get(post.pk, ""),
        }
        for post in posts
    }


def _matters(numbers: frozenset[str], _day: date) -> dict[str, Words]:
    # Of a sealed matter nothing stands in a letter about another one (条例第三十条).
    canonical = {number: parse_number(number) for number in numbers}
    found = Matter.objects.filter(number__in=canonical.values(), sealed=False)
    rows = {matter.number: matter for matter in found.select_related("owner_unit")}
    return {
        number: {"title": rows[one].title, "unit": rows[one].owner_unit.name}
        for number, one in canonical.items()
        if one in rows
    }


def _divisions(codes: frozenset[str], _day: date) -> dict[str, Words]:
    return {one.code: {"name": one.name} for one in Division.objects.filter(code__in=codes)}


def _categories(codes: frozenset[str], _day: date) -> dict[str, Words]:
    return {one.code: {"name": one.zh} for one in Category.objects.filter(code__in=codes)}


_READERS: dict[str, Callable[[frozenset[str], date], Mapping[str, Words]]] = {
    "unit": _units, "post": _posts, "matter": _matters, "division": _divisions,
    "category": _categories,
}  # fmt: skip
