"""Categories of content from a pack's `categories.yaml` into the table that forms choose from."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from huiyin.engine.definition import Confidence
from huiyin.matters.models import Category
from huiyin.packs import load

FILE = "categories.yaml"
FIRST_LEVEL = 2
"""Digits of a first-level code; each further level has two more."""


class CategoryFileError(ValueError):
    """A category file that cannot be used; the message names the file and every fault."""


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Entry(_Shape):
    """One category as the file writes it."""

    zh: str = Field(min_length=1, max_length=100)
    en: str = Field(min_length=1, max_length=100)
    active: bool = True


class Levels(_Shape):
    """How sure the source is about each level (LAW.md: A to D)."""

    first: Confidence
    second: Confidence


class CategoryFile(_Shape):
    """The whole file: code → category. A code's parent is the code without its last two digits."""

    confidence: Levels
    categories: dict[str, Entry]

    @model_validator(mode="after")
    def _codes_hang_together(self) -> CategoryFile:
        wrong = [code for code in self.categories if not self._is_placed(code)]
        if wrong:
            msg = f"no code of two or four digits with its first level in the file: {wrong}"
            raise ValueError(msg)
        return self

    def _is_placed(self, code: str) -> bool:
        parent = parent_of(code)
        digits = code.isascii() and code.isdigit() and len(code) in {FIRST_LEVEL, 2 * FIRST_LEVEL}
        return digits and (parent is None or parent in self.categories)


@dataclass(frozen=True)
class Synced:
    """What a sync did, in numbers of categories."""

    added: int
    changed: int
    same: int


def parent_of(code: str) -> str | None:
    """The code one level up, None for a first level."""
    return code[:-2] if len(code) > FIRST_LEVEL else None


def read(pack: str = "national") -> CategoryFile:
    """The category file of a pack. Raises CategoryFileError, PackNotFound, OSError."""
    path = load.folder(pack) / FILE
    try:
        return CategoryFile.model_validate(YAML(typ="safe", pure=True).load(path))
    except (YAMLError, ValidationError) as error:
        raise CategoryFileError(f"{path.name} of the pack {pack}: {error}") from None


def sync(pack: str = "national") -> Synced:
    """Bring the table up to the file of `pack`; a second run changes nothing.

    A category that the file does not know is left as it is: matters may point at it.
    """
    wanted = [
        Category(
            code=code, zh=entry.zh, en=entry.en, active=entry.active, parent_id=parent_of(code)
        )
        for code, entry in sorted(read(pack).categories.items())
    ]
    with transaction.atomic():
        there = {row.code: _content(row) for row in Category.objects.all()}
        differing = [row for row in wanted if there.get(row.code) != _content(row)]
        Category.objects.bulk_create(
            differing,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["zh", "en", "active", "parent"],
        )
    added = sum(row.code not in there for row in differing)
    return Synced(added, len(differing) - added, len(wanted) - len(differing))


def _content(row: Category) -> tuple[str, str, bool, str | None]:
    return row.zh, row.en, row.active, row.parent_id
