"""A decision of a meeting becomes a task slip: filled in, linked, numbered; who issued it stays
its intake, and whoever holds it by name can open it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from huiyin.desk.tests.browsing import Page
from huiyin.letters.models import Letter
from huiyin.matters.actions import perform, register
from huiyin.matters.models import Link, Matter
from huiyin.matters.verify import verify
from huiyin.people.actor import actor_for
from huiyin.places.models import Division

NEW = "/register/grassroots/task/register/"


@pytest.fixture
def by(cast):
    """`by("office.head")`: that post, in a county that works by the grassroots pack."""
    Division.objects.filter(level=3).update(pack="grassroots")
    return lambda post: actor_for(cast.accounts[post], timezone.localdate())


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def meeting(by, cast, today) -> Matter:
    """Held at the office, with two decisions."""
    plan = {"kind": "joint_conference", "title": "联席会议", "planned_on": today.isoformat()}
    matter = register("meeting", by=by("office.head"), data=plan, pack="grassroots").matter
    held = {"held_on": today.isoformat(), "attendance": 9, "minutes": "逐件商量。"}
    for act, data in [
        ("hold", held),
        ("decide", decision("修好水管", cast.unit("town"), today)),
        ("decide", decision("换好路灯", cast.unit("bureau"), today + timedelta(days=9))),
    ]:
        matter = Matter.objects.get(pk=matter.pk)
        perform(matter.pk, act, by=by("office.head"), data=data, expected_seq=matter.seq)
    return Matter.objects.get(pk=matter.pk)


def decision(title: str, unit: str, day) -> dict[str, str]:
    return {"title": title, "text": f"{title}，按期完成。", "to_unit": unit,
            "finish_by": day.isoformat()}  # fmt: skip


def issue(by, cast, today, **changes: str) -> Matter:
    data = {"title": "查水渠", "text": "查三组水渠。", "to_unit": cast.unit("town"),
            "finish_by": today.isoformat(), **changes}  # fmt: skip
    return register("task", by=by("office.head"), data=data, pack="grassroots").matter


def test_the_newest_decision_is_carried_into_the_slip(at_desk, meeting, cast, by, today):
    browser = at_desk("office.head")
    assert f"{NEW}?of={meeting.number}" in Page(browser.get(f"/matters/{meeting.number}/")).links
    form = browser.get(f"{NEW}?of={meeting.number}")
    page = Page(form)
    assert page.values["title"] == "换好路灯"
    assert page.values["finish_by"] == (today + timedelta(days=9)).isoformat()
    assert page.values["arises_from"] == meeting.number
    raw = {name: page.values[name] for name in ("title", "finish_by", "arises_from")}
    sent = {**raw, "kind": "decision", "text": "换好路灯。", "to_unit": cast.unit("bureau")}
    answer = browser.post(NEW, sent)
    assert answer.status_code == 302, Page(answer).text
    task = Matter.objects.get(process="task")
    link = Link.objects.get()
    assert (link.source_id, link.target_id, link.kind) == (task.pk, meeting.pk, "arises_from")


def test_who_issues_a_slip_stays_its_intake_and_looks_at_the_result(by, cast, today):
    task = issue(by, cast, today)
    assert str(task.owner_unit_id) == cast.unit("town")
    assert str(task.intake_unit_id) == cast.unit("office")
    slip = Letter.objects.get(matter=task, key="task_slip")
    assert "〔" in slip.number
    assert str(slip.unit_id) == cast.unit("office")
    done = {"done_on": today.isoformat(), "result": "查过，没有塌方。", "proof": "四张照片"}
    for act, post, data in [
        ("receive", "town.handler", {}),
        ("complete", "town.handler", done),
        ("accept", "office.head", {}),
    ]:
        seq = Matter.objects.get(pk=task.pk).seq
        perform(task.pk, act, by=by(post), data=data, expected_seq=seq)
    assert Matter.objects.get(pk=task.pk).state == "accepted"
    assert verify([task.number]).ok


def test_a_grid_member_opens_the_slip_given_to_the_own_post_and_no_other(
    at_desk, by, cast, today
):  # fmt: skip
    own = issue(by, cast, today, to_post=str(cast.posts["town.grid"].pk))
    other = issue(by, cast, today)
    browser = at_desk("town.grid")
    assert browser.get(f"/matters/{own.number}/").status_code == 200
    assert browser.get(f"/matters/{other.number}/").status_code == 404
