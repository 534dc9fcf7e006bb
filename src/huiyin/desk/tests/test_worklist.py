"""Filters and orders of the worklist: the same rows as a slow look at every matter, in the same
order, page by page; by the indexes meant for them; and the page that asks for them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.desk.tests.browsing import Page
from huiyin.matters.actions.linking import link
from huiyin.matters.models import NO_DUE, Category, Event, Link, Matter
from huiyin.matters.queries import worklist
from huiyin.matters.queries.filters import QUIET, Filters, parse
from huiyin.matters.queries.keyset import Place
from huiyin.matters.queries.narrowing import end_of_week
from huiyin.matters.testing import Walk

ROWS = 60
HOURS = (-300, -1, 1, 5, 30, 100, 200, 900)
POSTS = ("town.handler", "town.window", None)
PLACES = ("town", "village", "other_town", "county", None)
CATEGORIES = ("04", "0401", "05", None)


@pytest.fixture
def mixed(cast):
    """Sixty open matters that differ in everything a filter looks at."""
    for code, parent in (("04", None), ("0401", "04"), ("05", None)):
        Category.objects.create(code=code, zh=code, en=code, parent_id=parent)
    now = timezone.now()
    for number in range(ROWS):
        walk = Walk(cast)
        matter = Matter.objects.get(pk=walk.pk)
        unit = ("town", "other_town", "office")[number % 3]
        holder = POSTS[number // 3 % 3]
        place = PLACES[number % 5]
        matter.owner_unit = cast.units[unit]
        matter.holder = cast.posts[holder] if holder else None
        matter.next_due = now + timedelta(hours=HOURS[number % 8]) if number % 11 else NO_DUE
        matter.phase = ("intake", "handle", "review")[number % 3 - 1]
        matter.state = ("registered", "handling")[number % 2]
        matter.channel = ("visit", "call", "letter")[number % 3]
        matter.place = cast.divisions[place] if place else None
        matter.category_id = CATEGORIES[number % 4]
        matter.received_at = now - timedelta(days=number * 2)
        matter.registered_at = matter.received_at + timedelta(hours=1)
        matter.waiting_for = "give_opinion" if number % 7 == 0 else ""
        matter.process = ("petition", "mediation")[number % 6 == 0] if number % 2 else "petition"
        matter.save()
    link(Matter.objects.order_by("number")[0].pk, Matter.objects.order_by("number")[5].number,
         "repeat_of", by=cast.actor("office.head"))  # fmt: skip


def slow(filters: Filters, cast) -> list[Matter]:
    """Every open matter below the county, one by one: what the filters say, and their order."""
    now = timezone.now()
    found = [one for one in Matter.objects.select_related("owner_unit") if _fits(one, filters, now)]
    keys = {
        "": lambda one: (one.next_due, one.pk), "oldest": lambda one: (one.received_at, one.pk),
        "newest": lambda one: (one.received_at, one.pk),
        "number": lambda one: (one.registered_at, one.pk),
    }  # fmt: skip
    return sorted(found, key=keys[filters.sort], reverse=filters.sort == "newest")


def _fits(one: Matter, asked: Filters, now) -> bool:
    day = timezone.localtime(one.received_at).date()
    newest = Event.objects.filter(matter=one).exclude(step="system").order_by("-seq").first()
    tests = {
        "due": lambda: asked.due == _due(one, now),
        "phase": lambda: one.phase == asked.phase,
        "state": lambda: one.state == asked.state,
        "kind": lambda: f"{one.pack}/{one.process}" == asked.kind,
        "unit": lambda: asked.unit in {str(one.owner_unit_id), *map(str, one.owner_unit.above)},
        "holder": lambda: one.holder_id is None if asked.holder == "nobody"
        else str(one.holder_id) == asked.holder,
        "category": lambda: (one.category_id or "").startswith(asked.category),
        "place": lambda: (one.place_id or "").startswith(asked.place.rstrip("0")),
        "channel": lambda: one.channel == asked.channel,
        "since": lambda: day >= asked.since,
        "until": lambda: day <= asked.until,
        "waiting": lambda: one.waiting_for != "",
        "repeat": lambda: Link.objects.filter(source=one, kind="repeat_of").exists(),
        "quiet": lambda: newest.at < now - timedelta(days=asked.quiet),
    }  # fmt: skip
    due = "week" if asked.due == "week" and _due(one, now) == "today" else None
    return all(due == "week" if name == "due" and due else tests[name]()
               for name in asked.given() if name != "sort")  # fmt: skip


def _due(one: Matter, now) -> str:
    if one.next_due == NO_DUE:
        return "none"
    if one.next_due < now:
        return "late"
    if timezone.localtime(one.next_due).date() == timezone.localtime(now).date():
        return "today"
    return "week" if one.next_due < end_of_week(now) else "later"


def test_every_mixture_of_filters_finds_what_a_slow_look_finds(cast, mixed, monkeypatch):
    monkeypatch.setattr(worklist, "PAGE", 7)
    actor = cast.actor("county.supervisor")
    today = timezone.localdate()
    days = st.one_of(st.none(), st.integers(0, 130).map(lambda n: today - timedelta(days=n)))
    posts = [str(cast.posts[name].pk) for name in POSTS if name]
    units = [cast.unit(name) for name in ("town", "other_town", "office", "county", "far")]
    places = [cast.divisions[name].pk for name in PLACES if name]

    @settings(max_examples=120, suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.builds(
        Filters,
        due=st.sampled_from(["", "", "late", "today", "week", "later", "none"]),
        phase=st.sampled_from(["", "", "", "intake", "handle", "review"]),
        state=st.sampled_from(["", "", "", "registered", "handling"]),
        kind=st.sampled_from(["", "", "", "national/petition", "national/mediation"]),
        unit=st.sampled_from(["", "", *units]), holder=st.sampled_from(["", "", "nobody", *posts]),
        category=st.sampled_from(["", "", "", "04", "0401", "05"]),
        place=st.sampled_from(["", "", "", *places]),
        channel=st.sampled_from(["", "", "", "visit", "call"]), since=days, until=days,
        waiting=st.sampled_from([False, False, True]), repeat=st.sampled_from([False] * 5 + [True]),
        quiet=st.sampled_from([0, 0, 0, *QUIET]),
        sort=st.sampled_from(["", "newest", "oldest", "number"]),
    ))  # fmt: skip
    def check(filters: Filters) -> None:
        wanted = [one.number for one in slow(filters, cast)]
        assert _paged(actor, filters) == wanted
        assert worklist.counts(actor, ["below"], ("below", filters))["found"] == len(wanted)

    check()


def _paged(actor, filters: Filters) -> list[str]:
    seen: list[str] = []
    after: Place | None = None
    while True:
        page = worklist.worklist(actor, "below", after, filters)
        seen += [row.number for row in page.rows]
        after = page.after and Place.parse(str(page.after))
        if after is None:
            return seen


SOME = ("late", "1", "10", "me", "2026-02-30", "2026-02-03", "newest", "handle")


@settings(max_examples=200)
@given(
    st.dictionaries(
        st.sampled_from([*Filters.__dataclass_fields__]),
        st.one_of(st.text(max_size=8), st.sampled_from(SOME)),
    )
)
def test_what_was_read_is_written_and_read_the_same(typed):
    found, wrong = parse(typed)
    again, none = parse(found.given())
    assert (again, none) == (found, {})
    assert not wrong.keys() & found.given().keys()


PLANS = {
    "late ones": (Filters(due="late"), "matter_of_unit"),
    "nobody's": (Filters(holder="nobody"), "matter_inbox"),
    "waiting": (Filters(waiting=True), "matter_waiting"),
    "a post's": (Filters(holder="post"), "matter_of_post"),
    "the newest": (Filters(sort="newest"), "matter_of_unit"),
    "quiet ones": (Filters(quiet=10), "event_matter_seq"),
    "repeats": (Filters(repeat=True), "link"),
}


@pytest.mark.parametrize("name", PLANS)
def test_filters_read_open_matters_by_an_index(cast, name):
    filters, index = PLANS[name]
    if filters.holder == "post":
        filters = Filters(holder=str(cast.posts["town.handler"].pk))
    first = Walk(cast)
    columns = [f.column for f in Matter._meta.concrete_fields if not f.generated]
    unit = cast.unit("town")
    changed = {
        "id": "gen_random_uuid()", "number": "'n' || i", "owner_unit_id": f"'{unit}'::uuid",
        "holder_id": "CASE WHEN i % 9 = 0 THEN NULL WHEN i % 50 = 0 "
        f"THEN '{cast.posts['town.handler'].pk}'::uuid ELSE holder_id END",
        "is_open": "i % 10 = 0", "next_due": "now() + i * interval '1 hour' - interval '9 days'",
        "waiting_for": "CASE WHEN i % 200 = 0 THEN 'give_opinion' ELSE '' END",
    }  # fmt: skip
    values = ", ".join(changed.get(column, column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO matters_matter ({', '.join(columns)}) SELECT {values}"
            f" FROM matters_matter, generate_series(1, 20000) AS i WHERE id = '{first.pk}'"
        )
        cursor.execute("ANALYZE matters_matter; ANALYZE people_unit; ANALYZE matters_event")
        cursor.execute("SET LOCAL enable_bitmapscan = off; SET LOCAL enable_hashjoin = off")
        # A handful of events would be read whole.
        cursor.execute("SET LOCAL enable_seqscan = off")
        asked = worklist.scan(cast.actor("town.handler"), "unit", filters)
        params = {**asked.values, **asked.order.start, "limit": 31}
        cursor.execute("EXPLAIN " + worklist.keys_sql(asked), params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert re.search(rf"using \S*{index}", plan), plan
    assert "Seq Scan on matters_matter" not in plan, plan


def test_the_page_shows_what_is_asked_and_takes_it_away_again(cast, mixed, at_desk):
    browser = at_desk("county.supervisor")
    page = Page(browser.get("/?tab=below&due=late&channel=visit&sort=oldest"))
    assert {"due", "phase", "unit", "holder", "sort", "channel"} <= page.names
    assert page.values["channel"] == "visit"  # kept, though it is not drawn
    assert "?tab=below&amp;channel=visit&amp;sort=oldest" in page.text
    assert "Channel: Visit" in page.text
    more = Page(browser.get("/?tab=below&more=1&kind=national/petition"))
    assert {"category", "place", "since", "quiet", "repeat", "state"} <= more.names
    nothing = browser.get("/?tab=below&due=late&phase=accept").content.decode()
    assert "No matter fits these filters." in nothing
    assert "0 matters" in nothing


def test_wrong_filters_are_told_at_their_field_and_left_out(cast, mixed, at_desk):
    browser = at_desk("county.supervisor")
    response = browser.get("/?tab=below&since=2026-02-30&due=sometime&unit=x&after=nonsense")
    page = Page(response)
    assert response.status_code == 200
    assert 'id="f_since_error"' in page.text
    assert "“2026-02-30” is not a date" in page.text
    assert page.values["since"] == "2026-02-30"
    assert '<ol class="matters' in page.text
    swapped = browser.get("/?tab=below&since=2026-03-02&until=2026-03-01").content.decode()
    assert 'id="f_until_error"' in swapped
    answer = browser.get("/api/matters?tab=below&since=2026-02-30")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "since"


def test_pages_keep_the_filters(cast, mixed, at_desk, monkeypatch):
    monkeypatch.setattr(worklist, "PAGE", 3)
    page = Page(at_desk("county.supervisor").get("/?tab=below&sort=newest&phase=handle"))
    (following,) = [one for one in page.links if "after=" in one]
    assert following.startswith("?tab=below&phase=handle&sort=newest&after=")


def test_page_and_api_narrow_alike(cast, mixed, at_desk):
    browser = at_desk("county.supervisor")
    query = f"tab=below&due=late&place={cast.divisions['town'].pk}&sort=number"
    page = browser.get(f"/?{query}").context["page"]
    answer = browser.get(f"/api/matters?{query}").json()
    assert answer["items"]
    assert [one["number"] for one in answer["items"]] == [row.number for row in page.rows]


def test_a_supervisor_begins_with_what_is_late(cast, mixed, at_desk):
    page = at_desk("county.supervisor").get("/")
    late = [one for one in Matter.objects.all() if _due(one, timezone.now()) == "late"]
    assert {row.number for row in page.context["page"].rows} == {one.number for one in late}
    assert ("late", "Late below", str(len(late))) in page.context["tabs"]


def test_a_strangers_unit_and_post_find_nothing(cast, mixed):
    actor = cast.actor("town.handler")
    elsewhere = Filters(unit=cast.unit("other_town"))
    assert worklist.worklist(actor, "unit", None, elsewhere).rows == []
    others = Filters(holder=str(cast.posts["office.window"].pk))
    Matter.objects.filter(owner_unit=cast.units["office"]).update(holder=others.holder)
    assert worklist.worklist(actor, "unit", None, others).rows == []
    assert worklist.worklist(actor, "joint", None, Filters(holder="me")).rows == []
