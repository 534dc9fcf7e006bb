"""Identifiers: UUIDv7 row ids, matter numbers with a check digit, residents' access codes."""

from __future__ import annotations

import hmac
import re
import unicodedata
from uuid import UUID

import uuid_utils.compat
from stdnum import damm

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEQUENCE_DIGITS = 6
_CODE_LENGTH = 8


class NumberError(ValueError):
    """A matter number that cannot be one; `rule` is `digits`, `length` or `check_digit`."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


def new_id() -> UUID:
    """Return a new UUIDv7 (RFC 9562): sorts by time of creation, so indexes grow at one end."""
    return uuid_utils.compat.uuid7()


def matter_number(year: int, seq: int) -> str:
    """Return the number a resident reads, e.g. `26-000042-7`: year, sequence, Damm check digit.

    `year` is four digits, `seq` counts from 1 within the year. A sequence above 999 999 simply
    gets a seventh digit. Raises ValueError for a sequence below 1.
    """
    if seq < 1:
        raise ValueError(f"sequence must be 1 or more, got {seq}")
    digits = f"{year % 100:02d}{seq:0{_SEQUENCE_DIGITS}d}"
    return f"{digits[:2]}-{digits[2:]}-{damm.calc_check_digit(digits)}"


def parse_number(text: str) -> str:
    """Return the canonical form of a typed matter number (full-width, spaces, no hyphens: fine).

    Raises NumberError that names the broken rule.
    """
    digits = re.sub(r"[\s\-–—]", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"[0-9]+", digits):
        raise NumberError("digits", "a matter number has only digits and hyphens")
    if len(digits) < 2 + _SEQUENCE_DIGITS + 1:
        raise NumberError("length", "a matter number has at least nine digits")
    if not damm.is_valid(digits):
        raise NumberError("check_digit", "the check digit does not fit: a digit is mistyped")
    return f"{digits[:2]}-{digits[2:-1]}-{digits[-1]}"


def access_code(secret: bytes, matter_id: UUID, signatory: int = 1) -> str:
    """Return the 8 Crockford base32 characters that open one matter to its resident.

    40 bits of HMAC-SHA256(secret, id): nothing is stored, a new secret changes every code. Of a
    joint letter every `signatory` after the first has a code of their own.
    """
    who = b"" if signatory == 1 else b"/%d" % signatory
    digest = hmac.digest(secret, b"access-code:" + matter_id.bytes + who, "sha256")
    bits = int.from_bytes(digest[:5], "big")
    return "".join(CROCKFORD[bits >> shift & 31] for shift in range(35, -1, -5))


def same_code(typed: str, code: str) -> bool:
    """Compare a typed access code in constant time; O, I and L read as 0 and 1."""
    plain = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", typed)).upper()
    return hmac.compare_digest(plain.translate(_MISREAD).encode(), code[:_CODE_LENGTH].encode())
