"""Lists: the right rows in the right order, by the index meant for them, page by page."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from huiyin.matters.errors import NotVisible
from huiyin.matters.models import Matter
from huiyin.matters.queries import find, keyset, worklist
from huiyin.matters.queries.filters import NONE
from huiyin.matters.queries.keyset import Place
from huiyin.matters.queries.matter import get
from huiyin.matters.search import TooShort
from huiyin.matters.testing import OPINION, TRIAGE, Walk, moment

INDEX = {"mine": "matter_of_post", "inbox": "matter_inbox", "waiting": "matter_waiting",
         "unit": "matter_of_unit", "below": "matter_of_unit",
         "late": "matter_of_unit"}  # fmt: skip
ACTOR = {"mine": "town.handler", "inbox": "town.handler", "waiting": "town.head",
         "unit": "town.handler", "below": "county.supervisor",
         "late": "county.supervisor"}  # fmt: skip


def numbers(page) -> list[str]:
    return [row.number for row in page.rows]


@pytest.fixture
def many(cast):
    """Five thousand open matters of ten units, a few of them nobody's or waiting, as rows."""
    Walk(cast)
    columns = [f.column for f in Matter._meta.concrete_fields if not f.generated]
    changed = {
        "id": "gen_random_uuid()", "number": "'n' || i", "holder_id": f"{_pick(cast.posts)}",
        "owner_unit_id": _pick(cast.units), "next_due": "next_due + i * interval '1 hour'",
        "waiting_for": "CASE WHEN i % 50 = 0 THEN 'give_opinion' ELSE '' END",
    }  # fmt: skip
    values = ", ".join(changed.get(column, column) for column in columns)
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO matters_matter ({names}) SELECT {values} FROM matters_matter,"
            " generate_series(1, 5000) AS i"
        )
        cursor.execute("UPDATE matters_matter SET holder_id = NULL WHERE random() < 0.05")
        cursor.execute("ANALYZE matters_matter; ANALYZE people_unit")


def _pick(rows) -> str:
    """SQL for one of the rows, in turn."""
    ids = ", ".join(f"'{row.pk}'::uuid" for row in rows.values())
    return f"(ARRAY[{ids}])[1 + i % {len(rows)}]"


@pytest.mark.parametrize("tab", sorted(set(worklist.TABS) - {"joint"}))
def test_each_tab_is_served_by_its_index(cast, many, tab):
    asked = worklist.scan(cast.actor(ACTOR[tab]), tab, NONE)
    params = {**asked.values, **asked.order.start, "limit": 51}
    with connection.cursor() as cursor:
        # Few rows may as well be gathered and sorted; this is about the plan that scales.
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("EXPLAIN " + worklist.keys_sql(asked), params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    # Bounded and in order: the limit stands right above the index scan, nothing is sorted between.
    scan = rf"Limit [^\n]*\n\s+->  Index (Only )?Scan using {INDEX[tab]} on matters_matter"
    assert re.search(scan, plan), plan


def test_what_is_joint_is_read_from_the_partnerships_of_the_unit(cast, many):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO matters_access (matter_id, kind, unit_id)"
            " SELECT id, 'partner', %s FROM matters_matter ORDER BY id LIMIT 40",
            [cast.units["town"].pk],
        )
        cursor.execute(
            "INSERT INTO matters_access (matter_id, kind, unit_id)"
            " SELECT id, 'past', %s FROM matters_matter",
            [cast.units["town"].pk],
        )
        cursor.execute("ANALYZE matters_access")
        actor = cast.actor("town.handler")
        asked = worklist.scan(actor, "joint", NONE)
        params = {**asked.values, **asked.order.start, "limit": 51}
        cursor.execute("EXPLAIN " + worklist.keys_sql(asked), params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "access_of_unit" in plan, plan
    assert "Seq Scan on matters_matter" not in plan, plan
    assert len(worklist.worklist(actor, "joint").rows) == worklist.PAGE


def test_who_finds_what_in_which_tab(cast):
    at_window = Walk(cast).matter.number
    forwarded = Walk(cast)
    forwarded.act("identify", "office.dispatcher", 1, TRIAGE)
    forwarded.act("forward", "office.dispatcher", 2, {"to_unit": cast.unit("town")})
    taken = Walk(cast).to_handling()
    f, t = forwarded.matter.number, taken.matter.number

    def tab(post: str, name: str) -> list[str]:
        return numbers(worklist.worklist(cast.actor(post), name))

    assert tab("office.window", "mine") == [at_window]
    assert tab("town.handler", "mine") == [t]
    assert tab("town.handler", "inbox") == [f]
    assert tab("town.handler", "unit") == [f, t]
    assert set(tab("county.leader", "below")) == {at_window, f, t}
    assert tab("far.head", "unit") == tab("far.head", "below") == []
    assert worklist.tabs_of(cast.actor("county.admin")) == ()
    assert worklist.tabs_of(cast.actor("town.handler")) == ("mine", "inbox", "unit", "joint")


def test_waiting_for_the_second_person_only(cast):
    walk = Walk(cast).to_handling()
    day = moment(8).date().isoformat()
    walk.act(
        "hear_statement", "town.handler", 9, {"heard_on": day, "way": "home", "statement": "是。"}
    )
    walk.act("check_facts", "town.handler", 10, {"checked_on": day, "findings": "是。"})
    assert worklist.worklist(cast.actor("town.head"), "waiting").rows == []
    walk.act("give_opinion", "town.handler", 20, OPINION)
    (row,) = worklist.worklist(cast.actor("town.head"), "waiting").rows
    assert row.waiting_for.en == "Give the opinion"
    assert "waiting" not in worklist.tabs_of(cast.actor("town.handler"))


def test_pages_follow_one_another_without_gaps(cast, monkeypatch):
    monkeypatch.setattr(worklist, "PAGE", 2)
    walks = [Walk(cast) for _ in range(5)]
    assert len({walk.matter.next_due for walk in walks}) == 1
    seen, after, pages = [], None, 0
    while True:
        page = worklist.worklist(cast.actor("office.window"), "mine", after)
        seen += numbers(page)
        pages += 1
        after = page.after and Place.parse(str(page.after))
        if after is None:
            break
    assert pages == 3
    assert seen == [m.number for m in Matter.objects.order_by("next_due", "id")]


def test_counts_stop_counting(cast, monkeypatch):
    monkeypatch.setattr(worklist, "MOST", 2)
    for _ in range(4):
        Walk(cast)
    actor = cast.actor("office.window")
    assert worklist.counts(actor, ("mine", "inbox")) == {"mine": 3, "inbox": 0}


@pytest.mark.parametrize("text", ["", "x", "1-2", "ffffffffffffffffffffff-" + "0" * 32, "10-zz"])
def test_a_place_that_is_none_is_the_first_page(text):
    assert keyset.Place.parse(text) is None


def test_search_finds_only_what_may_be_seen(cast):
    walk = Walk(cast)
    other = Walk(cast, by="other_town.window", title="别的镇的路灯", text="路灯也坏了")
    clerk, far = cast.actor("office.dispatcher"), cast.actor("far.head")
    number = walk.matter.number
    assert find.by_number(clerk, number.replace("-", " ")) == number
    assert find.by_number(far, number) is None
    assert find.by_number(clerk, number[:-1] + "0123456789"[int(number[-1]) - 1]) is None
    for text in ("王小明", "138 0000 1234"):
        assert [row.number for row in find.by_person(clerk, text)] == [number]
        assert find.by_person(far, text) == []
    assert find.by_person(clerk, "王大明") == []
    assert numbers(find.by_words(clerk, "路灯")) == [number]
    both = find.by_words(cast.actor("county.leader"), "路灯 坏了")
    assert set(numbers(both)) == {number, other.matter.number}
    assert numbers(find.by_words(far, "路灯")) == []
    with pytest.raises(TooShort):
        find.by_words(clerk, "路")


def test_search_pages_follow_one_another(cast, monkeypatch):
    monkeypatch.setattr(find, "PAGE", 2)
    everything = {Walk(cast).matter.number for _ in range(5)}
    clerk, seen, after = cast.actor("office.dispatcher"), [], None
    while True:
        page = find.by_words(clerk, "路灯", after)
        seen += numbers(page)
        after = page.after
        if after is None:
            break
    assert len(seen) == 5
    assert set(seen) == everything


def test_no_such_matter_and_not_yours_are_the_same(cast, walk):
    today = moment(0).date()
    for actor, number in ((cast.actor("far.head"), walk.matter.number),
                          (cast.actor("office.window"), "25-000000-0")):  # fmt: skip
        with pytest.raises(NotVisible):
            get(actor, number, today)
