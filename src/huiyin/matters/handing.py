"""What of matters goes over with a post (see `people.handing`): it belongs to the post already."""

from __future__ import annotations

from huiyin.matters.models import Access, AccessKind, Matter
from huiyin.people.handing import Goes
from huiyin.people.models import Holding

CLOSED = "closed"
"""Phase of a matter that has its answer but is cared for still: rating, review, return visit."""
MOST = 500
"""Numbers that a list carries; the count is of all."""


def goes_over(holding: Holding) -> list[Goes]:
    """Matters that the post handles, those closed but not done with, those that wait for a second
    person, and sealed ones on which the post is named: these are counted, never numbered."""
    held = Matter.objects.filter(holder=holding.post_id, is_open=True)
    handled, in_care = held.exclude(phase=CLOSED), held.filter(phase=CLOSED)
    plain = held.filter(sealed=False).order_by("next_due", "id").values_list("number", flat=True)
    named = Access.objects.filter(kind=AccessKind.NAMED, post=holding.post_id)
    return [
        Goes("open_matters", handled.count(), tuple(plain[:MOST])),
        Goes("matters_in_care", in_care.count()),
        Goes("waiting_matters", handled.exclude(waiting_for="").count()),
        Goes("sealed_matters", named.filter(matter__is_open=True).count()),
    ]
