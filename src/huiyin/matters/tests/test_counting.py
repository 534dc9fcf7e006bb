"""Counting on real rows: a small scenario whose figures were counted by hand."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Q

from huiyin.matters import policy
from huiyin.matters.actions import perform, register
from huiyin.matters.actions.links import Hand, lock, make, undo
from huiyin.matters.models import Category, Matter
from huiyin.matters.queries import counting
from huiyin.matters.queries.came import Period
from huiyin.matters.queries.indicators import raw_counts
from huiyin.matters.testing import Walk, moment, petition
from huiyin.packs import counting_file
from huiyin.people.actor import SYSTEM

MARCH = Period(date(2025, 3, 1), date(2025, 3, 31))
RULES = counting_file.rules()
EVERYTHING = Q(sealed=False)


@pytest.fixture
def came(cast):
    """`came("town.window", day=3, channel="letter", …)` registers what was received that day."""

    def take(by="office.window", day=0, **changes) -> Matter:
        form = petition(received_at=moment(day).isoformat(), read_back=None) | changes
        return register(by=cast.actor(by), data=form, at=moment(day, 10)).matter

    return take


def relate(source: Matter, kind: str, target: Matter, day: int, undone: int | None = None) -> None:
    """As a person did on a day, and undid on another one."""
    both = lock([source.pk, target.pk])
    hand = Hand(SYSTEM, None, moment(day, 15), moment(day, 15))
    link = make(both[source.pk], both[target.pk], kind, hand)
    if undone is not None:
        undo(link, Hand(SYSTEM, None, moment(undone), moment(undone)))


@pytest.fixture
def county(cast, came):
    """Nine matters; the place of some is not stated."""
    village, town = cast.divisions["village"].pk, cast.divisions["town"].pk
    other = cast.divisions["other_town"].pk
    Category.objects.create(code="03", zh="城乡建设", en="Building")
    Category.objects.create(code="0302", zh="市政", en="City works", parent_id="03")
    found = {
        "group": came(channel="visit", people=6, place=village, purpose="help"),
        "twice": came("town.window", channel="visit", people=6, place=village, purpose="help"),
        "one": came(day=1, channel="visit", people=1, place=town),
        "letter": came(day=2, channel="letter", place=town, purpose="suggestion",
                       category="0302"),
        "again": came(day=9, channel="web", place=town, purpose="suggestion", category="0302"),
        "other": came("other_town.window", day=3, channel="call", place=other),
        "nowhere": came(day=4, channel="letter", people=40),
        "part": came(day=5, channel="letter", place=town),
        "april": came(day=29, channel="visit", place=town),
    }  # fmt: skip
    relate(found["twice"], "merged_into", found["group"], 1)
    relate(found["again"], "repeat_of", found["letter"], 10)
    relate(found["one"], "repeat_of", found["letter"], 10, undone=12)
    relate(found["other"], "repeat_of", found["letter"], 40)
    relate(found["part"], "split_from", found["letter"], 5)
    return found


HAND = {
    "total": (6, 7), "total.first": (5, 6), "total.repeat": (1, 1),
    "pieces": (4, 4), "pieces.first": (3, 3), "pieces.repeat": (1, 1),
    "batches": (2, 3), "persons": (7, 13), "group.batches": (1, 2), "group.persons": (6, 12),
    "band.5.batches": (1, 2), "individual.batches": (1, 1), "individual.persons": (1, 1),
    "joint.pieces": (1, 1), "joint.persons": (40, 40), "letter_persons": (43, 43),
    "class.appeal": (1, 2), "class.suggestion": (2, 2), "class.unstated": (3, 3),
    "category.03": (2, 2), "channel.visit": (2, 3),
}  # fmt: skip


def test_the_figures_are_those_counted_by_hand(county, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = counting.count(EVERYTHING, RULES, MARCH, None, "91.01.02")
    figures = {key: (figure.number, figure.before) for key, figure in found.figures.items()}
    assert {key: figures.get(key) for key in HAND} == HAND
    assert "beyond.batches" not in figures
    towns = [(place.name, place.figures["total"].number) for place in found.places]
    assert towns == [("松石镇", 4), ("白塔镇", 1)]


def test_a_place_counts_with_all_below_it(cast, county):
    def total(key: str) -> int:
        found = counting.count(EVERYTHING, RULES, MARCH, cast.divisions[key])
        figure = found.figures.get("total")
        return figure.number if figure else 0

    assert {key: total(key) for key in ("province", "county", "town", "village", "far")} == {
        "province": 5, "county": 5, "town": 4, "village": 1, "far": 0}  # fmt: skip
    below = counting.count(EVERYTHING, RULES, MARCH, cast.divisions["town"]).places
    assert [(p.code, p.figures["total"].number) for p in below] == [
        (cast.divisions["town"].pk, 3), (cast.divisions["village"].pk, 1)]  # fmt: skip


def test_a_flag_counts_from_the_day_it_was_set(county):
    later = Period(MARCH.first, date(2025, 4, 30))
    found = counting.count(EVERYTHING, RULES, later, None).figures
    assert (found["total"].number, found["total.repeat"].number) == (7, 2)


def test_the_label_of_the_form_and_its_corrections_count_as_well(cast, came):
    told = came(channel="letter", repeat=True)
    came(channel="letter")

    def figures(day: int):
        period = Period(MARCH.first, moment(day).date())
        found = counting.count(EVERYTHING, RULES, period, None).figures
        return {key: found[key].number for key in ("pieces.first", "pieces.repeat") if key in found}

    assert figures(1) == {"pieces.first": 1, "pieces.repeat": 1}
    perform(told.pk, "mark_first", by=cast.actor("office.window"), at=moment(3), expected_seq=1,
            data={"reason": "核对后不是同一段"})  # fmt: skip
    assert figures(2) == {"pieces.first": 1, "pieces.repeat": 1}
    assert figures(3) == {"pieces.first": 2}


def test_everybody_counts_what_they_see(cast, county):
    def total(post: str) -> int:
        seen = policy.visible(cast.actor(post))
        figures = counting.count(seen, RULES, MARCH, None).figures
        return figures["total"].before if figures else 0

    seen = {p: total(p) for p in ("county.leader", "office.dispatcher", "town.head", "far.head")}
    assert seen == {"county.leader": 7, "office.dispatcher": 5, "town.head": 1, "far.head": 0}


def test_the_matters_behind_a_figure(cast, county, monkeypatch):
    leader = cast.actor("county.leader")

    def numbers(measure: str, place=None) -> list[str]:
        page = counting.behind(leader, RULES, MARCH, place, measure)
        return [row.number for row in page.rows]

    assert numbers("total.repeat") == [county["again"].number]
    assert numbers("group.batches") == [county["group"].number]
    assert numbers("joint.pieces") == [county["nowhere"].number]
    assert numbers("total", cast.divisions["village"]) == [county["group"].number]
    assert counting.behind(cast.actor("far.head"), RULES, MARCH, None, "total").rows == []
    monkeypatch.setattr(counting, "PAGE", 2)
    seen, after = [], None
    while True:
        page = counting.behind(leader, RULES, MARCH, None, "total", after)
        seen += [row.number for row in page.rows]
        if page.after is None:
            break
        after = page.after
    assert seen == numbers("total") or len(seen) == HAND["total"][0] == len(set(seen))


def test_a_sealed_matter_is_in_no_figure(cast, county):
    Matter.objects.filter(pk=county["letter"].pk).update(sealed=True)
    leader = policy.visible(cast.actor("county.leader"))
    assert counting.count(leader, RULES, MARCH, None).figures["total"].before == 6


def test_indicators_from_clocks_and_events(cast, came):
    done, late, open_ = Walk(cast).to_served(), Walk(cast), Walk(cast)
    done.act("rate", "town.window", 30, {"office": "good", "unit": "poor"})
    silent = Walk(cast).to_served()
    late.to_handling()
    again = came(day=75, channel="letter")
    for walk in (done, silent):
        walk.act("close", "town.handler", 60, {"summary": "修好了。"})
    relate(again, "repeat_of", done.matter, 76)
    march_on = Period(MARCH.first, date(2025, 6, 30))
    counts = raw_counts(EVERYTHING, RULES, march_on, None, moment(200))
    assert {key: number for key, number in counts.items() if number} == {
        # each but the open one was passed on in time and noticed in time by the town
        "notice.due": 8, "notice.in_time": 6, "notice.late": 2,
        "handle.due": 3, "handle.in_time": 2, "handle.late": 1,
        "office.good": 1, "unit.poor": 1, "office.silent": 1, "unit.silent": 1,
        "closed.first": 2, "closed.again": 1,
    }  # fmt: skip
    assert open_.matter.is_open
    empty = raw_counts(policy.visible(cast.actor("far.head")), RULES, march_on, None, moment(200))
    assert set(empty) == RULES.raw_counts()
    assert not any(empty.values())


def test_counting_reads_the_index_of_the_period(cast):
    Walk(cast)
    with connection.cursor() as cursor:
        columns = [f.column for f in Matter._meta.concrete_fields if not f.generated]
        changed = {
            "id": "gen_random_uuid()",
            "number": "'n' || i",
            "origin_ref": "'r' || i",
            "origin": "'t'",
            "received_at": "received_at - i * interval '1 day'",
        }
        values = ", ".join(changed.get(column, column) for column in columns)
        cursor.execute(f"INSERT INTO matters_matter ({', '.join(columns)}) SELECT {values} "
                       "FROM matters_matter, generate_series(1, 3000) AS i")  # fmt: skip
        cursor.execute("ANALYZE matters_matter")
    found = counting.in_period(EVERYTHING, RULES, MARCH, None)
    assert "matter_received" in found.explain()


class TestCommand:
    def run(self, *args) -> str:
        out = io.StringIO()
        call_command("count", *args, stdout=out)
        return out.getvalue()

    def test_as_json(self, cast, county):
        found = json.loads(self.run("2025-03-01", "2025-03-31", "--json"))
        assert found["figures"]["total"] == {"count": 6, "before": 7}
        assert found["figures"]["batches.repeat"] == {"count": 0, "before": 0}
        assert found["indicators"]["notice_on_time"]["whole"] >= 0
        place = cast.divisions["village"].pk
        below = json.loads(self.run("2025-03-01", "2025-03-31", "--json", "--place", place))
        assert below["figures"]["total"]["count"] == 1
        assert below["place"] == place

    def test_as_text(self, county):
        text = self.run("2025-03-01", "2025-03-31")
        assert "Group visits" in text or "集体访批次" in text

    @pytest.mark.parametrize(
        "args",
        [("2025-03-32", "2025-03-31"), ("2025-04-01", "2025-03-01"),
         ("2025-03-01", "2025-03-31", "--place", "999999999999")],
    )  # fmt: skip
    def test_wrong_words_are_told(self, db, args):
        with pytest.raises(CommandError):
            self.run(*args)


def test_a_period_has_whole_days():
    assert MARCH.end - MARCH.start == timedelta(31)
