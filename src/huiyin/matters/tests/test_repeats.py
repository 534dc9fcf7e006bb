"""Candidates: suggested beside a matter, never beyond what the actor sees, never in the way."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.matters import policy
from huiyin.matters.actions.linking import link
from huiyin.matters.models import Matter
from huiyin.matters.queries import repeats
from huiyin.matters.queries.repeats import candidates
from huiyin.matters.testing import Walk

LAMP = {"title": "村口路灯坏了没人修", "text": "村口路灯坏了没人修，晚上看不见。"}
OTHER = {"title": "低保申请没有答复", "text": "申请低保两个月没有答复。"}
LI = {"name": "李四", "phone": "13900000001", "address": "柳湾村"}


@pytest.fixture
def clerk(cast):
    return cast.actor("office.dispatcher")


def found(actor, matter) -> list[tuple[str, str]]:
    return [(one.kind, one.number) for one in candidates(actor, matter)]


def test_the_three_kinds_in_their_order(cast, clerk):
    place = cast.divisions["village"].pk
    lamp = Walk(cast, place=place, **LAMP).matter
    neighbour = Walk(cast, place=place, petitioner=LI, **LAMP).matter
    Walk(cast, place=cast.divisions["other_town"].pk, petitioner=LI, **LAMP)
    welfare = Walk(cast, place=place, **OTHER).matter
    again = Walk(cast, place=place, **LAMP).matter
    with CaptureQueriesContext(connection) as queries:
        assert found(clerk, again) == [
            ("same_matter", lamp.number), ("same_person", welfare.number),
            ("related", neighbour.number),
        ]  # fmt: skip
    assert len(queries) == 1


def test_the_same_person_by_number_or_by_name_and_phone(cast, clerk):
    first = Walk(cast, petitioner={"name": "赵六", "id_number": "11010519491231002X"}).matter
    second = Walk(cast, petitioner={"name": "赵 六", "id_number": "11010519491231002x",
                                    "phone": "13700000001"}).matter  # fmt: skip
    third = Walk(cast, petitioner={"name": "赵六", "phone": "+86 137 0000 0001"}).matter
    namesake = Walk(cast, petitioner={"name": "赵六"}).matter
    assert {n for kind, n in found(clerk, second) if kind != "related"} == {
        first.number, third.number}  # fmt: skip
    assert {n for kind, n in found(clerk, namesake) if kind != "related"} == set()


def test_a_proxy_does_not_make_matters_the_same(cast, clerk):
    lawyer = {"name": "律师", "phone": "13600000009"}
    proxy = {"proxy": True, "proxy_person": lawyer, "proxy_relation": "律师", "proxy_consent": True}
    Walk(cast, petitioner=LI, **LAMP, **proxy)
    one = Walk(cast, **OTHER, **proxy).matter
    assert found(clerk, one) == []


def test_without_a_place_the_newest_of_the_office_are_compared(cast, clerk):
    lamp = Walk(cast, petitioner=LI, **LAMP).matter
    again = Walk(cast, **LAMP).matter
    assert found(clerk, again) == []  # neither place nor category is the same
    for matter in (lamp, again):
        Matter.objects.filter(pk=matter.pk).update(place_id=None)
    assert found(clerk, Matter.objects.get(pk=again.pk)) == []


def test_only_what_the_actor_sees(cast, clerk):
    far = Walk(cast, by="other_town.window", **LAMP).matter
    again = Walk(cast, **LAMP).matter
    assert found(clerk, again) == []
    assert found(cast.actor("county.head"), again) == [("same_matter", far.number)]
    Matter.objects.filter(pk=far.pk).update(sealed=True)
    assert found(cast.actor("county.head"), again) == []


def test_what_is_related_already_is_not_suggested_again(cast, clerk):
    lamp, again = Walk(cast, **LAMP).matter, Walk(cast, **LAMP).matter
    assert found(clerk, again) == [("same_matter", lamp.number)]
    link(again.pk, lamp.number, "repeat_of", by=clerk)
    assert found(clerk, Matter.objects.get(pk=again.pk)) == []
    assert found(clerk, lamp) == []


def test_at_most_ten_the_likeliest_first(cast, clerk, monkeypatch):
    for number in range(12):
        Walk(cast, title=f"第{number}件", text="别的事情")
    lamp, again = Walk(cast, **LAMP).matter, Walk(cast, **LAMP).matter
    rows = found(clerk, again)
    assert len(rows) == 10
    assert rows[0] == ("same_matter", lamp.number)


def test_the_search_is_bounded(cast):
    """By index from the persons, and the newest of one place: no scan over all matters."""
    matter = Walk(cast, place=cast.divisions["village"].pk, **LAMP).matter
    columns = [f.column for f in Matter._meta.concrete_fields if not f.generated]
    changed = {"id": "gen_random_uuid()", "number": "'n' || i", "origin": "'t'",
               "origin_ref": "'r' || i"}  # fmt: skip
    values = ", ".join(changed.get(column, column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO matters_matter ({', '.join(columns)}) SELECT {values} "
                       "FROM matters_matter, generate_series(1, 3000) AS i")  # fmt: skip
        cursor.execute(
            "INSERT INTO matters_mattertext SELECT m.id, t.text, t.tokens FROM "
            "matters_matter m, matters_mattertext t WHERE m.id <> t.matter_id"
        )
        cursor.execute("ANALYZE matters_matter; ANALYZE matters_mattertext")
        # A table of this size may as well be read whole; this is about the plan that scales.
        cursor.execute("SET LOCAL enable_seqscan = off")
        rules = repeats.counting_file.rules()
        seen = Matter.objects.filter(policy.visible(cast.actor("county.head"))).values("pk")
        visible, params = seen.query.sql_with_params()
        cursor.execute(
            "EXPLAIN " + repeats._sql(matter, visible), [*repeats._values(matter, rules), *params]
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "matter_of_place" in plan
    for table in ("matters_mattertext", "matters_matter", "people_person"):
        assert f"Seq Scan on {table}" not in plan, plan
