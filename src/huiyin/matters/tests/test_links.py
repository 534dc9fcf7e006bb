"""Relations between matters: made by acts and by hand, told in both histories, never deleted."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from huiyin.matters.actions import perform, register
from huiyin.matters.actions.linking import link, unlink
from huiyin.matters.actions.links import IN, MADE, OUT, UNDONE
from huiyin.matters.errors import NotVisible, Refused
from huiyin.matters.models import Event, Link, Matter, SealedText
from huiyin.matters.queries.relations import relations
from huiyin.matters.testing import Walk, moment
from huiyin.matters.tests.relating import pack
from huiyin.matters.verify import verify

__all__ = ["pack"]
WINDOW, DISPATCHER, HEAD = "office.window", "office.dispatcher", "office.head"


@pytest.fixture
def new(cast, pack):
    """`new(of=…)` registers a thing at the office and returns its row."""

    def make(**data) -> Matter:
        form = {"received_at": moment(0).isoformat(), "channel": "visit", "title": "一件事"}
        done = register("thing", pack=pack, by=cast.actor(WINDOW), data=form | data,
                        at=moment(0, 10))  # fmt: skip
        return done.matter

    return make


@pytest.fixture
def act(cast):
    def do(matter, key, by, **data):
        seq = Matter.objects.get(pk=matter.pk).seq
        return perform(matter.pk, key, by=cast.actor(by), data=data, expected_seq=seq,
                       at=moment(2))  # fmt: skip

    return do


def told(matter, act) -> list[tuple[str, str]]:
    rows = Event.objects.filter(matter=matter, act=act, step="system").order_by("seq")
    return [(row.data["kind"], row.data["way"]) for row in rows]


def rows() -> set[tuple[str, str, str, bool]]:
    return {
        (row.source.number, row.kind, row.target.number, row.undone_seq is not None)
        for row in Link.objects.select_related("source", "target")
    }


def test_a_registration_relates_both_ways(new):
    one, two = new(), new()
    third = new(of=one.number, by=two.number)
    assert rows() == {(third.number, "supervises", one.number, False),
                      (two.number, "settled_by", third.number, False)}  # fmt: skip
    assert told(third, MADE) == [("supervises", OUT), ("settled_by", IN)]
    assert told(one, MADE) == [("supervises", IN)]
    assert told(two, MADE) == [("settled_by", OUT)]
    texts = str(list(Event.objects.filter(act=MADE).values_list("data", flat=True)))
    assert not any(matter.number in texts for matter in (one, two, third))
    assert verify().ok


def test_the_relation_took_place_when_the_act_did(new, act):
    one, two = new(), new()
    act(one, "mark_repeat", WINDOW, earlier=two.number)
    for matter in (one, two):
        event = Event.objects.get(matter=matter, act=MADE)
        assert event.at == moment(2)
        assert event.recorded_at > event.at
        assert event.post.role == "window"


def test_a_merge_is_made_at_the_confirmation_and_undone_by_its_own_act(new, act):
    one, two = new(), new()
    act(one, "merge", DISPATCHER, into=two.number)
    assert Link.objects.count() == 0
    act(one, "merge", HEAD)
    assert rows() == {(one.number, "merged_into", two.number, False)}
    act(one, "unmerge", DISPATCHER, reason="并错了")
    assert rows() == {(one.number, "merged_into", two.number, True)}
    assert Matter.objects.get(pk=one.pk).state == "open"
    assert told(one, UNDONE) == [("merged_into", OUT)]
    assert told(two, UNDONE) == [("merged_into", IN)]
    assert verify().ok
    act(one, "merge", DISPATCHER, into=two.number)
    act(one, "merge", HEAD)
    assert rows() == {(one.number, "merged_into", two.number, True),
                      (one.number, "merged_into", two.number, False)}  # fmt: skip
    assert verify().ok


def test_taking_back_a_merge_leaves_other_relations(new, act):
    one, two, three = new(), new(), new()
    act(one, "mark_repeat", WINDOW, earlier=three.number)
    act(one, "merge", DISPATCHER, into=two.number)
    act(one, "merge", HEAD)
    act(one, "unmerge", DISPATCHER, reason="并错了")
    assert rows() == {(one.number, "merged_into", two.number, True),
                      (one.number, "repeat_of", three.number, False)}  # fmt: skip


def test_an_act_undoes_the_relations_of_a_kind_from_this_matter(new, act):
    one, two, three = new(), new(), new()
    act(one, "mark_repeat", WINDOW, earlier=two.number)
    act(two, "mark_repeat", WINDOW, earlier=three.number)
    act(two, "mark_first", WINDOW)
    assert rows() == {(one.number, "repeat_of", two.number, False),
                      (two.number, "repeat_of", three.number, True)}  # fmt: skip
    assert verify().ok


def test_what_makes_no_sense_is_refused_with_its_field(new, act):
    one, two, three = new(), new(), new()
    for number, rule in ((one.number, "itself"), ("25-000000-0", "unknown_matter")):
        with pytest.raises(Refused) as refused:
            act(one, "mark_repeat", WINDOW, earlier=number)
        assert [(e.field, e.rule) for e in refused.value.refusal.errors] == [("earlier", rule)]
    act(two, "mark_repeat", WINDOW, earlier=one.number)
    with pytest.raises(Refused) as refused:
        act(one, "mark_repeat", WINDOW, earlier=two.number)
    assert refused.value.refusal.errors[0].rule == "already_linked"
    act(one, "merge", DISPATCHER, into=two.number)
    act(one, "merge", HEAD)
    act(three, "merge", DISPATCHER, into=one.number)
    with pytest.raises(Refused) as refused:
        act(three, "merge", HEAD)
    assert refused.value.refusal.errors[0].rule == "merged_away"
    assert Link.objects.count() == 2
    assert verify().ok


def test_an_act_says_again_what_was_said_by_hand(new, act, cast):
    one, two = new(), new()
    link(one.pk, two.number, "repeat_of", by=cast.actor(WINDOW))
    act(one, "mark_repeat", WINDOW, earlier=two.number)
    assert Link.objects.count() == 1
    assert verify().ok


def test_by_hand_for_who_sees_both(cast):
    one, two = Walk(cast).matter, Walk(cast).matter
    far = Walk(cast, by="other_town.window").matter
    clerk = cast.actor(DISPATCHER)
    made = link(one.pk, two.number, "same_issue", by=clerk)
    assert rows() == {(one.number, "same_issue", two.number, False)}
    for args, problem in (((far.pk, one.number), NotVisible), ((one.pk, far.number), Refused)):
        with pytest.raises(problem):
            link(*args, "same_issue", by=clerk)
    with pytest.raises(NotVisible):
        unlink(made.id, by=cast.actor("other_town.dispatcher"), reason="x")
    with pytest.raises(Refused) as refused:
        link(one.pk, two.number, "repeat_of", by=cast.actor("county.supervisor"))
    assert refused.value.refusal.code == "not_allowed"
    undone = unlink(made.id, by=cast.actor("office.head"), reason="  不是一回事 ")
    assert undone.undone_seq == Matter.objects.get(pk=one.pk).seq
    texts = SealedText.objects.filter(path="reason").values_list("text", flat=True)
    assert list(texts) == ["不是一回事"] * 2
    with pytest.raises(NotVisible):
        unlink(made.id, by=clerk, reason="again")
    assert verify().ok


@pytest.mark.parametrize(
    ("kind", "number", "rule"),
    [("merged_into", "ok", ("kind", "choice")), ("nothing", "ok", ("kind", "choice")),
     ("same_issue", "我", ("number", "unknown_matter")),
     ("same_issue", "own", ("number", "itself"))],
)  # fmt: skip
def test_by_hand_every_field_is_checked(cast, kind, number, rule):
    one, two = Walk(cast).matter, Walk(cast).matter
    numbers = {"ok": two.number, "own": one.number}
    with pytest.raises(Refused) as refused:
        link(one.pk, numbers.get(number, number), kind, by=cast.actor(WINDOW))
    assert [(e.field, e.rule) for e in refused.value.refusal.errors] == [rule]


@pytest.mark.parametrize("reason", ["", "  ", "\x00", "长" * 501])
def test_undoing_needs_a_reason_that_can_be_kept(cast, reason):
    one, two = Walk(cast).matter, Walk(cast).matter
    made = link(one.pk, two.number, "same_issue", by=cast.actor(WINDOW))
    with pytest.raises(Refused) as refused:
        unlink(made.id, by=cast.actor(WINDOW), reason=reason)
    assert refused.value.refusal.errors[0].field == "reason"


def test_a_merge_is_not_undone_by_hand(new, act, cast):
    one, two = new(), new()
    act(one, "merge", DISPATCHER, into=two.number)
    act(one, "merge", HEAD)
    with pytest.raises(Refused) as refused:
        unlink(Link.objects.get().id, by=cast.actor(HEAD), reason="x")
    assert refused.value.refusal.code == "undone_by_act"


def test_only_relations_to_what_one_sees_are_shown(cast, django_assert_num_queries):
    one, two = Walk(cast).matter, Walk(cast).matter
    other = Walk(cast, by="other_town.window").matter
    both = cast.actor(DISPATCHER)
    link(one.pk, two.number, "repeat_of", by=both)
    leader = cast.actor("county.head")
    link(other.pk, one.number, "same_issue", by=leader)
    with django_assert_num_queries(1):
        seen = relations(leader, one)
    assert [(r.kind, r.way, r.number) for r in seen] == [
        ("repeat_of", OUT, two.number), ("same_issue", IN, other.number)]  # fmt: skip
    assert [r.number for r in relations(both, one)] == [two.number]
    assert relations(cast.actor("far.head"), one) == []


def test_of_a_sealed_matter_nothing_shows_on_the_other(cast):
    one, two = Walk(cast).matter, Walk(cast).matter
    made = link(one.pk, two.number, "same_issue", by=cast.actor(WINDOW))
    Matter.objects.filter(pk=two.pk).update(sealed=True)
    assert relations(cast.actor(WINDOW), one) == []
    with pytest.raises(NotVisible):
        unlink(made.id, by=cast.actor(WINDOW), reason="x")
    told_of_it = Event.objects.filter(matter=one).values_list("data", flat=True)
    assert two.number not in str(list(told_of_it))
    assert str(two.pk) not in str(list(told_of_it))


def test_the_database_keeps_every_relation(cast):
    one, two = Walk(cast).matter, Walk(cast).matter
    made = link(one.pk, two.number, "same_issue", by=cast.actor(WINDOW))
    for wrong in (made.delete, partial(Link.objects.update, kind="repeat_of"),
                  partial(Link.objects.update, target=one)):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()
    assert not isinstance(made, ValidationError)


def test_verify_tells_of_rows_and_events_that_do_not_agree(cast):
    import pgtrigger

    one, two, three = (Walk(cast).matter for _ in range(3))
    made = link(one.pk, two.number, "same_issue", by=cast.actor(WINDOW))

    def broken(change) -> set[str]:
        with pgtrigger.ignore(), transaction.atomic():
            change()
            found = {(b.number, b.what) for b in verify().broken}
            transaction.set_rollback(True)
        return found

    assert broken(lambda: None) == set()
    gone = broken(made.delete)
    assert {number for number, _ in gone} == {one.number, two.number}
    moved = broken(lambda: Link.objects.update(target=three))
    assert {number for number, _ in moved} == {two.number, three.number}
    assert {n for n, _ in broken(lambda: Link.objects.update(kind="repeat_of"))} == {
        one.number, two.number}  # fmt: skip
    assert {n for n, _ in broken(lambda: Link.objects.update(undone_seq=9))} == {
        one.number, two.number}  # fmt: skip
    assert {n for n, _ in broken(lambda: Link.objects.update(seq=1))} == {one.number}
