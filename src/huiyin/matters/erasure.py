"""Lawful erasure (PIPL art. 47): the one door through which a recorded text or person is forgotten.

The event stays with its commitment, so the chain is whole; a system event says what was erased,
by whom, and (as a text of its own) why. Files and issued letters are not touched here.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from huiyin.engine.forms import FieldError
from huiyin.engine.process import Refusal
from huiyin.matters import policy
from huiyin.matters.actions import project
from huiyin.matters.actions.door import begin, lock_visible
from huiyin.matters.actions.system import append_system
from huiyin.matters.errors import Refused
from huiyin.matters.models import Event, Matter, Party, SealedText
from huiyin.people.actor import Actor, PostView
from huiyin.people.models import Person

ACT = "erased"
TOMBSTONE = "▇▇▇▇"
"""Stands in lists where an erased title stood, in every language."""

_IN_WORDS = frozenset({"title", "text", "requests"})
"""Fields of the first event that a matter is found by."""


def erase(matter_id: UUID, seq: int, path: str, *, by: Actor, reason: str) -> Event:
    """Forget the text at `path` (such as `requests.0.request`) of event `seq`; return the event
    that records it.

    Raises NotVisible; Refused (`not_allowed`; `form` for no reason, or for a path where nothing
    stands). Nothing is changed then.
    """
    reason = reason.strip()
    if not reason:
        raise Refused(Refusal("form", errors=(FieldError("reason", "required"),)))
    with transaction.atomic():
        moment = begin(numbered=False)
        matter = lock_visible(matter_id, by)
        post = _post(by, matter)
        row = SealedText.objects.filter(matter=matter, seq=seq, path=path).first()
        if row is None:
            raise Refused(Refusal("form", errors=(FieldError("path", "unknown_text", path),)))
        row.delete()
        if row.sealed is not None:
            _forget_person(matter, seq, path)
        if seq == 1 and path.partition(".")[0] in _IN_WORDS:
            project.erase_words(matter.pk)
        if seq == 1 and path == "title":
            matter.title = TOMBSTONE
            matter.save(update_fields=["title"])
        return append_system(
            matter, ACT, {"seq": seq, "path": path}, by=by, recorded_at=moment.recorded_at,
            texts={"reason": reason}, post=post,
        )  # fmt: skip


def _post(by: Actor, matter: Matter) -> PostView:
    post = policy.post_for(by, "erase", matter)
    if post is None:
        who = ", ".join(sorted(policy.ACTIONS["erase"]))
        raise Refused(Refusal("not_allowed", {"who": who}))
    return post


def _forget_person(matter: Matter, seq: int, path: str) -> None:
    """Take the person off the matter, and out of the vault when nothing else refers to them."""
    data: dict[str, Any] = Event.objects.get(matter=matter, seq=seq).data
    person_id = data[path]["person"]
    Party.objects.filter(matter=matter, person_id=person_id, role=path).delete()
    try:
        with transaction.atomic():
            Person.objects.filter(pk=person_id).delete()
    except ProtectedError:
        return  # another matter, or the record of who read the data, still refers to the person
