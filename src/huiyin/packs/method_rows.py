"""Rows of the five methods (METHODS.md) and what their packs have for each: `huiyin pack features`.

Input is `method_rows.yaml` (row → pack, words, what is not built) and the `features` of the packs;
a row that is not built names what stands instead and the test that it cannot be expressed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import Field
from ruamel.yaml import YAML

from huiyin.engine.definition import Shape
from huiyin.engine.method_shape import FeatureShape
from huiyin.packs import method_file

FILE = Path(__file__).parent / "method_rows.yaml"
WHOLLY = frozenset({"Z25", "L3"})
"""Rows of which nothing is built in the place's pack itself."""


class Excluded(Shape):
    """The part of a row that the product does not build."""

    instead: str = Field(min_length=1)
    beside: str = Field(min_length=1)


class MethodRow(Shape):
    """One row: in whose pack it is, in few words, and what of it is not built."""

    pack: str
    zh: str = Field(min_length=1)
    excluded: Excluded | None = None


class _Rows(Shape):
    rows: dict[str, MethodRow]


@cache
def rows() -> Mapping[str, MethodRow]:
    """Every row by its id, in the order of the file. Raises ValidationError."""
    data = YAML(typ="safe", pure=True).load(FILE.read_text("utf-8"))
    return _Rows.model_validate(data).rows


def features() -> Mapping[str, FeatureShape | None]:
    """Row → what its pack says it has for it; None where the pack says nothing."""
    return {key: method_file.method(row.pack).features.get(key) for key, row in rows().items()}


def missing() -> list[str]:
    """Rows that have to be built and for which the pack names no element and story."""
    return [key for key, feature in features().items() if feature is None and key not in WHOLLY]
