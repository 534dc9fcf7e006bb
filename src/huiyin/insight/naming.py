"""Names of what ids in events stand for: units, posts, places, categories; one statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import get_language

from huiyin.matters.models import Category
from huiyin.people.models import Post, Unit
from huiyin.places.models import Division

KINDS: Mapping[str, str] = {
    "unit": "unit", "units": "unit", "post": "post", "posts": "post", "division": "division",
    "category": "category",
}  # fmt: skip
"""Type of a field → the kind of thing whose id it holds."""
_TABLES: Mapping[str, tuple[type[Model], str]] = {
    "unit": (Unit, "name"), "post": (Post, "title"), "division": (Division, "name"),
}  # fmt: skip


def names(wanted: Mapping[str, set[str]]) -> dict[str, str]:
    """Id → name, for ids by kind."""
    asked = [_named(kind, ids) for kind, ids in wanted.items() if ids]
    if not asked:
        return {}
    return dict(asked[0].union(*asked[1:], all=True) if asked[1:] else asked[0])


def _named(kind: str, ids: set[str]) -> QuerySet[Any, tuple[str, str]]:
    english = (get_language() or "zh").startswith("en")
    model, name = _TABLES.get(kind, (Category, "en" if english else "zh"))
    rows = model._default_manager.filter(pk__in=ids)  # noqa: SLF001 -- of a model chosen by key
    return rows.order_by().values_list(Cast("pk", TextField()), Cast(name, TextField()))
