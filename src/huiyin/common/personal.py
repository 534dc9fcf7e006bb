"""Personal data in what somebody typed: phones, id numbers, bank cards, e-mail, number plates.

Found wherever it stands, glued to Chinese text, in full-width digits or with the blanks and hyphens
that people put into long numbers; id numbers only with the right check digit (GB 11643-1999), cards
only when Luhn's sum fits (ISO/IEC 7812-1). Nothing is decided here: what is found is shown, and the
person who typed it says whether it stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from stdnum import luhn
from stdnum.cn import ric

Kind = Literal["phone", "id_number", "bank_card", "email", "plate"]

_GAP = r"[ -]?"
_MOBILE = re.compile(rf"(?:(?:\+|00)?86{_GAP})?1[3-9]\d(?:{_GAP}\d){{8}}", re.ASCII)
_LANDLINE = re.compile(r"\(?0\d{2,3}\)?[ -]?\d{7,8}", re.ASCII)
_LONG = re.compile(rf"\d(?:{_GAP}\d){{12,18}}", re.ASCII)
_ID = re.compile(rf"\d(?:{_GAP}\d){{16}}{_GAP}[\dX]", re.ASCII | re.IGNORECASE)
_EMAIL = re.compile(r"[A-Z0-9._%+-]{1,64}@[A-Z0-9-]+(?:\.[A-Z0-9-]+)+", re.ASCII | re.IGNORECASE)
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_PLATE = re.compile(
    rf"[{_PROVINCES}][A-HJ-NP-Z][·. ]?(?:[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳])",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """`text[start:end]` looks like personal data of this kind."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `kind` is empty between the hits."""

    text: str
    kind: Kind | Literal[""] = ""


def find(text: str) -> tuple[Hit, ...]:
    """All hits from left to right, none over another: of two that begin alike, the longer one."""
    plain = folded(text)
    found = sorted(_all(plain), key=lambda hit: (hit.start, -hit.end, _ORDER.index(hit.kind)))
    hits: list[Hit] = []
    for hit in found:
        if not hits or hit.start >= hits[-1].end:
            hits.append(hit)
    return tuple(hits)


def pieces(text: str, hits: Sequence[Hit]) -> tuple[Piece, ...]:
    """The text cut at its hits, to be shown with them marked."""
    cut: list[Piece] = []
    at = 0
    for hit in hits:
        cut += [Piece(text[at : hit.start]), Piece(text[hit.start : hit.end], hit.kind)]
        at = hit.end
    return tuple(piece for piece in (*cut, Piece(text[at:])) if piece.text)


def take_out(text: str, hits: Sequence[Hit], mark: Callable[[Kind], str]) -> str:
    """The text with every hit replaced by what `mark` says for its kind."""
    cut = pieces(text, hits)
    return "".join(mark(piece.kind) if piece.kind else piece.text for piece in cut)


def folded(text: str) -> str:
    """The text with digits of any script, full-width letters and odd hyphens as ASCII, character
    by character: places stay what they are."""
    return "".join(_plain(letter) for letter in text)


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter
    value = unicodedata.decimal(letter, None)
    if value is not None:
        return str(value)
    if letter in "‐‑‒–—−":
        return "-"
    same = unicodedata.normalize("NFKC", letter)
    return same if len(same) == 1 and same.isascii() else letter


def _all(plain: str) -> Iterator[Hit]:
    for kind, pattern, holds in _RULES:
        at = 0
        while match := pattern.search(plain, at):
            if _stands_alone(plain, match, kind) and holds(match[0]):
                yield Hit(match.start(), match.end(), kind)
            at = match.start() + 1


def _stands_alone(plain: str, match: re.Match[str], kind: Kind) -> bool:
    """No digit goes on before or behind a number; no letter before or behind a word."""
    before, behind = plain[: match.start()][-1:], plain[match.end() :][:1]
    if kind in {"email", "plate"}:
        return not any(one.isascii() and one.isalnum() for one in (before, behind))
    return not (before.isdigit() or behind.isdigit())


def _is_id(number: str) -> bool:
    digits = _digits(number).upper()
    day = digits[6:14]
    known = "1900" <= day[:4] <= "2099" and "01" <= day[4:6] <= "12" and "01" <= day[6:] <= "31"
    return known and bool(ric.calc_check_digit(digits) == digits[-1])


def _is_card(number: str) -> bool:
    digits = _digits(number)
    return digits[0] in "3456" and bool(luhn.is_valid(digits))


def _digits(number: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", number)


def _always(_text: str) -> bool:
    return True


_ORDER: tuple[Kind, ...] = ("id_number", "bank_card", "phone", "email", "plate")
_RULES: tuple[tuple[Kind, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("id_number", _ID, _is_id), ("bank_card", _LONG, _is_card), ("phone", _MOBILE, _always),
    ("phone", _LANDLINE, _always), ("email", _EMAIL, _always), ("plate", _PLATE, _always),
)  # fmt: skip
