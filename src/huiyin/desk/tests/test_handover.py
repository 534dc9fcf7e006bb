"""Handing a post over: pages and API; matters stay with the post, the list is kept."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huiyin.matters import policy
from huiyin.matters.models import Access, Matter
from huiyin.matters.testing import Walk
from huiyin.people.actor import actor_for
from huiyin.people.models import Absence, Account, Change, Holding

LEAVER, FOLLOWER = "town.handler", "town.window"


@pytest.fixture
def held(cast) -> Matter:
    """A petition in the hands of the town's handler."""
    walk = Walk(cast).to_handling()
    Matter.objects.filter(pk=walk.pk).update(holder=cast.posts[LEAVER])
    return walk.matter


def holding(cast, post: str = LEAVER) -> Holding:
    return Holding.objects.get(post=cast.posts[post], ends_on=None)


def day(offset: int = 0) -> str:
    return (timezone.localdate() + timedelta(offset)).isoformat()


def form(successor: str = FOLLOWER, **more: str) -> dict[str, str]:
    return {"successor": successor, "day": day(), **more}


def roles(cast, name: str, offset: int = 0) -> frozenset[str]:
    account = Account.objects.get(username=name)
    return actor_for(account, timezone.localdate() + timedelta(offset)).roles


def test_the_successor_has_everything_from_the_first_day(cast, at_desk, held):
    head, address = at_desk("town.head"), f"/handover/{holding(cast).pk}/"
    page = head.get(address).content.decode()
    assert "Matters in hand" in page
    done = head.post(address, form(day=day(3)))
    assert done.status_code == 302
    assert "handler" in roles(cast, LEAVER, 2)
    assert "handler" not in roles(cast, FOLLOWER, 2)
    assert "handler" not in roles(cast, LEAVER, 3)
    assert roles(cast, FOLLOWER, 3) == {"window", "handler"}
    sheet = head.get(done["Location"]).content.decode()
    assert held.number in sheet
    assert str(cast.accounts[FOLLOWER]) in sheet
    change = Change.objects.get(kind="handover")
    assert (change.act, change.account) == ("hand_over", cast.accounts["town.head"])
    assert (change.after["open_matters"], change.after["numbers"]) == (1, held.number)
    held.refresh_from_db()
    assert held.holder_id == cast.posts[LEAVER].pk


def test_a_sealed_matter_goes_over_and_is_written_nowhere(cast, at_desk, held):
    Matter.objects.filter(pk=held.pk).update(sealed=True)
    Access.objects.create(matter=held, kind="named", post=cast.posts[LEAVER])
    done = at_desk("county.admin").post(f"/handover/{holding(cast).pk}/", form())
    assert done.status_code == 302
    change = Change.objects.get(kind="handover")
    assert (change.after["sealed_matters"], change.after["numbers"]) == (1, "")
    for reader in ("county.admin", FOLLOWER, LEAVER):
        assert held.number not in at_desk(reader).get(done["Location"]).content.decode()
    now = timezone.localdate()
    seen = {
        name: Matter.objects.filter(policy.visible(actor_for(cast.accounts[name], now))).exists()
        for name in (LEAVER, FOLLOWER)
    }
    assert seen == {LEAVER: False, FOLLOWER: True}


def test_administration_reads_numbers_and_no_titles(cast, at_desk, held):
    done = at_desk("county.admin").post(f"/handover/{holding(cast).pk}/", form())
    sheet = at_desk("county.admin").get(done["Location"]).content.decode()
    assert held.title not in sheet
    assert held.title in at_desk(FOLLOWER).get(done["Location"]).content.decode()


def test_a_post_may_stay_vacant(cast, at_desk, held):
    page = at_desk("town.head").get(f"/handover/{holding(cast).pk}/").content.decode()
    assert f"{cast.accounts['town.head']} (head of the unit)" in page
    assert at_desk("town.head").post(f"/handover/{holding(cast).pk}/", form("")).status_code == 302
    assert not Holding.objects.on(timezone.localdate()).filter(post=cast.posts[LEAVER]).exists()
    assert Change.objects.get(kind="handover").after["to"] == ""


def test_the_account_is_shut_in_the_same_step(cast, at_desk, held):
    account = cast.accounts[LEAVER]
    Absence.objects.create(
        account=account, starts_on=day(2), ends_on=day(4), entered_by=account
    )  # fmt: skip
    admin, address = at_desk("county.admin"), f"/handover/{holding(cast).pk}/"
    assert admin.post(address, form(day=day(1), shut="on")).status_code == 422
    assert admin.post(address, form(shut="on")).status_code == 302
    account.refresh_from_db()
    assert not account.is_active
    assert not Absence.objects.filter(account=account, ended_at=None).exists()
    acts = set(Change.objects.values_list("kind", "act"))
    assert acts >= {("account", "shut"), ("holding", "end"), ("holding", "create")}


def test_a_head_does_not_shut_accounts(cast, at_desk):
    assert 'name="shut"' not in at_desk("town.head").get(
        f"/handover/{holding(cast).pk}/"
    ).content.decode()  # fmt: skip
    at_desk("town.head").post(f"/handover/{holding(cast).pk}/", form(shut="on"))
    assert Account.objects.get(username=LEAVER).is_active


def test_another_post_stands_in_the_way_of_shutting(cast, at_desk):
    account = cast.accounts[LEAVER]
    Holding.objects.filter(post=cast.posts["town.grid"]).delete()
    Holding.objects.create(post=cast.posts["town.grid"], account=account, starts_on="2020-01-01")
    answer = at_desk("county.admin").post(f"/handover/{holding(cast).pk}/", form(shut="on"))
    assert answer.status_code == 422
    assert "Hand that over first" in answer.content.decode()
    assert Holding.objects.get(post=cast.posts[LEAVER]).ends_on is None


WRONG = [
    ({"successor": "nobody"}, "successor", "unknown"),
    ({"successor": LEAVER}, "successor", "same_person"),
    ({"day": ""}, "day", "required"), ({"day": "soon"}, "day", "invalid"),
    ({"day": "2020-01-01"}, "day", "too_early"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "field", "code"), WRONG)
def test_page_and_api_refuse_alike(cast, at_desk, changes, field, code):
    head, key = at_desk("town.head"), holding(cast).pk
    page = head.post(f"/handover/{key}/", form() | changes)
    answer = head.post(
        f"/api/handovers/{key}", json.dumps(form() | changes), "application/json"
    )  # fmt: skip
    assert (page.status_code, answer.status_code) == (422, 422)
    assert [(one["field"], one["rule"]) for one in answer.json()["errors"]] == [(field, code)]
    said = [view for view in page.context["fields"] if view.errors]
    assert [(view.name, list(view.errors)) for view in said] == [
        (field, [answer.json()["errors"][0]["message"]])
    ]


def test_a_post_that_is_promised_to_somebody_else(cast, at_desk):
    Holding.objects.filter(post=cast.posts[LEAVER]).update(ends_on=day(5))
    Holding.objects.create(
        post=cast.posts[LEAVER], account=cast.accounts["town.grid"], starts_on=day(6)
    )
    key = Holding.objects.get(account=cast.accounts[LEAVER]).pk
    answer = at_desk("county.admin").post(f"/handover/{key}/", form())
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("who", "post", "status"),
    [("county.admin", LEAVER, 200), ("town.head", LEAVER, 200), ("county.head", LEAVER, 200),
     ("town.head", "town.head", 404), ("office.head", LEAVER, 404), ("far.head", LEAVER, 404),
     ("county.head", "county.admin", 404), ("county.head", "county.auditor", 404),
     (LEAVER, LEAVER, 403), ("county.auditor", LEAVER, 403)],
)  # fmt: skip
def test_whose_posts_somebody_may_hand_over(cast, at_desk, who, post, status):
    key = holding(cast, post).pk
    assert at_desk(who).get(f"/handover/{key}/").status_code == status
    answer = at_desk(who).get(f"/api/handovers/{key}")
    assert answer.status_code == (404 if status == 403 else status)


def test_a_head_takes_no_post_for_themselves(cast, at_desk):
    answer = at_desk("town.head").post(f"/handover/{holding(cast).pk}/", form("town.head"))
    assert answer.status_code == 409
    assert Holding.objects.get(post=cast.posts[LEAVER]).ends_on is None


def test_the_last_administrator_stays(cast, at_desk):
    key = holding(cast, "county.admin").pk
    answer = at_desk("county.admin").post(f"/handover/{key}/", form(""))
    assert answer.status_code == 409
    assert Holding.objects.get(post=cast.posts["county.admin"]).ends_on is None


def test_sheets_are_for_those_concerned(cast, at_desk):
    done = at_desk("town.head").post(f"/handover/{holding(cast).pk}/", form())
    readers = ("town.head", LEAVER, FOLLOWER, "county.admin", "county.auditor", "office.head")
    answers = [at_desk(reader).get(done["Location"]).status_code for reader in readers]
    assert answers == [200, 200, 200, 200, 200, 404]


def test_absences_by_page_and_api(cast, at_desk):
    one = at_desk(LEAVER)
    deputy = str(cast.accounts[FOLLOWER].pk)
    sent = {"starts_on": day(), "ends_on": day(1), "deputy": deputy, "reason": "出差"}
    assert one.post("/absences/new/", sent).status_code == 302
    assert "You also act today for" in at_desk(FOLLOWER).get("/absences/").content.decode()
    key = one.get("/api/absences").json()["own"][0]["id"]
    assert one.post(f"/api/absences/{key}/end", {}, "application/json").status_code == 200
    made = one.post("/api/absences", json.dumps(sent), "application/json")
    assert (made.status_code, made.json()["deputy"]) == (201, deputy)
    again = one.post("/api/absences", json.dumps(sent), "application/json").json()["errors"]
    page = one.post("/absences/new/", sent)
    assert page.status_code == 422
    assert [(e["field"], e["rule"]) for e in again] == [("starts_on", "taken")]
    assert again[0]["message"] in page.content.decode()
    assert at_desk("town.head").get("/api/absences").json()["people"][0]["id"] == made.json()["id"]
    other = at_desk("office.head")
    assert other.get(f"/absences/{made.json()['id']}/end/").status_code == 403
    assert other.get(f"/absences/new/?for={cast.accounts[LEAVER].pk}").status_code == 403
    assert other.get("/absences/new/?for=x").status_code == 404
    assert one.post(f"/absences/{made.json()['id']}/end/").status_code == 302
    assert at_desk("town.head").post("/absences/of/", {"account": LEAVER}).status_code == 302


def test_few_statements_whatever_the_number_of_rows(cast, at_desk, held):
    head = at_desk("county.head")
    for post in (LEAVER, FOLLOWER, "bureau.handler", "town.grid"):
        account = cast.accounts[post]
        Absence.objects.create(
            account=account, starts_on=day(), ends_on=day(), entered_by=account
        )  # fmt: skip
    for path in ("/absences/", "/absences/new/", "/handover/", f"/handover/{holding(cast).pk}/"):
        with CaptureQueriesContext(connection) as captured:
            assert head.get(path).status_code == 200
        assert len(captured) <= 14, path
