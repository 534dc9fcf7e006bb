"""The steps of a draft: written, submitted, approved by somebody else, published for good.

Every step is a row with the whole text as it was then (`DraftStep`). Publishing is one transaction:
lock, check again over the pack as it is now, publication.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from huiyin.matters.errors import NotVisible, Stale
from huiyin.methods import policy
from huiyin.methods.errors import DraftRefused
from huiyin.methods.keeper import Publications, digest
from huiyin.methods.models import Action, Draft, DraftStep, Publication, Status
from huiyin.methods.review import review
from huiyin.packs import load
from huiyin.people import changes
from huiyin.people.actor import Actor, PostView

_LOCK = 0x4D4554
_TIME = f"greatest(clock_timestamp(), ({Publications.stamp_sql}) + interval '1 microsecond')"
_WROTE = (Action.CREATED, Action.EDITED, Action.SUBMITTED)
LONGEST = 200_000
"""Characters of all files of a draft."""


def start(pack: str, title: str, files: Mapping[str, str], *, by: Actor) -> Draft:
    """A new draft over a pack. Raises PermissionDenied, DraftRefused (`no_pack`, `no_title`)."""
    post = policy.require(by, "write")
    if pack not in load.available():
        raise DraftRefused("no_pack", pack=pack)
    _refuse_bad(title, files)
    with transaction.atomic():
        _lock()
        number = (Draft.objects.aggregate(most=Max("number"))["most"] or 0) + 1
        now = timezone.now()
        draft = Draft(
            number=number, pack=pack, title=title, files=dict(files), author_id=_account(by),
            created_at=now, changed_at=now,
        )  # fmt: skip
        draft.save(force_insert=True)
        _step(draft, Action.CREATED, by, post)
    return draft


def edit(
    number: int, title: str, files: Mapping[str, str], *, by: Actor, expected_seq: int
) -> Draft:
    """New text of a draft that is being written."""
    post = policy.require(by, "write")
    _refuse_bad(title, files)
    with transaction.atomic():
        draft = _locked(number, expected_seq, Status.WRITING)
        draft.title, draft.files = title, dict(files)
        _step(draft, Action.EDITED, by, post)
    return draft


def submit(number: int, valid_from: date, *, by: Actor, expected_seq: int, note: str = "") -> Draft:
    """Hand a sound draft to a second person. Raises DraftRefused (`too_early`, `not_sound`)."""
    post = policy.require(by, "write")
    with transaction.atomic():
        draft = _locked(number, expected_seq, Status.WRITING)
        draft.valid_from = valid_from
        _refuse_unsound(draft)
        draft.status = Status.SUBMITTED
        _step(draft, Action.SUBMITTED, by, post, note)
    return draft


def send_back(number: int, note: str, *, by: Actor, expected_seq: int) -> Draft:
    """Give it back to be written again, with the reason."""
    post = policy.require(by, "write")
    if not note.strip():
        raise DraftRefused("no_reason")
    with transaction.atomic():
        draft = _locked(number, expected_seq, Status.SUBMITTED)
        draft.status, draft.valid_from = Status.WRITING, None
        _step(draft, Action.RETURNED, by, post, note)
    return draft


def withdraw(number: int, note: str, *, by: Actor, expected_seq: int) -> Draft:
    """End it; it stays readable."""
    post = policy.require(by, "write")
    with transaction.atomic():
        draft = _locked(number, expected_seq, Status.WRITING, Status.SUBMITTED)
        draft.status = Status.WITHDRAWN
        _step(draft, Action.WITHDRAWN, by, post, note)
    return draft


def approve(number: int, *, by: Actor, expected_seq: int, note: str = "") -> Publication:
    """Publish what somebody else has written and submitted.

    Raises DraftRefused: `same_person`, `too_early` (its day has passed), `not_sound` (the pack has
    changed since).
    """
    post = policy.require(by, "write")
    with transaction.atomic():
        published_at = _lock()
        draft = _locked(number, expected_seq, Status.SUBMITTED)
        assert draft.valid_from is not None  # noqa: S101 -- the database holds that
        steps = list(draft.steps.order_by("seq"))
        if any(step.account_id == by.account_id for step in steps if step.action in _WROTE):
            raise DraftRefused("same_person")
        _refuse_unsound(draft)
        draft.status = Status.PUBLISHED
        _step(draft, Action.APPROVED, by, post, note)
        proposer = next(s for s in reversed(steps) if s.action == Action.SUBMITTED)
        publication = Publication(
            draft=draft, pack=draft.pack, mark=draft.mark, title=draft.title, files=draft.files,
            digest=digest(draft.files), valid_from=draft.valid_from,
            proposed_by_id=proposer.account_id, approved_by_id=_account(by),
            published_at=published_at,
        )  # fmt: skip
        publication.save(force_insert=True)
        changes.note(
            "method", draft, "publish", by=_account(by),
            after={"pack": draft.pack, "version": draft.mark, "valid_from": draft.valid_from},
        )  # fmt: skip
    return publication


def _account(by: Actor) -> UUID:
    if by.account_id is None:
        raise PermissionDenied
    return by.account_id


def _lock() -> datetime:
    """One after another, so that no stamp appears behind one that was read; the stamp to use."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        # A later statement: it sees what was published while this one waited.
        cursor.execute(f"SELECT {_TIME}")
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 -- a SELECT without FROM has one row
    stamp: datetime = row[0]
    return stamp


def _locked(number: int, expected_seq: int, *statuses: Status) -> Draft:
    draft = Draft.objects.select_for_update().filter(number=number).first()
    if draft is None:
        raise NotVisible(number)
    if draft.seq != expected_seq:
        raise Stale(expected_seq, draft.seq)
    if draft.status not in statuses:
        raise DraftRefused("wrong_status", status=str(draft.get_status_display()))
    return draft


def _step(draft: Draft, action: Action, by: Actor, post: PostView, note: str = "") -> None:
    draft.seq, draft.changed_at = draft.seq + 1, timezone.now()
    draft.save()
    DraftStep.objects.create(
        draft=draft, seq=draft.seq, action=action, at=draft.changed_at, account_id=_account(by),
        post_id=post.id, title=draft.title, files=draft.files, valid_from=draft.valid_from,
        note=note[:1000],
    )  # fmt: skip


def _refuse_bad(title: str, files: Mapping[str, str]) -> None:
    if not title.strip() or len(title) > 120:
        raise DraftRefused("no_title")
    if sum(map(len, files.values())) > LONGEST or any("\x00" in text for text in files.values()):
        raise DraftRefused("too_long", most=str(LONGEST))


def _refuse_unsound(draft: Draft) -> None:
    today = timezone.localdate()
    if draft.valid_from is None or draft.valid_from < today:
        raise DraftRefused("too_early", today=today.isoformat())
    if not review(draft, today, effects=False).is_sound:
        raise DraftRefused("not_sound")
