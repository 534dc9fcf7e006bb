"""Letters that were issued before on the same matter, as later ones refer to them."""

from __future__ import annotations

from typing import Any

from huiyin.letters.models import Letter
from huiyin.letters.wordings import is_served
from huiyin.matters.models import Matter

Issued = list[dict[str, Any]]


def issued(matter: Matter) -> Issued:
    """`key`, `title`, `number` and `day` of the matter's letters with a number, oldest first."""
    rows = Letter.objects.filter(matter=matter).exclude(number="").order_by("seq")
    return [
        {"key": key, "title": title, "number": number, "day": day}
        for key, title, number, day in rows.values_list("key", "title", "number", "issued_on")
    ]


def served(matter: Matter, letters: Issued) -> dict[str, Any]:
    """The letter that a proof of service belongs to: the newest that is served on people, else
    the newest of all."""
    for_people = [one for one in letters if is_served(matter.pack, one["key"])]
    return (for_people or letters or [{}])[-1]
