"""A legal hold is an event of the matter; while it stands nothing can be erased."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from huiyin.archive import holds
from huiyin.archive.errors import Impossible
from huiyin.archive.models import Hold
from huiyin.matters.erasure import erase
from huiyin.matters.errors import NotVisible, Refused
from huiyin.matters.models import SealedText
from huiyin.matters.tests.tampering import run
from huiyin.matters.verify import verify


def test_placing_and_releasing_are_events_with_their_reasons(cast, walk):
    row = holds.hold(cast.actor("office.head"), walk.pk, "诉讼期间保全")
    event = walk.matter.events.get(seq=row.placed_seq)
    assert (event.act, event.step, event.post) == ("held", "system", cast.posts["office.head"])
    assert "诉讼" not in str(event.data)
    assert SealedText.objects.get(matter=walk.pk, seq=event.seq).text == "诉讼期间保全"
    assert holds.is_held(walk.pk)
    released = holds.release(cast.actor("office.head"), walk.pk, row.pk, "判决生效")
    assert released.released_seq == walk.matter.seq
    assert not holds.is_held(walk.pk)
    assert walk.matter.state == "registered"
    report = verify()
    assert report.ok, [one.say() for one in report.broken]


def test_nothing_is_erased_while_a_hold_stands(cast, walk):
    head = cast.actor("office.head")
    first, second = (holds.hold(head, walk.pk, reason) for reason in ("甲", "乙"))
    for row in (first, second):
        with pytest.raises(Refused) as caught:
            erase(walk.pk, 1, "text", by=head, reason="x")
        assert caught.value.refusal.code == "held"
        holds.release(head, walk.pk, row.pk, "可以了")
    erase(walk.pk, 1, "text", by=head, reason="x")
    assert verify().ok


def test_a_hold_ends_with_its_last_day(cast, walk):
    today = timezone.localdate()
    row = holds.hold(cast.actor("office.head"), walk.pk, "x", until=today)
    assert holds.is_held(walk.pk)
    assert Hold.objects.standing(today).get() == row
    assert not Hold.objects.standing(today + timedelta(1)).exists()


@pytest.mark.parametrize(
    "post", ["office.head", "county.supervisor", "county.auditor", "county.head"]
)
def test_who_may_hold(cast, walk, post):
    assert holds.hold(cast.actor(post), walk.pk, "x").placed_by == cast.accounts[post]


@pytest.mark.parametrize("post", ["office.window", "office.handler", "county.leader"])
def test_who_may_not(cast, walk, post):
    with pytest.raises(Impossible, match="not_allowed"):
        holds.hold(cast.actor(post), walk.pk, "x")
    assert walk.matter.seq == 1


def test_what_is_wrong_is_refused_and_nothing_written(cast, walk):
    head, today = cast.actor("office.head"), timezone.localdate()
    row = holds.hold(head, walk.pk, "x")
    for reason, until, code in (
        (" ", None, "reason_required"), ("长" * 501, None, "too_long"), ("a\x00", None, "control"),
        ("x", today - timedelta(1), "until_past"),
    ):  # fmt: skip
        with pytest.raises(Impossible, match=code):
            holds.hold(head, walk.pk, reason, until)
    with pytest.raises(NotVisible):
        holds.hold(cast.actor("far.head"), walk.pk, "x")
    with pytest.raises(NotVisible):
        holds.release(head, walk.pk, walk.pk, "x")
    holds.release(head, walk.pk, row.pk, "x")
    with pytest.raises(Impossible, match="already_released"):
        holds.release(head, walk.pk, row.pk, "x")
    assert Hold.objects.count() == 1


def test_a_hold_of_another_matter_is_not_released_from_here(cast, walk):
    from huiyin.matters.testing import Walk

    other = Walk(cast)
    row = holds.hold(cast.actor("office.head"), other.pk, "x")
    with pytest.raises(NotVisible):
        holds.release(cast.actor("office.head"), walk.pk, row.pk, "x")
    assert holds.is_held(other.pk)


def test_the_database_keeps_holds(cast, walk):
    row = holds.hold(cast.actor("office.head"), walk.pk, "x")
    for change in (row.delete, lambda: Hold.objects.update(until=timezone.localdate())):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "tampering",
    ["UPDATE archive_hold SET until = '2000-01-01'", "DELETE FROM archive_hold",
     "UPDATE archive_hold SET released_seq = 1"],
)  # fmt: skip
def test_a_hold_taken_away_behind_the_events_is_found(cast, walk, tampering):
    holds.hold(cast.actor("office.head"), walk.pk, "x")
    run(tampering)
    assert any("legal hold" in one.what for one in verify().broken)
