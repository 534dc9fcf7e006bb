"""Entering absences: by whom, with which deputy, no rings; calling them off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from huiyin.people.actions import absences
from huiyin.people.actions.errors import Invalid, Refused
from huiyin.people.actor import actor_for
from huiyin.people.models import Absence, Account, Change
from huiyin.people.testing import Cast, make_cast

HANDLER, WINDOW, DISPATCHER, HEAD = (
    "town.handler", "town.window", "town.dispatcher", "town.head",
)  # fmt: skip


@pytest.fixture
def cast(db) -> Cast:
    return make_cast(None)


def day(offset: int = 0) -> str:
    return (timezone.localdate() + timedelta(offset)).isoformat()


def enter(cast: Cast, who: str, deputy: str | None = None, first=0, last=None, by=None) -> Absence:
    data = {
        "starts_on": day(first), "ends_on": day(first if last is None else last),
        "deputy": str(cast.accounts[deputy].pk) if deputy else "",
    }  # fmt: skip
    actor = actor_for(cast.accounts[by or who], timezone.localdate())
    return absences.enter(cast.accounts[who].pk, data, by=actor)


def refused(*args, **options) -> set[tuple[str, str]]:
    with pytest.raises(Invalid) as wrong:
        enter(*args, **options)
    return {(one.field, one.code) for one in wrong.value.wrong}


def test_one_enters_ones_own(cast):
    row = enter(cast, HANDLER, WINDOW, 0, 3)
    assert (row.entered_by, row.deputy) == (cast.accounts[HANDLER], cast.accounts[WINDOW])
    change = Change.objects.get(kind="absence")
    assert (change.act, change.account) == ("create", cast.accounts[HANDLER])
    assert list(absences.of_account(row.account_id)) == [row]
    assert list(absences.stood_in_by(cast.accounts[WINDOW].pk)) == [row]


@pytest.mark.parametrize(
    ("by", "allowed"), [(HEAD, True), ("county.head", True), ("county.admin", True),
                        (WINDOW, False), ("office.head", False), ("bureau.head", False),
                        ("county.leader", False)],
)  # fmt: skip
def test_who_enters_for_others(cast, by, allowed):
    if allowed:
        assert enter(cast, HANDLER, by=by).entered_by == cast.accounts[by]
        return
    with pytest.raises(PermissionDenied):
        enter(cast, HANDLER, by=by)


def test_a_head_does_not_appoint_deputies_of_administration(cast):
    with pytest.raises(PermissionDenied):
        enter(cast, "county.admin", "county.head", by="county.head")


def test_a_deputy_of_the_head_does_not_enter_for_the_unit(cast):
    enter(cast, HEAD, WINDOW)
    with pytest.raises(PermissionDenied):
        enter(cast, HANDLER, by=WINDOW)


def test_the_deputy_is_of_the_unit_or_the_one_above(cast):
    assert refused(cast, HANDLER, "office.window") == {("deputy", "invalid_choice")}
    assert refused(cast, HANDLER, HANDLER) == {("deputy", "invalid_choice")}
    assert refused(cast, HANDLER, "far.handler") == {("deputy", "invalid_choice")}
    Account.objects.filter(pk=cast.accounts[WINDOW].pk).update(is_active=False)
    assert refused(cast, HANDLER, WINDOW) == {("deputy", "invalid_choice")}
    assert enter(cast, HANDLER, "county.leader").deputy == cast.accounts["county.leader"]


def test_days_that_make_no_sense(cast):
    assert refused(cast, HANDLER, None, -1, 3) == {("starts_on", "too_early")}
    assert refused(cast, HANDLER, None, 3, 2) == {("ends_on", "too_early")}
    assert refused(cast, HANDLER, None, 0, 367) == {("ends_on", "too_late")}
    enter(cast, HANDLER, None, 2, 5)
    assert refused(cast, HANDLER, None, 5, 9) == {("starts_on", "taken")}
    assert enter(cast, HANDLER, None, 6, 6)
    assert enter(cast, HANDLER, None, 1, 1)


def test_a_ring_is_refused_just_on_the_days_on_which_it_would_be_one(cast):
    enter(cast, WINDOW, HANDLER, 5, 9)
    assert refused(cast, HANDLER, WINDOW, 9, 12) == {("deputy", "loop")}
    assert enter(cast, HANDLER, WINDOW, 10, 12)
    enter(cast, DISPATCHER, WINDOW, 10, 11)
    assert refused(cast, WINDOW, DISPATCHER, 11, 11) == {("deputy", "loop")}
    enter(cast, HEAD, DISPATCHER, 12, 20)
    assert enter(cast, WINDOW, HEAD, 12, 12), "the dispatcher is back by then"


def test_a_long_way_round_is_a_ring_too(cast):
    enter(cast, WINDOW, DISPATCHER, 0, 9)
    enter(cast, DISPATCHER, HEAD, 0, 9)
    enter(cast, HEAD, "town.grid", 3, 4)
    assert refused(cast, "town.grid", WINDOW, 4, 8) == {("deputy", "loop")}
    assert enter(cast, "town.grid", WINDOW, 5, 8)


def test_calling_off(cast):
    actor = actor_for(cast.accounts[HANDLER], timezone.localdate())
    coming = enter(cast, HANDLER, WINDOW, 2, 4)
    assert absences.call_off(coming.pk, by=actor).ended_at is not None
    with pytest.raises(Refused, match="over"):
        absences.call_off(coming.pk, by=actor)
    running = enter(cast, HANDLER, WINDOW, 0, 4)
    Absence.objects.filter(pk=running.pk).update(
        starts_on=timezone.localdate() - timedelta(2)
    )  # fmt: skip
    ended = absences.call_off(running.pk, by=actor)
    assert (ended.ended_at, ended.ends_on) == (None, timezone.localdate() - timedelta(1))
    stranger = actor_for(cast.accounts[WINDOW], timezone.localdate())
    with pytest.raises(PermissionDenied):
        absences.call_off(enter(cast, HANDLER).pk, by=stranger)


def test_a_head_sees_who_is_away_in_the_unit_and_below(cast):
    rows = [enter(cast, HANDLER), enter(cast, "bureau.handler")]
    today = timezone.localdate()

    def seen(post: str) -> list[Absence]:
        return list(absences.of_people(actor_for(cast.accounts[post], today)))

    assert seen(HEAD) == [rows[0]]
    assert set(seen("county.head")) == set(seen("county.admin")) == set(rows)
    assert seen(WINDOW) == seen("far.head") == []
