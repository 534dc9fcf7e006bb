"""Lawful erasure (PIPL art. 47): the one door through which one text, person or file is forgotten.

The event stays with its commitment, so the chain is whole; a system event says what was erased,
by whom, and (as a text of its own) why. Issued letters that carry the words go with them: their
number, day and hash stay. A matter under legal hold refuses (see `guard`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from huiyin.engine.facts import is_sealed
from huiyin.engine.forms import FieldError
from huiyin.engine.process import Refusal
from huiyin.matters import files, policy
from huiyin.matters.actions import append, project
from huiyin.matters.actions.door import begin, lock_visible
from huiyin.matters.actions.system import append_system
from huiyin.matters.errors import Refused
from huiyin.matters.models import Event, File, Matter, Party, SealedText
from huiyin.people.actor import Actor, PostView
from huiyin.people.vault import actions as vault
from huiyin.people.vault.forgetting import forget
from huiyin.people.vault.models import FORGOTTEN

ACT = "erased"
TOMBSTONE = FORGOTTEN
"""Stands in lists where an erased title stood, in every language."""
LETTER = "letter"
"""The path of the letter that an event issued."""
SHORTEST = 4
"""Characters of a text that is looked for in letters: “none” stands in too many of them."""

_IN_WORDS = frozenset({"title", "text", "requests"})
"""Fields of the first event that a matter is found by."""

_GUARDS: list[Callable[[Matter], None]] = []
_CARRIERS: list[Callable[[Matter, Collection[str]], Sequence[File]]] = []
_CLEANERS: list[Callable[[Matter, Sequence[File]], None]] = []


def guard(check: Callable[[Matter], None]) -> None:
    """Have `check` raise Refused for a matter of which nothing may be forgotten (legal hold)."""
    _GUARDS.append(check)


def carrier(find: Callable[[Matter, Collection[str]], Sequence[File]]) -> None:
    """Have `find` name the files made here that carry any of the words about to be erased."""
    _CARRIERS.append(find)


def cleaner(clean: Callable[[Matter, Sequence[File]], None]) -> None:
    """Have `clean` forget what a module above keeps beside files that were just erased."""
    _CLEANERS.append(clean)


def check_held(matter: Matter) -> None:
    """Raise Refused when nothing of the (locked) matter may be forgotten now."""
    for check in _GUARDS:
        check(matter)


def erase(matter_id: UUID, seq: int, path: str, *, by: Actor, reason: str) -> Event:
    """Forget what stands at `path` of event `seq`; return the event that records it.

    `path` names a text or person (`requests.0.request`, `petitioner`), a file by its field and
    place (`files.0`), or `letter`, the letter that the event issued. Raises NotVisible; Refused
    (`not_allowed`, `held`; `form` for no reason, or for a path where nothing stands). Nothing is
    changed then.
    """
    reason = reason.strip()
    if not reason:
        raise Refused(Refusal("form", errors=(FieldError("reason", "required"),)))
    with transaction.atomic():
        moment = begin(numbered=False, alone=True)
        matter = lock_visible(matter_id, by)
        post = _post(by, matter)
        check_held(matter)
        papers = _file_at(matter, seq, path) or _erase_text(matter, seq, path)
        data: dict[str, Any] = {"seq": seq, "path": path}
        if papers:
            data["files"] = digests(papers)
        event = append_system(
            matter, ACT, data, by=by, recorded_at=moment.recorded_at, texts={"reason": reason},
            post=post,
        )  # fmt: skip
        bury(matter, papers, event)
        return event


def digests(papers: Sequence[File]) -> list[str]:
    """How an event names the files that it erases."""
    return sorted({file.sha256 for file in papers})


def bury(matter: Matter, papers: Sequence[File], event: Event) -> None:
    """Forget names and bytes of files that `event` names as erased; their rows stay."""
    gone = {file.sha256 for file in papers}
    rows = File.objects.filter(matter=matter, sha256__in=gone, erased_seq__isnull=True)
    buried = list(rows)
    rows.update(name="", erased_seq=event.seq)
    for clean in _CLEANERS:
        clean(matter, buried)
    transaction.on_commit(lambda: remove_bytes(gone))


def remove_bytes(gone: Collection[str]) -> None:
    """Delete stored bytes that no file has any more; writers wait, so that none takes them up."""
    with transaction.atomic():
        begin(numbered=False, alone=True)
        alive = File.objects.filter(sha256__in=gone, erased_seq__isnull=True)
        for digest in set(gone) - set(alive.values_list("sha256", flat=True)):
            files.discard(digest)


def forget_unnamed(persons: Collection[UUID]) -> int:
    """Take persons out of the vault whom no matter names any more; returns how many."""
    named = Party.objects.filter(person__in=persons).values_list("person_id", flat=True)
    return forget(set(persons) - set(named))


def _post(by: Actor, matter: Matter) -> PostView:
    post = policy.post_for(by, "erase", matter)
    if post is None:
        who = ", ".join(sorted(policy.ACTIONS["erase"]))
        raise Refused(Refusal("not_allowed", {"who": who}))
    return post


def _file_at(matter: Matter, seq: int, path: str) -> list[File]:
    """The file that a path names, none when it names something else."""
    there = File.objects.filter(matter=matter, seq=seq, erased_seq__isnull=True)
    if path == LETTER:
        return list(there.filter(field=LETTER))
    event = Event.objects.filter(matter=matter, seq=seq).first()
    field, _, place = path.partition(".")
    named = event.data.get(field) if event else None
    if not isinstance(named, list) or not place.isdecimal() or int(place) >= len(named):
        return []
    digest = named[int(place)]
    return list(there.filter(field=field, sha256=digest)) if isinstance(digest, str) else []


def _erase_text(matter: Matter, seq: int, path: str) -> list[File]:
    """Delete a text with its copies in lists and search; the letters that carry it are returned."""
    row = SealedText.objects.filter(matter=matter, seq=seq, path=path).first()
    if row is None:
        raise Refused(Refusal("form", errors=(FieldError("path", "unknown_text", path),)))
    words = _words(row)
    row.delete()
    if row.sealed is not None:
        _take_off(matter, seq, path)
    if seq == 1 and path.partition(".")[0] in _IN_WORDS:
        project.erase_words(matter.pk)
    if seq == 1 and path == "title":
        matter.title = TOMBSTONE
        matter.save(update_fields=["title"])
    return [file for find in _CARRIERS for file in find(matter, words)] if words else []


def _words(row: SealedText) -> set[str]:
    """What to look for in letters: the text, or every part of a person's statement."""
    if row.sealed is None:
        return {row.text or ""} if len((row.text or "").strip()) >= SHORTEST else set()
    place = append.context(row.matter_id, row.seq, row.path)
    stated: Mapping[str, str] = orjson.loads(vault.open_bytes(bytes(row.sealed), place))
    return {value for key, value in stated.items() if key != "kind" and len(value.strip()) > 1}


def _take_off(matter: Matter, seq: int, path: str) -> None:
    """Take the person off the matter, and out of the vault when no other matter names them."""
    data: Any = Event.objects.get(matter=matter, seq=seq).data
    for step in path.split("."):
        data = data[int(step)] if isinstance(data, list) else data[step]
    if is_sealed(data) and "person" in data:
        role = path.partition(".")[0]
        Party.objects.filter(matter=matter, person_id=data["person"], role=role).delete()
        forget_unnamed({UUID(data["person"])})
