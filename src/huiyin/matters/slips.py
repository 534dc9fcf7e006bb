"""Receipts for whoever brought a matter: number, access code, and a QR code that opens it.

The code stands in the fragment of the address, which a browser keeps to itself: it reaches neither
a server's log nor a proxy's. Everybody who signed a joint letter gets a slip.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

import segno

from huiyin.matters.codes import code_of, number_for
from huiyin.matters.models import Matter
from huiyin.matters.queries.signatories import signatories


@dataclass(frozen=True)
class Slip:
    """One receipt; `page` is the absolute address of the page on which a matter is followed."""

    number: str
    code: str
    page: str

    @property
    def address(self) -> str:
        """What the QR code says."""
        return f"{self.page}?number={self.number}#{self.code}"

    @cached_property
    def qr(self) -> str:
        """The QR code as a `data:` address for an `img`."""
        return str(segno.make(self.address, error="m", micro=False).svg_data_uri(border=2, scale=4))

    @property
    def svg(self) -> str:
        """The QR code as SVG, without a border."""
        out = BytesIO()
        drawn = segno.make(self.address, error="m", micro=False)
        drawn.save(out, kind="svg", border=0, xmldecl=False)
        return out.getvalue().decode()


def slips(matter: Matter, page: str) -> list[Slip]:
    """A slip for each who signed, one for a matter of one person. One statement."""
    people = range(1, signatories(matter.id) + 1)
    return [Slip(number_for(matter.number, one), code_of(matter.id, one), page) for one in people]
