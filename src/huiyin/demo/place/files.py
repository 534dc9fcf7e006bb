"""Recipes, published figures and lives, read strictly from `demo/places`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from huiyin.demo.place.shape import LifeShape, PlaceShape, PublishedFile

HERE = Path(__file__).resolve().parents[1] / "places"
LIVES = HERE / "lives"


def available() -> list[str]:
    """The packs whose place can be built."""
    return sorted(
        path.stem for path in HERE.glob("*.yaml") if (HERE / f"{path.stem}_published.yaml").exists()
    )


@lru_cache
def place(pack: str) -> PlaceShape:
    """The recipe of a place. Raises pydantic.ValidationError."""
    return PlaceShape.model_validate(_read(HERE / f"{pack}.yaml"))


@lru_cache
def published(pack: str) -> PublishedFile:
    """What a place has published."""
    return PublishedFile.model_validate(_read(HERE / f"{pack}_published.yaml"))


@lru_cache
def life(process: str) -> LifeShape:
    """The words and lives of a process. Raises FileNotFoundError."""
    return LifeShape.model_validate(_read(LIVES / f"{process}.yaml"))


@lru_cache
def names() -> dict[str, list[str]]:
    """Family and given names that are put together at random."""
    found: dict[str, list[str]] = _read(HERE / "names.yaml")
    return found


def _read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text("utf-8"))
