"""Erasure reaches issued letters: which ones carry words, and what is forgotten with their PDF.

The row stays with number, title, day and the hash in the chain: the register of letters has no
gaps, and that a letter was issued is still known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from huiyin.letters.issue import content_of
from huiyin.letters.models import Letter
from huiyin.matters.models import File, Matter


def carrying(matter: Matter, words: Collection[str]) -> Sequence[File]:
    """The PDFs of this matter's letters in which any of `words` stands, spaces aside."""
    wanted = {_joined(word) for word in words}
    letters = Letter.objects.filter(matter=matter, content__isnull=False).select_related("file")
    return [letter.file for letter in letters if _says(letter, wanted)]


def forget(matter: Matter, papers: Sequence[File]) -> None:
    """Forget the content of the letters whose files were erased."""
    Letter.objects.filter(matter=matter, file__in=papers).update(content=None)


def _says(letter: Letter, wanted: Collection[str]) -> bool:
    text = _joined("".join(_texts(content_of(letter).to_dict())))
    return any(word in text for word in wanted)


def _texts(value: Any) -> Iterator[str]:
    """Every text of nested plain data, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _joined(text: str) -> str:
    return "".join(text.split())
