"""Sealed matters: who finds one in which list and search, and what it costs to ask."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.engine.definition import FormField
from huiyin.engine.process import Decision, Scene, Seat
from huiyin.engine.standing import Standing, Step
from huiyin.matters import policy, reads
from huiyin.matters.actions import perform
from huiyin.matters.actions.linking import link
from huiyin.matters.actions.references import unknown_references
from huiyin.matters.errors import NotVisible, Refused
from huiyin.matters.history import zone
from huiyin.matters.models import Access, File, Matter
from huiyin.matters.queries import find, worklist
from huiyin.matters.queries.hidden import hidden_numbers, without
from huiyin.matters.queries.matter import get, page, party_of
from huiyin.matters.queries.rows import rows_of
from huiyin.matters.testing import Walk, moment
from huiyin.matters.testing_reports import REPORTER, ReportWalk
from huiyin.matters.verify import verify
from huiyin.packs import load
from huiyin.people.actor import SYSTEM

pytestmark = pytest.mark.django_db

KEEPER, CHECKER = "bureau.handler", "bureau.head"
DAY = moment(0).date()


@pytest.fixture
def walk(cast) -> ReportWalk:
    """A report about the town, registered by the office, named on it the bureau's handler."""
    return ReportWalk(cast)


def seers(cast, matter) -> set[str]:
    """Posts that see the matter, by the query; the single answer has to agree."""
    found = set()
    for name in cast.posts:
        actor = cast.actor(name)
        sees = Matter.objects.filter(policy.visible(actor), pk=matter.pk).exists()
        assert sees is any(policy.sees(post, matter) for post in actor.posts), name
        found |= {name} if sees else set()
    return found


def test_only_the_posts_named_see_it(cast, walk):
    assert seers(cast, walk.matter) == {KEEPER}
    walk.to_conclusion()
    assert seers(cast, walk.matter) == {KEEPER, CHECKER}


def test_a_role_still_allows_only_what_it_allows(cast, walk):
    Access.objects.create(matter=walk.matter, kind="named", post=cast.posts["county.auditor"])
    auditor, matter = cast.actor("county.auditor"), walk.matter
    may = {action for action in policy.ACTIONS if policy.may(auditor, action, matter)}
    assert may == {action for action, roles in policy.ACTIONS.items() if "auditor" in roles}
    assert "read" in may
    assert "reveal" not in may


def test_asking_costs_no_statement_per_question(cast, walk):
    posts = [post for name in cast.posts for post in cast.actor(name).posts]
    loaded = policy.with_access(Matter.objects.select_related("owner_unit")).get(pk=walk.pk)
    with CaptureQueriesContext(connection) as captured:
        assert sum(policy.sees(post, loaded) for post in posts) == 1
    assert len(captured) == 0
    bare = walk.matter
    with CaptureQueriesContext(connection) as captured:
        assert sum(policy.sees(post, bare) for post in posts) == 1
    assert len(captured) == 1


def test_partners_and_former_owners_see_an_open_matter(cast):
    matter = Walk(cast, by="far.window").matter
    offices = {"window", "dispatcher", "handler", "head"}
    before = seers(cast, matter)
    assert before == {f"far.{role}" for role in offices}
    for kind, unit in (("partner", "town"), ("past", "office")):
        Access.objects.create(matter=matter, kind=kind, unit=cast.units[unit])
        before |= {f"{unit}.{role}" for role in offices}
        matter = Matter.objects.select_related("owner_unit").get(pk=matter.pk)
        assert seers(cast, matter) == before


def test_a_partner_unit_does_not_see_a_sealed_matter(cast, walk):
    Access.objects.create(matter=walk.matter, kind="partner", unit=cast.units["town"])
    Access.objects.create(matter=walk.matter, kind="past", unit=cast.units["office"])
    assert seers(cast, walk.matter) == {KEEPER}
    assert worklist.counts(cast.actor("town.handler"), ("joint",)) == {"joint": 0}


def test_windows_above_see_what_can_be_reviewed(cast):
    matter = Walk(cast, by="town.window").matter
    county, line = cast.posts["county.head"], cast.posts["office.window"]
    for role in ("window", "dispatcher", "handler"):
        cast.posts["county.head"].__class__.objects.filter(pk=county.pk).update(role=role)
        for phase in ("handle", "review"):
            Matter.objects.filter(pk=matter.pk).update(phase=phase)
            found = Matter.objects.select_related("owner_unit").get(pk=matter.pk)
            expected = phase == "review" and role != "handler"
            assert ("county.head" in seers(cast, found)) is expected, (role, phase)
            assert line.title not in seers(cast, found)
    cast.units["town"].line_parent = cast.units["office"]
    cast.units["town"].save()
    found = Matter.objects.select_related("owner_unit").get(pk=matter.pk)
    assert {"office.window", "office.dispatcher"} <= seers(cast, found)
    assert "office.handler" not in seers(cast, found)


def test_lists_and_counts(cast, walk):
    number = walk.to_conclusion().matter.number
    for name in cast.posts:
        actor = cast.actor(name)
        tabs = worklist.tabs_of(actor)
        sizes = worklist.counts(actor, tabs)
        for tab in tabs:
            rows = worklist.worklist(actor, tab).rows
            assert sizes[tab] == len(rows), (name, tab)
            is_there = {KEEPER: {"mine", "unit"}, CHECKER: {"unit", "waiting"}}.get(name, set())
            assert ([row.number for row in rows] == [number]) is (tab in is_there), (name, tab)
        assert len(rows_of(actor, [walk.pk])) == (name in {KEEPER, CHECKER})


def test_the_joint_list(cast):
    matter = Walk(cast).matter
    closed = Walk(cast).to_archive().matter
    for one in (matter, closed):
        Access.objects.create(matter=one, kind="partner", unit=cast.units["far"])
    far = cast.actor("far.handler")
    assert worklist.tabs_of(far)[-1] == "joint"
    assert [row.number for row in worklist.worklist(far, "joint").rows] == [matter.number]
    assert worklist.counts(far, ("joint",)) == {"joint": 1}


@pytest.mark.parametrize("text", [*REPORTER.values(), "购物卡", "招标 收受"])
def test_search(cast, walk, text):
    def found(name: str) -> bool:
        actor = cast.actor(name)
        rows = [*find.by_person(actor, text), *find.by_words(actor, text).rows]
        return walk.matter.number in {row.number for row in rows}

    others = {name for name in cast.posts if found(name)} - {KEEPER}
    assert others == set()
    assert found(KEEPER) is (text != REPORTER["address"])


def test_nothing_of_it_is_reached(cast, walk):
    number, file = walk.matter.number, File.objects.get(matter=walk.pk, field="files")
    party = walk.matter.parties.get(role="petitioner").pk
    asked = (
        lambda actor: get(actor, number, DAY),
        lambda actor: page(actor, number, DAY),
        lambda actor: party_of(actor, number, party),
        lambda actor: reads.permitted(actor, number, file.pk),
        lambda actor: perform(walk.pk, "note", by=actor, data={"text": "x"}, expected_seq=1),
    )
    for name in set(cast.posts) - {KEEPER}:
        for ask in asked:
            with pytest.raises(NotVisible):
                ask(cast.actor(name))
        assert find.by_number(cast.actor(name), number) is None
    for ask in asked:
        ask(cast.actor(KEEPER))


def test_whoever_is_not_named_any_more_sees_nothing(cast, walk):
    leaves, stays = str(cast.posts[KEEPER].pk), str(cast.posts["bureau.dispatcher"].pk)
    data = {"leaves": leaves, "ground": "interest", "keeper": stays, "reason": "与被反映人是亲属"}
    walk.act("change_keeper", KEEPER, 1, data)
    assert seers(cast, walk.matter) == {"bureau.dispatcher"}
    assert verify().broken == []


def test_verify_tells_of_access_that_no_event_gives(cast, walk):
    Access.objects.create(matter=walk.matter, kind="named", post=cast.posts["town.head"])
    (broken,) = verify().broken
    assert "its events give none" in broken.what
    Access.objects.all().delete()
    (broken,) = verify().broken
    assert "is not stored" in broken.what


def naming(scene_process, number):
    """What is refused about the number of another matter in a form of this process."""
    act = scene_process.acts["register"]
    form = {**act.form, "like": FormField(type="matter", zh="同", en="Like")}
    acts = {**scene_process.acts, "register": act.model_copy(update={"form": form})}
    process = scene_process.model_copy(update={"acts": acts})
    seat = Seat(next(iter(act.who)).role)
    decision = Decision("register", Step.DO, moment(1), seat, {"like": number})
    scene = Scene(process, Standing(), zone())
    return lambda by: [(e.field, e.rule) for e in unknown_references(scene, decision, by)]


def test_an_open_matter_never_names_a_sealed_one(cast, walk):
    sealed, ordinary = walk.matter.number, Walk(cast, by="bureau.window").matter.number
    petition, kind = (load.process("national", key) for key in ("petition", "report"))
    keeper, refused = cast.actor(KEEPER), [("like", "unknown_matter")]
    assert naming(petition, sealed)(keeper) == naming(petition, "25-000000-0")(keeper) == refused
    assert naming(petition, sealed)(SYSTEM) == refused
    assert naming(kind, sealed)(cast.actor("bureau.window")) == refused
    assert naming(kind, sealed)(keeper) == naming(kind, ordinary)(keeper) == []
    assert naming(petition, ordinary)(keeper) == []


def test_a_number_that_was_sealed_later_is_left_out(cast, walk):
    sealed, ordinary = walk.matter.number, Walk(cast).matter.number
    fields = [("matter", sealed.replace("-", " ")), ("matter", ordinary), ("text", sealed)]
    hidden = hidden_numbers(cast.actor("bureau.head"), fields)
    assert hidden == {sealed.replace("-", " ")}
    assert hidden_numbers(cast.actor(KEEPER), fields) == frozenset()
    data = {"into": sealed.replace("-", " "), "like": ordinary, "rows": [{"into": fields[0][1]}]}
    assert without(hidden, data) == {"like": ordinary, "rows": [{}]}
    keeper = cast.actor(KEEPER)
    with CaptureQueriesContext(connection) as captured:
        hidden_numbers(keeper, [("text", sealed)])
    assert len(captured) == 0


def test_an_open_and_a_sealed_matter_are_not_related(cast, walk):
    """The histories of both would tell of it; what a report came from stands in the report."""
    ordinary, keeper = Walk(cast, by="bureau.window").matter, cast.actor(KEEPER)
    for one, two in ((walk.matter, ordinary), (ordinary, walk.matter)):
        with pytest.raises(Refused) as refused:
            link(one.pk, two.number, "same_issue", by=keeper)
        assert [error.rule for error in refused.value.refusal.errors] == ["unknown_matter"]
    assert [event.act for event in ordinary.events.all()] == ["register"]
    other = ReportWalk(cast).matter
    link(walk.pk, other.number, "same_issue", by=keeper)
