"""Filing duties: who may, once, late shows as late, nothing happened is said; after an act."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from huiyin.duties import policy, proofs
from huiyin.duties.effect import after
from huiyin.duties.errors import SENTENCES, FilingError
from huiyin.duties.filing import see
from huiyin.duties.generate import generate
from huiyin.duties.models import Duty
from huiyin.duties.queries import lists
from huiyin.duties.tests.duty_world import DUTIES, MONDAY, at, filed, in_force, one
from huiyin.engine.duty_filing import Standing
from huiyin.matters import testing
from huiyin.matters.errors import NotVisible
from huiyin.matters.files import Upload
from huiyin.matters.models import Matter
from huiyin.people.models import Absence, Holding, Post
from huiyin.people.testing import Cast, make_cast

TOWN = "town.handler"


@pytest.fixture
def cast(db, monkeypatch) -> Cast:
    made = make_cast(password=None)
    in_force(monkeypatch, made)
    return made


@pytest.fixture
def daily(cast) -> Duty:
    generate(MONDAY, MONDAY + timedelta(days=6), now=at(1, 0))
    return one("daily", unit=cast.units["town"])


def refused(*given, **more):
    with pytest.raises(FilingError) as error:
        filed(*given, **more)
    assert error.value.say(str)
    return error.value.code, [(wrong.field, wrong.rule) for wrong in error.value.errors]


def of(cast: Cast, duty: Duty, now):
    """How the page of the day shows it to the town's head."""
    head = cast.actor("town.head")
    page = lists.of_day(head, duty.unit_id, policy.seen_in(head, duty.unit), duty.day, now)
    (row,) = [row for row in page.rows if row.id == duty.pk]
    return row


def test_in_time_late_and_missing(cast, daily):
    assert of(cast, daily, at(1, 16)).standing is Standing.OPEN
    assert of(cast, daily, at(1, 17, 1)).standing is Standing.MISSING
    done = filed(cast, TOWN, daily, at(2, 9))
    assert done.data == {"found": 2}
    row = of(cast, daily, at(2, 9))
    assert row.standing is Standing.LATE
    assert row.late_by == timedelta(hours=16)


def test_nothing_happened_is_said(cast, daily):
    assert refused(cast, TOWN, daily, at(1), {}) == ("form", [("found", "required")])
    both = refused(cast, TOWN, daily, at(1), {"found": "1"}, is_zero=True)
    assert both == ("zero_with_content", [])
    done = filed(cast, TOWN, daily, at(1), {}, is_zero=True)
    assert done.is_zero
    weekly = one("weekly", unit=cast.units["town"])
    assert refused(cast, "town.head", weekly, at(5), {}, is_zero=True)[0] == "no_zero"


def test_not_before_it_opens_and_only_once(cast, daily):
    zero = one("zero", unit=cast.units["town"])
    assert refused(cast, "town.mediator", zero, at(1, 23), {})[0] == "not_open"
    filed(cast, "town.mediator", zero, at(2), {}, is_zero=True)
    assert refused(cast, "town.mediator", zero, at(2, 10), {}, is_zero=True)[0] == "filed"


def test_the_database_changes_nothing_that_was_filed(cast, daily):
    filed(cast, TOWN, daily, at(1))
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Duty.objects.filter(pk=daily.pk).update(filed_at=None, filed_by=None)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Duty.objects.filter(pk=daily.pk).delete()


def test_who_files_it(cast, daily):
    for post in ("town.head", "county.supervisor"):
        with pytest.raises(PermissionDenied):
            filed(cast, post, daily, at(1))
    for post in ("town.window", "bureau.handler", "far.head", "county.admin"):
        with pytest.raises(NotVisible):
            filed(cast, post, daily, at(1))


def test_a_deputy_files_it(cast, daily):
    today = Holding.objects.get(post=daily.post)
    Absence.objects.create(
        account=today.account, deputy=cast.accounts["town.window"], starts_on="2020-01-01",
        ends_on="2099-01-01", entered_by=cast.accounts["town.head"],
    )  # fmt: skip
    done = filed(cast, "town.window", daily, at(1))
    assert done.filed_by_id == cast.accounts["town.window"].pk


def test_a_duty_without_a_post_is_the_heads(cast, daily):
    zero = one("zero", unit=cast.units["other_town"])
    assert zero.post is None
    row = of_other(cast, zero)
    assert not row.is_held
    filed(cast, "other_town.head", zero, at(3), {}, is_zero=True)


def of_other(cast, duty):
    head = cast.actor("other_town.head")
    seen = policy.seen_in(head, duty.unit)
    return lists.of_day(head, duty.unit_id, seen, duty.day, at(3)).rows[-1]


def test_a_post_that_nobody_holds_is_flagged(cast, daily):
    assert of(cast, daily, at(1)).is_held
    Holding.objects.filter(post=daily.post).update(ends_on=MONDAY - timedelta(days=1))
    assert not of(cast, daily, at(1)).is_held


def test_who_sees_it(cast, daily):
    seers = {"town.handler", "town.head", "county.leader", "county.supervisor", "county.head"}
    seen = set()
    for name in cast.accounts:
        try:
            see(cast.actor(name), daily.pk)
        except NotVisible:
            continue
        seen.add(name)
    assert seen == seers
    zero = one("zero", unit=cast.units["town"])
    assert see(cast.actor("town.dispatcher"), zero.pk)
    with pytest.raises(NotVisible):
        see(cast.actor("town.dispatcher"), daily.pk)


def test_proof_by_a_file(cast, daily):
    weekly = one("weekly", unit=cast.units["town"])
    assert refused(cast, "town.head", weekly, at(5), {}) == ("form", [("proof", "required")])
    named = {"proof": ["0" * 64]}
    assert refused(cast, "town.head", weekly, at(5), named)[1] == [
        ("proof", "files_only_as_uploads")
    ]
    bad = [Upload("研判.pdf", b"no pdf")]
    told = refused(cast, "town.head", weekly, at(5), {}, files=bad)[1]
    assert told == [("proof", "file_is_something_else")]
    done = filed(cast, "town.head", weekly, at(5), {}, files=[Upload("研判.pdf", testing.PDF)])
    (kept,) = done.data["proof"]
    assert kept["name"] == "研判.pdf"
    with proofs.open_proof(kept) as stream:
        assert stream.read() == testing.PDF


def test_an_act_makes_one_duty_and_a_matter_proves_it(cast):
    walk = testing.Walk(cast).to_handling()
    (duty,) = Duty.objects.all()
    assert (duty.key, duty.matter_id, duty.post) == ("return_visit", walk.pk, cast.posts[TOWN])
    accepted = testing.moment(4, 11)
    assert duty.opens_at == accepted
    assert duty.due_at == accepted.replace(hour=17, minute=30) + timedelta(days=5)
    number = Matter.objects.get(pk=walk.pk).number
    wrong = refused(cast, TOWN, duty, accepted, {"proof": "26-000000-0"})
    assert wrong == ("form", [("proof", "unknown_matter")])
    done = filed(cast, TOWN, duty, accepted, {"proof": number.replace("-", "")})
    assert done.data == {"proof": number}


@pytest.mark.parametrize(("optional", "made"), [("", 1), (", optional: true", 0)])
def test_an_act_where_the_unit_has_no_such_post(cast, monkeypatch, optional, made):
    text = DUTIES.replace("owners: {role: handler}", f"owners: {{role: grid{optional}}}")
    in_force(monkeypatch, cast, text)
    Post.objects.filter(role="grid").update(active=False)
    testing.Walk(cast).to_handling()
    assert list(Duty.objects.values_list("key", "post")) == [("return_visit", None)] * made


def test_an_act_that_nothing_follows_asks_the_database_nothing(cast, django_assert_num_queries):
    walk = testing.Walk(cast)
    with django_assert_num_queries(0):
        after(walk.last)


def test_every_refusal_has_its_sentence():
    assert all(SENTENCES.values())
