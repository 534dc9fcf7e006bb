"""What number and code show: stage, dates with reasons, what was done, who looked."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation

from huiyin.engine.definition import ClockShape
from huiyin.engine.explain import SENTENCES
from huiyin.engine.standing import Step
from huiyin.matters import reads, testing
from huiyin.matters.actions import register
from huiyin.matters.models import File
from huiyin.matters.queries import matter as queries
from huiyin.matters.testing import Walk
from huiyin.matters.testing_reports import report
from huiyin.packs import load
from huiyin.people.actor import resident
from huiyin.people.testing import make_cast
from huiyin.people.vault import actions as vault
from huiyin.people.vault.models import Person
from huiyin.portal.following.dates import paused
from huiyin.portal.following.facts import Facts, facts
from huiyin.portal.following.why import PLAIN
from huiyin.portal.tests.following import joint, open_it

pytestmark = pytest.mark.django_db
BUDGET = 7
"""Statements of the page, however long the history and however many have signed."""


@pytest.fixture
def cast(db):
    cache.clear()
    return make_cast()


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def seen(matter, signatory: int = 1, day: int = 25) -> Facts:
    page = queries.page(resident("x", matter.pk), matter.number, timezone.localdate())
    return facts(page, signatory, testing.moment(day))


def hows(walk: Walk) -> list[str]:
    return [step.how for step in seen(walk.matter).steps]


def test_five_steps_tell_how_far_it_is(cast):
    walk = Walk(cast)
    assert hows(walk) == ["over", "now", "ahead", "ahead", "ahead"]
    walk.to_handling()
    assert [step.how for step in seen(walk.matter).steps] == [
        "over",
        "over",
        "now",
        "ahead",
        "ahead",
    ]
    walk.act("withdraw", "town.handler", 5, {"wish": "不办了", "signed": True})
    assert [step.how for step in seen(walk.matter).steps] == [
        "over",
        "over",
        "over",
        "left_out",
        "now",
    ]


def test_only_dates_with_words_for_residents_are_shown_each_with_its_reasons(cast):
    walk = Walk(cast).to_handling()
    found = seen(walk.matter, day=30)
    page = found.page
    assert [one.key for one in found.dates] == ["handle"]
    running = {clock.key for clock in page.standing.clocks if clock.status == "running"}
    assert running - {"handle"} <= {
        key for key, shape in page.process.clocks.items()
        if isinstance(shape, ClockShape) and shape.public is None
    }  # fmt: skip
    (handle,) = found.dates
    assert handle.day == "Tuesday 6 May 2025"
    assert handle.why[0].startswith("It began on Friday 7 March 2025")
    assert not handle.is_late


def test_what_is_late_is_said_to_be_late(cast):
    walk = Walk(cast).to_handling()
    found = seen(walk.matter, day=90)
    assert [(one.key, one.is_late) for one in found.dates] == [("handle", True)]
    assert "late" in found.dates[0].note
    assert found.can_remind


def test_ones_own_time_is_never_late(cast):
    walk = Walk(cast).to_served()
    found = seen(walk.matter, day=90)
    mine = {one.key: one for one in found.dates if one.is_mine}
    assert {"review_request", "rating"} <= mine.keys()
    assert not any(one.is_late for one in mine.values())
    assert mine["review_request"].note.startswith("You can still ask")
    assert found.choices.timed == ()
    assert "ask_review" in {one.key for one in found.choices.usual}


def test_days_left_stand_beside_what_has_a_last_day(cast):
    found = seen(Walk(cast).to_served().matter, day=23)
    timed = {one.key: one for one in found.choices.timed}
    assert timed.keys() == {"rate", "ask_review"}
    assert timed["ask_review"].chip is not None
    assert timed["ask_review"].chip.text == "29 days left"
    assert {"withdraw", "handling_complaint"} & {one.key for one in found.choices.rare} == {
        "handling_complaint"
    }


def test_a_pause_is_told_with_what_caused_it():
    process = load.process("national", "petition")
    event = SimpleNamespace(act="notify_hearing", step=Step.DO)
    page: Any = SimpleNamespace(events=[event], acts=process.acts)
    said = paused(page, process.clocks["recheck_decide"], testing.moment(3))
    assert said == (
        "The time stands still since Thursday 6 March 2025, 09:00. Why: Announced the hearing."
    )


def test_the_past_tells_units_and_plain_words_and_no_notes_and_no_names(cast):
    walk = Walk(cast).to_handling()
    walk.act("note", "town.handler", 5, {"text": "内部意见：不好办"})
    walk.act("allot", "town.head", 5, {"post": str(cast.posts["town.handler"].pk)})
    found = seen(walk.matter)
    assert [one.what for one in found.past] == [
        "Taken on", "Passed to the office responsible", "Sorted by what kind of matter it is",
        "Received and put on record",
    ]  # fmt: skip
    assert {one.who for one in found.past} == {"松石镇人民政府", "松岭县信访局"}
    text = repr(found.past)
    assert "不好办" not in text
    assert not any(account.display_name in text for account in cast.accounts.values())


def test_of_an_act_only_the_fields_that_its_definition_shows_are_told(cast):
    walk = Walk(cast).to_handling()
    asked = {"against": "post", "reason": "与物业公司有来往"}
    walk.act("ask_recusal", "town.window", 5, asked)
    walk.act(
        "refuse_recusal", "town.head", 6, {"reason": "经查没有关系。", "told_on": "2025-03-09"}
    )
    (refused, asked_for, *_rest) = seen(walk.matter).past
    assert [line.text for line in refused.lines] == ["经查没有关系。"]
    assert asked_for.lines == []


def test_a_proposal_is_not_told_before_it_is_confirmed_and_then_as_it_was_proposed(cast):
    walk = Walk(cast).to_handling()
    days = {"days": 10, "reason": "要等检测结果出来"}
    walk.act("extend", "town.handler", 10, days)
    assert "More time is needed" not in [one.what for one in seen(walk.matter).past]
    walk.act("extend", "town.head", 11, step=Step.DO)
    assert seen(walk.matter).past[0].what == "More time is needed"


def test_of_a_sealed_matter_only_the_states_are_told(cast):
    by = cast.actor("office.window")
    done = register("report", by=by, data=report(cast), at=testing.moment(0))
    found = seen(done.matter)
    assert [one.what for one in found.past] == [found.state]
    assert found.past[0].who == ""
    assert found.post == ""
    assert "handling_complaint" not in {one.key for one in found.choices}


def test_who_looked_is_told_with_unit_post_fields_and_reason(cast):
    walk = Walk(cast).to_handling()
    by = cast.actor("town.handler")
    person = Person.objects.get(parties__matter=walk.pk)
    vault.reveal(person, by=by, reason="电话联系", fields=["phone"], matter_id=walk.pk)
    transfer = File.objects.get(matter=walk.pk, letter__key="transfer_letter")
    reads.open_file(by, walk.matter.number, transfer.pk)[1].close()
    first, second, *letters = seen(walk.matter).looks
    assert (second.unit, second.fields, second.reason) == ("松石镇人民政府", "Phone", "电话联系")
    assert second.post == cast.posts["town.handler"].title
    # What a letter between offices is called is not for the resident.
    assert first.reason == "opened a paper of this matter"
    assert {one.reason for one in letters} == {"to write a letter"}


def test_everybody_who_signed_sees_who_looked_at_their_own_data_only(cast):
    walk = joint(cast)
    by = cast.actor("office.window")
    people = Person.objects.filter(parties__matter=walk.pk, parties__role="signatories")
    vault.reveal_many(list(people), by=by, reason="核对", fields=["name"], matter_id=walk.pk)
    second = people.get(name_index=vault_index("王2"))
    vault.reveal(second, by=by, reason="打电话", fields=["phone"], matter_id=walk.pk)
    assert [one.reason for one in seen(walk.matter, 2).looks] == ["打电话", "核对"]
    assert [one.reason for one in seen(walk.matter, 3).looks] == ["核对"]


def vault_index(name: str) -> bytes:
    from huiyin.people.vault.sealing import index_of

    return index_of("name", name) or b""


def test_every_step_of_a_derivation_has_plain_words_or_is_between_the_offices():
    assert {kind for kind in SENTENCES if kind not in PLAIN} == {
        "extend_never", "extend_not_running", "extend_used_up", "extend_too_long", "extend_expired",
    }  # fmt: skip


def test_the_page_says_it_all_in_few_statements(client, cast, django_assert_max_num_queries):
    walk = Walk(cast).to_served()
    open_it(client, walk.matter)
    with django_assert_max_num_queries(BUDGET):
        page = client.get(reverse("portal:follow")).content.decode()
    for text in (walk.matter.owner_unit.phone, walk.matter.owner_unit.address, walk.matter.title):
        assert text in page
    assert "王小明" not in page


def test_the_number_of_statements_does_not_grow_with_the_history(
    client, cast, django_assert_max_num_queries
):
    walk = joint(cast).to_handling()
    for day in range(5, 25):
        walk.act("supplement", "town.window", day, {"text": f"第{day}次补充"})
    open_it(client, walk.matter, 2)
    with django_assert_max_num_queries(BUDGET):
        client.get(reverse("portal:follow"))


def test_an_address_of_another_matter_asks_for_its_code(client, cast):
    one, other = Walk(cast).matter, Walk(cast).matter
    open_it(client, one)
    address = reverse("portal:follow")
    same = client.get(address, {"number": one.number}).content.decode()
    assert one.title in same
    page = client.get(address, {"number": other.number}).content.decode()
    assert 'name="code"' in page
    assert other.number in page
    assert other.title not in page
