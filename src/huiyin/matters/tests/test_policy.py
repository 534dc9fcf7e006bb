"""One table of rights: the query, the single answer, and their union agree."""

from __future__ import annotations

from itertools import chain, combinations
from uuid import uuid4

import pytest

from huiyin.engine.definition import Role
from huiyin.engine.process import Scene, possible
from huiyin.matters import history, policy
from huiyin.matters.actions.seats import engine_actor
from huiyin.matters.models import Matter
from huiyin.matters.testing import Walk, moment
from huiyin.people.actor import SYSTEM, Actor, PostView, resident
from huiyin.people.models import Post
from huiyin.places import calendars

pytestmark = pytest.mark.django_db

WHERE = ("county", "office", "bureau", "town", "other_town", "far")


@pytest.fixture
def matters(cast):
    """Matters in every relation: at the office, in the town, of the far city, in a grid."""
    Walk(cast)
    Walk(cast).to_handling()
    Walk(cast, by="far.window")
    Walk(cast, by="town.grid")
    Walk(cast).to_archive()
    Matter.objects.filter(pk=Walk(cast).pk).update(grid=cast.grid)
    Matter.objects.filter(pk=Walk(cast).pk).update(sealed=True)
    return list(Matter.objects.select_related("owner_unit"))


def views(cast) -> list[PostView]:
    """A post of every role in every unit, held by nobody."""
    found = []
    for role in Role:
        for key in WHERE:
            unit = cast.units[key]
            grid = cast.grid.pk if role is Role.GRID else None
            known = cast.posts.get(f"{key}.{role}")
            post = known.pk if known else Post(unit=unit).pk
            found.append(
                PostView(post, role, "", unit.pk, unit.name, tuple(unit.above),
                         str(unit.division.path), grid)
            )  # fmt: skip
    return found


def holding(*posts: PostView) -> Actor:
    return Actor(None, "x", posts, "staff")


def seen(actor: Actor) -> set:
    return set(Matter.objects.filter(policy.visible(actor)).values_list("pk", flat=True))


def test_the_query_and_the_single_answer_agree(cast, matters):
    for post in views(cast):
        one_by_one = {matter.pk for matter in matters if policy.sees(post, matter)}
        assert seen(holding(post)) == one_by_one, (post.role, post.unit_name)


def test_every_role_sees_something_somewhere_or_is_known_not_to(cast, matters):
    blind = {Role.ADMIN, Role.RESIDENT}
    for role in Role:
        posts = [post for post in views(cast) if post.role == role]
        assert bool(set(chain(*(seen(holding(post)) for post in posts)))) is (role not in blind)


def test_more_posts_never_see_less(cast, matters):
    posts = views(cast)
    for one, two in combinations(posts[::3], 2):
        assert seen(holding(one, two)) == seen(holding(one)) | seen(holding(two))


def test_sealed_matters_are_nobodys(cast, matters):
    [sealed] = [matter for matter in matters if matter.sealed]
    for post in views(cast):
        assert sealed.pk not in seen(holding(post))
        assert not any(policy.may(holding(post), action, sealed) for action in policy.ACTIONS)


def test_without_a_post_nothing_is_seen(cast, matters):
    for actor in (SYSTEM, resident("x"), holding()):
        assert seen(actor) == set()
        assert not any(policy.may(actor, action) for action in policy.ACTIONS)


def test_rights_on_a_matter_need_sight_of_it(cast, matters):
    for post in views(cast):
        actor = holding(post)
        for matter in matters:
            for action, roles in policy.ACTIONS.items():
                allowed = Role(post.role) in roles and policy.sees(post, matter)
                assert policy.may(actor, action, matter) is allowed
                assert (policy.post_for(actor, action, matter) is not None) is allowed


def test_every_role_is_in_the_table():
    assert set(policy.VISIBLE) == set(Role)
    post = PostView(uuid4(), Role.HEAD, "", uuid4(), "", (), "91", None)
    with pytest.raises(KeyError):
        policy.may(holding(post), "fly")


def test_an_extra_role_never_removes_an_act(cast, matters):
    posts = [post for post in views(cast) if post.role != Role.RESIDENT]
    for matter in matters:
        process = history.process_of(matter)
        calendar = calendars.calendar_of("91", None)
        standing = history.standing_of(list(matter.events.order_by("seq")), calendar)
        above = frozenset(map(str, matter.owner_unit.above))
        scene = Scene(process, standing, history.zone(), above)
        alone = {
            post: set(possible(scene, engine_actor(holding(post), standing), moment(90)))
            for post in posts
        }
        assert any(alone.values()) or not matter.is_open
        for one, two in combinations(posts, 2):
            both = set(possible(scene, engine_actor(holding(one, two), standing), moment(90)))
            assert both >= alone[one] | alone[two]
