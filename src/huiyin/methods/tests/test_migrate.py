"""Moving a running matter to another version: logged, never looser, whole or not at all."""

# ruff: noqa: E501 -- definitions in YAML, a line each
from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.matters.errors import NotVisible, Stale
from huiyin.matters.models import Clock, Event
from huiyin.matters.testing import OPINION, TRIAGE, Walk, moment
from huiyin.matters.verify.run import verify
from huiyin.methods.errors import DraftRefused, MigrationRefused
from huiyin.methods.migrate import migrate, plan, stamp
from huiyin.methods.migrate_many import UnknownNumbers, count, migrate_many
from huiyin.methods.testing import publish
from huiyin.packs import published
from huiyin.people.actor import SYSTEM

FROM = "national/petition@2022-05-01"
TIGHTER = "clocks: {handle: {within: 45nd}}\n"
MORE = (
    "states:\n  checking: {zh: 核查中, en: Checking, phase: handle, public: {zh: 正在核查, en: Checking.}}\n"
    "acts:\n"
    "  check: {name: {zh: 核查, en: Check}, from: handling, to: checking, who: handler of owner}\n"
    "  checked: {name: {zh: 核毕, en: Checked}, from: checking, to: handling, who: handler of owner}\n"
)  # fmt: skip
REASON = "新办法更短，经研究按新办法办理"


@pytest.fixture
def target(cast):
    """A version with a shorter clock, published after matters began."""

    def make(body: str = TIGHTER) -> str:
        reference = f"national/petition@2022-05-01~{publish(cast, body).mark}"
        published.refresh()
        return reference

    return make


def refusals(call):
    with pytest.raises(MigrationRefused) as caught:
        call()
    return [reason.code for reason in caught.value.reasons]


def move(walk, to, by="town.head", **more):
    actor = walk.cast.actor(by) if isinstance(by, str) else by
    more.setdefault("expected_seq", walk.matter.seq)
    return migrate(walk.pk, to, REASON, by=actor, **more)


def test_a_matter_goes_on_under_the_new_version(walk, target):
    walk.to_handling()
    to, before = target(), walk.matter
    planned = plan(before, to, {}, stamp())
    (change,) = [one for one in planned.clocks if one.differs]
    assert (change.key, planned.refusals) == ("handle", ())
    assert (change.before.legal.date() - change.after.legal.date()).days >= 10
    event = move(walk, to)
    after = walk.matter
    assert (after.version, after.state, after.seq) == (to.rpartition("@")[2], "handling", event.seq)
    assert after.next_due == change.after.legal < before.next_due
    assert event.version == FROM
    assert {"becomes": to, "state": "handling", "from": FROM}.items() <= event.data.items()
    assert REASON not in str(event.data)
    assert event.account_id == walk.cast.accounts["town.head"].pk
    assert not verify().broken
    # It goes on there, and everything still adds up.
    walk.act("hear_statement", "town.handler", 9, {
        "heard_on": moment(9).date().isoformat(), "way": "home", "statement": "看不见。"})  # fmt: skip
    assert Event.objects.get(matter=walk.pk, act="hear_statement").version == to
    assert not verify().broken


def test_a_state_may_get_another_name(walk, target):
    walk.to_handling()
    to = target(MORE)
    move(walk, to, mapping={"handling": "checking"})
    assert walk.matter.state == "checking"
    assert not verify().broken
    walk.act("checked", "town.handler", 9)
    assert walk.matter.state == "handling"


def test_a_clock_that_is_new_there_begins_with_the_act_that_starts_it(walk, target):
    walk.to_handling()
    to = target(
        "clocks: {promise: {zh: 三周, en: Three weeks, start: accept, stop: [give_opinion, archive], "
        "cancel: withdraw, within: 21nd, law: 本县承诺, kind: internal}}\n"
    )
    move(walk, to)
    clock = Clock.objects.get(matter=walk.pk, key="promise")
    assert (clock.started_at.date() - moment(4).date()).days == 0
    assert not verify().broken


def test_a_clock_that_is_gone_there_leaves_the_cache(walk, target):
    walk.to_handling()
    promise = (
        "clocks: {promise: {zh: 三周, en: Three weeks, start: accept, stop: [give_opinion, archive], "
        "cancel: withdraw, within: 21nd, law: 本县承诺, kind: internal}}\n"
    )
    move(walk, target(promise))
    move(walk, FROM)  # an internal promise may be given up
    assert not Clock.objects.filter(matter=walk.pk, key="promise").exists()
    assert walk.matter.version == "2022-05-01"
    assert not verify().broken


def test_a_running_statutory_clock_never_gets_longer(walk, target):
    walk.to_handling()
    to = target()
    move(walk, to)
    assert refusals(lambda: move(walk, FROM)) == ["looser"]
    assert walk.matter.version == to.rpartition("@")[2]


def test_what_waits_for_a_second_person_stays(walk, target):
    walk.to_served()
    other = Walk(walk.cast).to_handling()
    other.act("hear_statement", "town.handler", 9, {
        "heard_on": moment(8).date().isoformat(), "way": "home", "statement": "看不见。"})  # fmt: skip
    other.act("check_facts", "town.handler", 10, {
        "checked_on": moment(8).date().isoformat(), "findings": "老化。"})  # fmt: skip
    other.act("give_opinion", "town.handler", 20, OPINION)
    assert refusals(lambda: move(other, target())) == ["pending"]


def test_other_refusals(walk, target):
    done = Walk(walk.cast).to_archive()
    to = target(MORE)
    assert refusals(lambda: move(walk, FROM, by="office.head")) == ["same_version"]
    assert refusals(lambda: move(walk, to, "office.head", mapping={"registered": "moon"})) == [
        "state_missing"
    ]
    assert refusals(lambda: move(done, to)) == ["not_open"]
    for bad in ("national/petition@1", "nowhere/petition@1", "x", "national/none@1"):
        with pytest.raises(NotVisible):
            move(walk, bad, by="office.head")
    with pytest.raises(Stale):
        move(walk, to, by="office.head", expected_seq=0)
    with pytest.raises(DraftRefused):
        migrate(walk.pk, to, "  ", by=walk.cast.actor("office.head"), expected_seq=1)
    assert walk.matter.seq == 1


@pytest.mark.parametrize(
    ("post", "error"),
    [
        ("town.handler", PermissionDenied), ("office.head", PermissionDenied),
        ("county.auditor", PermissionDenied), ("county.admin", NotVisible),
        ("far.head", NotVisible), ("county.head", None), ("county.supervisor", None),
    ],
)  # fmt: skip
def test_who_may_move_it(walk, target, post, error):
    walk.to_handling()
    to = target()
    if error is None:
        move(walk, to, by=post)
    else:
        with pytest.raises(error):
            move(walk, to, by=post)


def test_many_and_again(cast, target):
    walks = [Walk(cast) for _ in range(3)]
    waiting = walks[2].to_handling()
    to = target()
    move(walks[0], to, by="office.head")
    dry = list(migrate_many(FROM, to, "", by=SYSTEM, dry_run=True))
    assert [(one.number, one.later) for one in dry] == [
        (walks[1].matter.number, ()), (waiting.matter.number, ("handle",)),
    ]  # fmt: skip
    assert count(FROM) == 2
    run = migrate_many(FROM, to, REASON, by=SYSTEM)
    assert next(run).number == walks[1].matter.number  # and then it was stopped
    run.close()
    assert [one.number for one in migrate_many(FROM, to, REASON, by=SYSTEM)] == [
        waiting.matter.number
    ]
    assert (count(FROM), list(migrate_many(FROM, to, REASON, by=SYSTEM))) == (0, [])
    assert not verify().broken


def test_some_by_number(cast, target):
    one, two = Walk(cast), Walk(cast)
    to = target()
    with pytest.raises(UnknownNumbers):
        list(migrate_many(FROM, to, REASON, by=SYSTEM, numbers=["26-000099-9"]))
    moved = list(migrate_many(FROM, to, REASON, by=SYSTEM, numbers=[two.matter.number]))
    assert [m.number for m in moved] == [two.matter.number]
    assert (one.matter.version, two.matter.version) == ("2022-05-01", to.rpartition("@")[2])


def test_a_correction_after_the_migration_counts_with_the_new_version(walk, target):
    to = target()
    move(walk, to, by="office.head")
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    walk.act("forward", "office.dispatcher", 2, {"to_unit": walk.cast.unit("town")})
    walk.act("accept", "town.handler", 4)
    assert (walk.matter.next_due.date() - moment(4).date()).days in range(45, 55)
