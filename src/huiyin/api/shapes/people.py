"""Units and posts as JSON: what the fields of a form name by id."""

from __future__ import annotations

from uuid import UUID

from huiyin.api.shapes.base import Shape


class UnitLine(Shape):
    """A unit. `parent` is the name of the unit above it, empty at the top."""

    id: UUID
    code: str
    name: str
    kind: str
    parent: str


class UnitList(Shape):
    """A page of units by code; `next` goes into `after` for the following page."""

    items: list[UnitLine]
    next: str | None


class PostLine(Shape):
    """A post of a unit. `holder` is who holds it today, empty when nobody does."""

    id: UUID
    unit: UUID
    title: str
    role: str
    holder: str


class PostList(Shape):
    items: list[PostLine]
