"""The recipes of the five places: sound, and adding up to what was published, without building."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.demo.place import feeds, files, lives
from huiyin.demo.place.compare import Compared, as_published
from huiyin.demo.place.scale import even, scaled, spread
from huiyin.demo.place.shape import MatterShape, PublishedShape
from huiyin.demo.place.when import period
from huiyin.packs import load
from huiyin.packs.method_file import method

FIVE = ["lincang_215", "liuyuan_345", "shagedu_1234", "xupu", "zhangye_4x6"]


def test_there_are_five_places():
    assert files.available() == FIVE


@pytest.mark.parametrize("pack", FIVE)
def test_a_recipe_adds_up_to_every_published_figure(pack):
    found, indicators = feeds.fed(files.place(pack)), method(pack).indicators
    for shape in files.published(pack).published:
        number = feeds.figure(shape, indicators, found)
        compared = Compared(shape, as_published(shape, number))
        assert compared.holds, (shape.id, shape.value, compared.computed)


@pytest.mark.parametrize("pack", FIVE)
def test_what_a_recipe_feeds_and_what_was_published_are_indicators_of_the_pack(pack):
    indicators = method(pack).indicators
    fed = {key for key, _over in feeds.fed(files.place(pack))}
    named = {one.of or one.id for one in files.published(pack).published}
    assert fed | named <= indicators.keys()
    assert all(indicators[key].count or indicators[key].sum for key in fed)


@pytest.mark.parametrize("pack", FIVE)
def test_a_pack_knows_nothing_of_what_was_published(pack):
    """The other way round would be no computing."""
    text = "".join(
        path.read_text("utf-8") for path in (load.folder(pack) / "method").glob("*.yaml")
    )
    numbers = [str(one.value) for one in files.published(pack).published if one.value > 400]
    assert not [number for number in numbers if f": {number}" in text]


@pytest.mark.parametrize("pack", FIVE)
def test_every_entry_names_a_life_a_unit_and_acts_of_the_process(pack):
    place = files.place(pack)
    for key, entry in place.matters.items():
        process = load.process(pack, entry.process)
        acts = {line.act for line in lives.lines(entry.process, entry.life)}
        assert acts <= process.acts.keys(), key
        assert entry.unit in place.units, key
        assert entry.data.keys() <= acts, key
        for name in [*entry.sums, *entry.distinct]:
            act, _, field = name.partition(".")
            assert field in process.acts[act].form, (key, name)


@pytest.mark.parametrize("pack", FIVE)
def test_every_place_has_something_running_near_today(pack):
    entries = files.place(pack).matters.values()
    assert sum(entry.count for entry in entries if entry.recent is not None) >= 24


@given(total=st.integers(0, 5000), over=st.integers(1, 300), chance=st.randoms())
def test_a_total_is_dealt_out_whole(total, over, chance):
    parts = spread(total, over, chance)
    assert (sum(parts), len(parts)) == (total, over)
    assert min(parts) >= (1 if total >= over else 0)
    assert sum(even(total, over)) == total
    assert max(even(total, over)) - min(even(total, over)) <= 1


@given(count=st.integers(1, 20_000), scale=st.floats(0.0001, 1))
def test_a_scale_leaves_something_of_everything(count, scale):
    assert 1 <= scaled(count, scale) <= count


def test_an_entry_feeds_counts_sums_and_different_values():
    shape = MatterShape(
        process="visit", life="done", count=100, unit="town", sums={"report.people": 250},
        distinct={"register.place": 40},
    )  # fmt: skip
    amounts = [
        feeds.amount(shape, how, scale)
        for scale in (1, 0.1)
        for how in (1, 2, "sum report.people", "distinct register.place", "values 16 6")
    ]
    assert amounts == [100, 200, 250, 40, 22, 10, 20, 25, 4, 16]


@pytest.mark.parametrize(
    ("value", "more", "number", "holds"),
    [
        (88.8, {"percent": True, "digits": 1}, Fraction(1724, 1941), True),
        (88.8, {"percent": True, "digits": 1}, Fraction(1723, 1941), True),
        (88.8, {"percent": True, "digits": 1}, Fraction(1722, 1941), False),
        (-75.2, {"percent": True, "digits": 1}, Fraction(31 - 125, 125), True),
        (50, {"least": True}, Fraction(52), True),
        (50, {"least": True}, Fraction(49), False),
        (7, {}, None, False),
    ],
)
def test_a_figure_is_compared_with_the_precision_that_was_published(value, more, number, holds):
    shape = PublishedShape(id="X.x", row="X", says="…", value=value, **more)
    assert Compared(shape, as_published(shape, number)).holds is holds


def test_the_periods_follow_one_another():
    leap = date(2028, 2, 29)
    year, before = period("year", leap), period("before", leap)
    assert (year.first, year.last) == (date(2027, 2, 28), date(2028, 2, 28))
    assert (before.first, before.last) == (date(2026, 2, 28), date(2027, 2, 27))
    assert period("2012", leap).last == date(2012, 12, 31)


@pytest.mark.parametrize("pack", FIVE)
def test_rotas_and_responsibilities_are_those_of_the_pack(pack):
    place, told = files.place(pack), method(pack)
    for rows in place.rotas:
        slots = told.rotas[rows.rota].slots
        assert rows.slots.keys() <= slots.keys()
        assert all(role in slots[slot].roles for slot, role in rows.slots.items())
    for entry in place.responsibilities:
        kind = told.responsibilities[entry.kind]
        assert entry.role in kind.roles
        assert entry.level in (None, kind.level)
