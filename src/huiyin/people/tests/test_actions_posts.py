"""Posts, and who holds them from when to when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from huiyin.people.actions import accounts, holdings, posts
from huiyin.people.actions.errors import Invalid, Refused
from huiyin.people.actions.saving import seen
from huiyin.people.actor import actor_for
from huiyin.people.forms.post import FIELDS
from huiyin.people.models import Account, Change, Holding, Post
from huiyin.people.testing import make_cast


@pytest.fixture
def cast(db):
    return make_cast(None)


@pytest.fixture
def admin(cast):
    return cast.actor("county.admin")


@pytest.fixture
def newcomer(cast):
    return Account.objects.create_user("newcomer", display_name="新来的")


def day(days=0):
    return (timezone.localdate() + timedelta(days)).isoformat()


def wrong(act, *args, **options):
    with pytest.raises(Invalid) as refused:
        act(*args, **options)
    return {(one.field, one.code): one.said for one in refused.value.wrong}


def test_a_post_is_set_up_given_and_acted_from(cast, admin, newcomer):
    asked = {"title": "第二承办人", "role": "handler", "phone": "0999-7"}
    post = posts.create(cast.units["town"].pk, asked, by=admin)
    holdings.hold(post.pk, {"account": "newcomer", "starts_on": day()}, by=admin)
    actor = actor_for(newcomer, timezone.localdate())
    assert [(one.title, one.role) for one in actor.posts] == [("第二承办人", "handler")]
    log = list(Change.objects.order_by("at", "id").values_list("kind", "act"))
    assert log == [("post", "create"), ("holding", "create")]
    assert Change.objects.get(kind="holding").title == "第二承办人: 新来的"


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        ({"title": "", "role": "handler"}, "title", "required"),
        ({"title": "员", "role": "king"}, "role", "invalid_choice"),
        ({"title": "员", "role": "grid"}, "grid", "required"),
        ({"title": "员", "role": "head", "grid": "910102001201001"}, "grid", "not_grid"),
    ],
)
def test_wrong_fields_of_a_post(cast, admin, asked, field, code):
    assert (field, code) in wrong(posts.create, cast.units["town"].pk, asked, by=admin)


def test_who_holds_a_post_is_named_to_the_second(cast, admin, newcomer):
    post, holder = cast.posts["town.head"], cast.accounts["town.head"]
    found = wrong(holdings.hold, post.pk, {"account": "newcomer", "starts_on": day()}, by=admin)
    assert str(holder) in found["starts_on", "taken"]


def test_a_post_passes_from_one_to_the_next(cast, admin, newcomer):
    post = cast.posts["town.head"]
    held = Holding.objects.get(post=post)
    holdings.end(held.pk, {"ends_on": day(3)}, by=admin)
    asked = {"account": "newcomer", "starts_on": day(3)}
    assert ("starts_on", "taken") in wrong(holdings.hold, post.pk, asked, by=admin)
    row = holdings.hold(post.pk, asked | {"starts_on": day(4)}, by=admin)
    assert Holding.objects.filter(post=post).count() == 2
    holdings.cancel(row.pk, by=admin)
    assert Holding.objects.filter(post=post).count() == 1
    with pytest.raises(Refused, match="begun"):
        holdings.cancel(held.pk, by=admin)


def test_days_of_a_holding_are_in_order(cast, admin, newcomer):
    post = posts.create(cast.units["town"].pk, {"title": "员", "role": "handler"}, by=admin)
    asked = {"account": "newcomer", "starts_on": day(), "ends_on": day(-1)}
    assert ("ends_on", "too_early") in wrong(holdings.hold, post.pk, asked, by=admin)
    held = Holding.objects.get(post=cast.posts["town.head"])
    assert ("ends_on", "too_early") in wrong(
        holdings.end, held.pk, {"ends_on": "1999-01-01"}, by=admin
    )


def test_a_later_last_day_does_not_run_into_the_next(cast, admin, newcomer):
    held = Holding.objects.get(post=cast.posts["town.head"])
    holdings.end(held.pk, {"ends_on": day()}, by=admin)
    holdings.hold(held.post_id, {"account": "newcomer", "starts_on": day(2)}, by=admin)
    assert ("ends_on", "taken") in wrong(holdings.end, held.pk, {"ends_on": day(5)}, by=admin)


def test_closing_a_post_ends_who_holds_it(cast, admin, newcomer):
    post = cast.posts["town.window"]
    posts.close(post.pk, by=admin)
    assert Holding.objects.get(post=post).ends_on == timezone.localdate()
    with pytest.raises(Refused, match="closed"):
        holdings.hold(post.pk, {"account": "newcomer", "starts_on": day(1)}, by=admin)
    posts.reopen(post.pk, by=admin)
    assert Post.objects.get(pk=post.pk).active
    acts = Change.objects.filter(kind="post").order_by("at", "id").values_list("act", flat=True)
    assert list(acts) == ["close", "reopen"]


def test_the_last_administrator_stays(cast, admin):
    post = cast.posts["county.admin"]
    held = Holding.objects.get(post=post)
    for act in (
        lambda: holdings.end(held.pk, {"ends_on": day()}, by=admin),
        lambda: posts.close(post.pk, by=admin),
        lambda: posts.change(
            post.pk, {"title": post.title, "role": "head"}, by=admin, expected=seen(post, FIELDS)
        ),
    ):
        with pytest.raises(Refused, match="last_admin"):
            act()
    assert not Change.objects.exists()
    assert Post.objects.get(pk=post.pk).role == "admin"


def test_nobody_shuts_their_own_account(cast, admin):
    with pytest.raises(Refused, match="own_account"):
        accounts.shut(admin.account_id, by=admin)
