"""What a person states about themselves: normal forms, masks, and doubts that never refuse."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric
from typing_extensions import override

FIELDS = ("name", "phone", "id_number", "address")
_MOBILE_WITH_COUNTRY = re.compile(r"(?:00)?86(1\d{10})")


@dataclass(frozen=True)
class Identity:
    """A person's or organisation's stated data; empty text means not stated. Not shown in logs."""

    name: str = ""
    phone: str = ""
    id_number: str = ""
    address: str = ""
    kind: str = "natural"

    @override
    def __repr__(self) -> str:
        return f"Identity({self.kind}, …)"


@dataclass(frozen=True)
class Doubt:
    """Something odd about a stated field: a label for the clerk, never a refusal."""

    field: str
    rule: str
    message: Promise


def normal(field: str, text: str) -> str:
    """Return the form in which two writings of the same value are equal, for the blind index."""
    joined = "".join(unicodedata.normalize("NFKC", text).split())
    plain = unicodedata.normalize("NFKC", joined)  # letter, space, accent: one letter now
    if field == "phone":
        digits = re.sub(r"\D", "", plain)
        mobile = _MOBILE_WITH_COUNTRY.fullmatch(digits)
        return mobile.group(1) if mobile else digits
    return unicodedata.normalize("NFKC", plain.upper()) if field == "id_number" else plain


def mask_name(name: str, kind: str = "natural") -> str:
    """Return 王* for 王明, 王*明 for 王小明; an organisation keeps two characters at each end."""
    plain = " ".join(unicodedata.normalize("NFKC", name).split())
    if kind == "organisation":
        return plain[:2] + "**" + plain[-2:] if len(plain) > 4 else plain[:1] + "**"
    if len(plain) <= 2:
        return plain[:1] + "*" if len(plain) == 2 else "*" * len(plain)
    return plain[0] + "*" * (len(plain) - 2) + plain[-1]


def mask_phone(phone: str) -> str:
    """Return 138****5678 for a mobile number, the last two digits of a shorter one."""
    digits = normal("phone", phone)
    if len(digits) >= 11:
        return digits[:3] + "*" * (len(digits) - 7) + digits[-4:]
    return "*" * max(len(digits) - 2, 0) + digits[-2:] if len(digits) > 4 else "*" * len(digits)


def doubts(identity: Identity) -> tuple[Doubt, ...]:
    """Return what looks mistyped in a stated identity, for a label beside the field."""
    found = []
    number = normal("id_number", identity.id_number)
    if number and identity.kind == "natural":
        if not re.fullmatch(r"\d{17}[\dX]", number):
            found.append(
                Doubt("id_number", "format", _("An id number has 17 digits and a digit or X."))
            )
        elif ric.calc_check_digit(number) != number[-1]:
            found.append(
                Doubt("id_number", "check_digit", _("The check digit of the id number is wrong."))
            )
    digits = normal("phone", identity.phone)
    if identity.phone and not 7 <= len(digits) <= 15:
        found.append(Doubt("phone", "length", _("A phone number has 7 to 15 digits.")))
    return tuple(found)
