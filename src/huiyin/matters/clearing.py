"""Anonymising a whole matter (PIPL art. 47; end of retention): a tombstone stays.

Texts, persons, names and bytes of files, letters and search words go. The events with their chain,
number, states, dates, units, outcome and every count stay, and `huiyin verify` stays whole. Whether
it may be done (retention over, list approved) is decided by the caller; a legal hold refuses here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huiyin.matters import erasure
from huiyin.matters.actions import project
from huiyin.matters.actions.system import append_system
from huiyin.matters.models import Event, File, Matter, Party, SealedText
from huiyin.people.actor import Actor
from huiyin.people.vault.forgetting import forget_reasons

ACT = "cleared"


def clear(
    matter: Matter, *, by: Actor, recorded_at: datetime, data: Mapping[str, Any]
) -> Event:  # fmt: skip
    """Forget everything in words about a matter; return the event that records it.

    The caller holds `door.begin(alone=True)` and the matter's row. `data` names the approved list.
    Raises Refused (`held`).
    """
    erasure.check_held(matter)
    persons = set(Party.objects.filter(matter=matter).values_list("person_id", flat=True))
    papers = list(File.objects.filter(matter=matter, erased_seq__isnull=True).order_by("seq"))
    texts, _ = SealedText.objects.filter(matter=matter).delete()
    Party.objects.filter(matter=matter).delete()
    counts = {"texts": texts, "persons": len(persons), "files": erasure.digests(papers)}
    matter.title = erasure.TOMBSTONE
    matter.save(update_fields=["title"])
    project.erase_words(matter.pk)
    event = append_system(matter, ACT, {**data, **counts}, by=by, recorded_at=recorded_at)
    erasure.bury(matter, papers, event)
    erasure.forget_unnamed(persons)
    forget_reasons(matter.pk)
    return event
