"""Events that the system appends by itself: a letter issued, a text erased, a date recomputed.

They change no state (the fold passes over them); they put a fact into the chain.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huiyin.engine.sealing import split
from huiyin.engine.standing import Step
from huiyin.matters import chain, history
from huiyin.matters.models import Event, Matter, SealedText
from huiyin.people.actor import Actor, PostView


def append_system(
    matter: Matter,
    act: str,
    data: Mapping[str, Any],
    *,
    by: Actor,
    recorded_at: datetime,
    at: datetime | None = None,
    texts: Mapping[str, str] | None = None,
    post: PostView | None = None,
) -> Event:
    """Append a SYSTEM event to a matter that the caller has locked, and save its new head.

    `data` is plain; `texts` are free texts by name, kept beside the event under a commitment.
    `post` is where a member of staff acted from, `at` when it took place if not now.
    """
    seq = matter.seq + 1
    salts: dict[str, bytes] = {}

    def commit(path: str, value: Any) -> str:
        salts[path] = chain.new_salt()
        return chain.commitment(salts[path], str(value))

    public, sealed = split({}, texts or {}, commit)
    event = Event(
        matter=matter, seq=seq, act=act, step=Step.SYSTEM,
        version=history.reference(matter.pack, history.process_of(matter)),
        at=at or recorded_at, recorded_at=recorded_at, via="system", account_id=by.account_id,
        post_id=post.id if post else None, unit_id=post.unit_id if post else None,
        data={**data, **public}, prev=matter.head,
    )  # fmt: skip
    event.hash = chain.event_hash(event, bytes(event.prev))
    event.save(force_insert=True)
    rows = [
        SealedText(matter=matter, seq=seq, path=path, salt=salts[path], text=value)
        for path, value in sealed.items()
    ]
    SealedText.objects.bulk_create(rows)
    matter.seq, matter.head = seq, event.hash
    matter.save(update_fields=["seq", "head"])
    return event
