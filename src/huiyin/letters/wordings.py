"""The wordings of a pack's letters, read once."""

from __future__ import annotations

from functools import lru_cache

from huiyin.letters.reading import parse_wording
from huiyin.letters.wording import Wording
from huiyin.packs import load


@lru_cache
def wording(pack: str, key: str) -> Wording:
    """Raises WordingError for a faulty file, KeyError when the pack has no such letter."""
    name = f"letters/{key}.yaml"
    return parse_wording(load.read(pack)[name], name)
