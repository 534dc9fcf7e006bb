"""Who opened what of a matter's persons, for those persons themselves."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from huiyin.people.models import Person, Reveal


def looked(matter_id: UUID, persons: Collection[Person], most: int) -> list[Reveal]:
    """The newest `most` openings of these persons' data in this matter, with post and unit, newest
    first; one statement. The caller makes sure that the reader is one of them."""
    found = Reveal.objects.filter(matter_id=matter_id, person__in=persons)
    return list(found.select_related("post__unit").order_by("-at", "-id")[:most])
