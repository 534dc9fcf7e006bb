"""References to the law as packs write them, taken apart: 「条例第十九条、第二十一条」 is two.

Pure: a text in, `Citation` values out. A reference names one or several instruments, each with
articles (条), and perhaps their paragraphs (款) or items (项); what stands in round brackets is a
remark of the pack's author and is kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_DIGITS = "〇一二三四五六七八九"
_NUMBER = "[〇零一二三四五六七八九十百]+|[0-9]+"
_ARTICLE = re.compile(rf"第({_NUMBER})条(之[一二三四五六七八九十])?")
_PART = re.compile(rf"(?:第?[（(]?(?:{_NUMBER})[）)]?[款项])+")
_REMARK = re.compile(r"（[^（）]*）|\([^()]*\)")
_TITLE = re.compile(r"《([^《》]+)》")
_BETWEEN = re.compile(r"^[、，,和及与\s]*$")
_RANGE = re.compile(r"^(?:至|到|—|–|-)$")
_PRIVATE = 0xE000
"""Characters that stand for whole titles while a reference is taken apart (private use area)."""
_EDGES = " 、，,和及与;；。"


@dataclass(frozen=True, slots=True)
class Citation:
    """One rule that is referred to. `article` is 0 for an instrument as a whole; `part` is the
    paragraph or item in its own words (「第二款」), empty for the article as a whole."""

    instrument: str
    article: int = 0
    part: str = ""


def citations(reference: str, titles: Collection[str] = ()) -> tuple[Citation, ...]:
    """What a reference names, in its order, each once. An empty text names nothing.

    「条例第三十八条至第四十条」 names three articles; in 「条例第三十条、第四十六条」 the second
    belongs to the instrument named before it; a remark in round brackets names nothing. `titles`
    are names with a comma in them, which are one instrument all the same.
    """
    plain = _REMARK.sub("", _marked_items(reference))
    kept = {title: chr(_PRIVATE + place) for place, title in enumerate(titles)}
    for title, mark in kept.items():
        plain = plain.replace(title, mark)
    names = {mark: title for title, mark in kept.items()}
    found = (
        Citation(names.get(one.instrument, one.instrument), one.article, one.part)
        for one in _read(plain)
    )
    return tuple(dict.fromkeys(found))


def number(text: str) -> int:
    """A number below 1000 in Chinese or in digits: 三十四 → 34. Raises ValueError for others."""
    if text.isascii():
        return int(text)
    text = text.replace("零", "〇")
    hundreds, has_hundreds, rest = text.rpartition("百")
    tens, has_tens, ones = rest.rpartition("十")
    whole = 100 * _digit(hundreds) if has_hundreds else 0
    whole += 10 * (_digit(tens.lstrip("〇")) if tens.strip("〇") else 1) if has_tens else 0
    return whole + (_digit(ones.lstrip("〇") or "〇") if ones else 0)


def _digit(text: str) -> int:
    return _DIGITS.index(text or "一")


def _marked_items(text: str) -> str:
    """「第三十一条（六）」 is an item, not a remark."""
    return re.sub(rf"条[（(]({_NUMBER})[）)](?!款)项?", r"条第\1项", text)


def _read(text: str) -> Iterator[Citation]:
    found = list(_ARTICLE.finditer(text))
    if not found:
        yield from _whole(text)
        return
    instrument, before, end = "", 0, 0
    for match in found:
        between = text[end : match.start()]
        article = number(match[1])
        if end and _RANGE.match(between.strip()):
            yield from (Citation(instrument, one) for one in range(before + 1, article))
        elif not (end and _BETWEEN.match(between)):
            *whole, named = _names(between) or [instrument]
            yield from (Citation(one) for one in whole)
            instrument = named
        part = _PART.match(text, match.end())
        end = part.end() if part else match.end()
        before = article
        yield Citation(instrument, article, part[0] if part else "")
    yield from _whole(text[end:])


def _whole(text: str) -> Iterator[Citation]:
    return (Citation(name) for name in _names(text))


def _names(text: str) -> list[str]:
    """Instruments named one after another: by their book-title marks, or between 、 and 和."""
    pieces = re.split(r"[、，,；;]|和(?=《)|》和", _TITLE.sub(r"、\1、", text))
    names = (piece.strip(_EDGES + "《》") for piece in pieces)
    return [name for name in names if name]
