"""Words of a matter as index tokens: two-character Chinese words and Latin words alike.

PostgreSQL's trigrams cannot serve a word of two characters, so each run of Chinese is cut into
overlapping pairs: 低保政策 → 低保, 保政, 政策. A search asks for all pairs of its words under
the GIN index, then compares the text itself, so that a hit really contains the word.
"""

from __future__ import annotations

import re
import unicodedata

from django.db.models import QuerySet

from huiyin.matters.models import Matter

_CJK = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_LONGEST = 40


class TooShort(ValueError):
    """A search word of one Chinese character: no index could serve it."""


def tokens(text: str) -> list[str]:
    """Distinct tokens of `text`, in no particular order."""
    found: set[str] = set()
    for run in _RUN.findall(fold(text)):
        found.update(_pairs(run) if _is_cjk(run) else {run[:_LONGEST]})
    return list(found)


def fold(text: str) -> str:
    """The form in which texts are compared: NFKC, lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def with_words(queryset: QuerySet[Matter], query: str) -> QuerySet[Matter]:
    """Matters whose text contains every word of `query`. Raises TooShort naming the word."""
    words = fold(query).split()
    for word in words:
        runs = _RUN.findall(word)
        if not runs or all(_is_cjk(run) and len(run) == 1 for run in runs):
            raise TooShort(word)
        queryset = queryset.filter(words__tokens__contains=_asked(runs), words__text__contains=word)
    return queryset


def _asked(runs: list[str]) -> list[str]:
    pairs: set[str] = set()
    for run in runs:
        if not _is_cjk(run):
            pairs.add(run[:_LONGEST])
        elif len(run) > 1:
            pairs |= _pairs(run)
    return sorted(pairs)


def _pairs(run: str) -> set[str]:
    return {run[i : i + 2] for i in range(len(run) - 1)} or {run}


def _is_cjk(run: str) -> bool:
    return bool(re.match(rf"[{_CJK}]", run))
