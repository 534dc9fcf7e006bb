"""The wordings of a pack's letters, read once."""

from __future__ import annotations

from functools import lru_cache

from huiyin.letters.reading import parse_wording
from huiyin.letters.wording import Wording
from huiyin.packs import load


@lru_cache
def wording(pack: str, key: str) -> Wording:
    """The pack's own wording, that of the pack which it extends, or one published for it.

    Raises WordingError for a faulty file, KeyError when there is no such letter.
    """
    name = f"letters/{key}.yaml"
    return parse_wording(load.texts(pack)[name], name)


def is_served(pack: str, key: str) -> bool:
    """Whether a letter is delivered to people with a proof of service; False for one that the
    pack no longer has."""
    try:
        return wording(pack, key).served
    except KeyError:
        return False


def is_for_resident(pack: str, key: str) -> bool:
    """Whether residents are shown a letter of this kind; False for one that the pack no longer
    has."""
    try:
        return wording(pack, key).for_resident
    except KeyError:
        return False
