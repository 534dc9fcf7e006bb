"""The one matter that a number and its access code open, without anybody being signed in."""

from __future__ import annotations

from uuid import UUID

from huiyin.common.ids import same_code
from huiyin.matters.codes import code_of
from huiyin.matters.models import Matter
from huiyin.matters.queries.signatories import signatories


def opened_by(number: str, signatory: int, code: str) -> UUID | None:
    """Id of the matter of this (canonical) number when `code` is that signatory's own, else None.

    Of a number that does not exist a code is computed too: both answers take as long.
    """
    found = Matter.objects.filter(number=number).values_list("pk", flat=True).first()
    fits = same_code(code, code_of(found or UUID(int=0), signatory))
    if not fits or found is None:
        return None
    return found if signatory == 1 or 2 <= signatory <= signatories(found) else None
