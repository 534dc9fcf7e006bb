"""The access code that, with the number, opens a matter to its resident."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from huiyin.common.ids import access_code


def code_of(matter_id: UUID, signatory: int = 1) -> str:
    """Eight characters computed from the installation's key: nothing is stored. Everybody who
    signed a joint letter has a code (条例第十九条: each keeps number, reply and rating)."""
    return access_code(bytes(settings.ACCESS_CODE_KEY), matter_id, signatory)


def number_for(number: str, signatory: int) -> str:
    """The number as one signatory has it: `26-000042-7/2`."""
    return number if signatory == 1 else f"{number}/{signatory}"


def split_number(text: str) -> tuple[str, int]:
    """What was typed as (number of the matter, which signatory); the first without a part."""
    number, _, part = text.partition("/")
    part = part.strip()
    known = part.isascii() and part.isdecimal() and 0 < len(part) < 5 and int(part) > 0
    return number, int(part) if known else 1 if not part else 0
