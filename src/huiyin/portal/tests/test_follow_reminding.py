"""A reminder waits for its answer; a complaint goes to the unit above and nowhere else."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from huiyin.matters import policy
from huiyin.matters.actions import perform
from huiyin.matters.models import Event, Link, Matter
from huiyin.matters.testing import Walk
from huiyin.people.testing import make_cast
from huiyin.portal.tests.following import open_it

pytestmark = pytest.mark.django_db
REMIND = {"reminder": "silent", "words": "两个月没有消息"}
ANSWER = "下周三请人来修，修好当天告诉您。"
COMPLAINT = {"ground": "rude", "text": "窗口说没空，让我下午再来，下午没有人。"}


@pytest.fixture
def cast(db):
    cache.clear()
    return make_cast()


def send(client, walk, act, data):
    address = reverse("portal:act", args=[act])
    return client.post(address, {"expected_seq": walk.matter.seq, **data})


def test_one_reminder_at_a_time_and_its_answer_stands_on_the_page(client, cast):
    walk = Walk(cast).to_handling()
    page = open_it(client, walk.matter)
    assert reverse("portal:act", args=["remind"]) in page
    assert send(client, walk, "remind", REMIND).status_code == 302
    assert Event.objects.get(matter=walk.pk, act="remind").via == "portal"
    waiting = client.get(reverse("portal:follow")).content.decode()
    assert reverse("portal:act", args=["remind"]) not in waiting
    assert send(client, walk, "remind", REMIND).status_code == 422
    perform(
        walk.pk, "answer_reminder", by=cast.actor("town.handler"),
        data={"reminder_answer": ANSWER}, expected_seq=walk.matter.seq,
    )  # fmt: skip
    answered = client.get(reverse("portal:follow")).content.decode()
    assert ANSWER in answered
    assert reverse("portal:act", args=["remind"]) in answered


def test_the_clock_of_a_reminder_stands_among_the_dates(client, cast):
    walk = Walk(cast).to_handling()
    open_it(client, walk.matter)
    send(client, walk, "remind", REMIND)
    facts = client.get(reverse("portal:follow")).context["facts"]
    assert "reminder" in {one.key for one in facts.dates}
    clock = facts.page.standing.clock("reminder")
    assert clock.status == "running"
    assert [str(term.unit) for term in clock.terms] == ["wd"]


def test_after_an_act_the_page_says_what_comes_next(client, cast):
    walk = Walk(cast).to_handling()
    open_it(client, walk.matter)
    answer = send(client, walk, "remind", REMIND)
    page = client.get(answer.headers["Location"])
    assert any("5" in line for line in page.context["next"])


def complaint(client, cast, **changes):
    data = {**COMPLAINT, "about_unit": cast.unit("town"), **changes}
    return client.post(reverse("portal:open", args=["handling_complaint"]), data)


def test_a_complaint_goes_to_the_unit_above_and_leaves_no_trace_on_the_matter(client, cast):
    walk = Walk(cast).to_handling()
    before = walk.matter.seq
    open_it(client, walk.matter)
    assert complaint(client, cast).status_code == 302
    made = Matter.objects.get(process="handling_complaint")
    assert made.owner_unit == made.intake_unit == cast.units["county"]
    assert walk.matter.seq == before
    assert not Link.objects.exists()
    for post in ("town.handler", "town.head", "town.window", "office.window"):
        seen = Matter.objects.filter(policy.visible(cast.actor(post)), pk=made.pk)
        assert not seen.exists(), post
    seen = Matter.objects.filter(policy.visible(cast.actor("county.supervisor")), pk=made.pk)
    assert seen.exists()
    assert COMPLAINT["text"] not in client.get(reverse("portal:follow")).content.decode()


def test_a_complaint_has_a_number_and_a_code_of_its_own(client, cast):
    walk = Walk(cast).to_handling()
    open_it(client, walk.matter)
    receipt = client.get(complaint(client, cast).headers["Location"]).content.decode()
    made = Matter.objects.get(process="handling_complaint")
    assert made.number in receipt
    page = open_it(client, made)
    assert made.title in page
    assert client.get(reverse("portal:opened")).status_code == 302


def test_the_answer_to_a_complaint_is_for_the_complainant_to_read(client, cast):
    walk = Walk(cast).to_handling()
    open_it(client, walk.matter)
    complaint(client, cast)
    made = Matter.objects.get(process="handling_complaint")

    def act(key, by, data):
        seq = Matter.objects.get(pk=made.pk).seq
        perform(made.pk, key, by=cast.actor(by), data=data, expected_seq=seq)

    act("begin_check", "county.supervisor", {})
    today = made.received_at.date().isoformat()
    act("check", "county.supervisor", {"checked_on": today, "found": "调看监控，属实。"})
    answer = {"result": "so", "answer": "查清属实，已要求改正。", "measure": "内部批评"}
    act("answer_complaint", "county.supervisor", answer)
    act("answer_complaint", "county.head", {})
    page = open_it(client, made)
    assert answer["answer"] in page
    assert "调看监控" not in page
    assert "内部批评" not in page


@pytest.mark.parametrize(
    "changes", [{"ground": ""}, {"text": ""}, {"ground": "boring"}, {"about_unit": "nobody"}]
)
def test_what_is_missing_is_asked_again_and_nothing_is_lost(client, cast, changes):
    walk = Walk(cast).to_handling()
    open_it(client, walk.matter)
    answer = complaint(client, cast, **changes)
    assert answer.status_code == 422
    assert not Matter.objects.filter(process="handling_complaint").exists()
    kept = {**COMPLAINT, **changes}["text"]
    assert kept in answer.content.decode()


def test_the_unit_complained_about_cannot_be_chosen_to_check_itself(client, cast):
    walk = Walk(cast).to_handling()
    open_it(client, walk.matter)
    assert complaint(client, cast, to_unit=cast.unit("town")).status_code == 302
    assert Matter.objects.get(process="handling_complaint").owner_unit == cast.units["county"]


def test_only_doors_for_residents_are_open_to_them(client, cast):
    walk = Walk(cast).to_handling()
    open_it(client, walk.matter)
    for door in ("supervision", "urgent", "nothing"):
        assert client.get(reverse("portal:open", args=[door])).status_code == 404
    client.post(reverse("portal:leave"))
    shut = client.get(reverse("portal:open", args=["handling_complaint"]))
    assert shut.status_code == 302


def test_a_review_asked_for_online_needs_no_dates_and_knows_when_it_is_late(client, cast):
    walk = Walk(cast).to_served()
    open_it(client, walk.matter)
    form = client.get(reverse("portal:act", args=["ask_review"])).content.decode()
    assert 'type="date"' not in form
    data = {
        "to_unit": cast.unit("county"), "asked_for": "撤销", "reason": "没有查清", "signed": "on",
    }  # fmt: skip
    # The answer was delivered long ago: the page knows, and asks why it comes late.
    assert send(client, walk, "ask_review", data).status_code == 422
    assert send(client, walk, "ask_review", {**data, "late_reason": "住院"}).status_code == 302
    event = Event.objects.get(matter=walk.pk, act="ask_review")
    assert event.data["late"] is True
    assert event.data["asked_on"] == event.at.date().isoformat()
