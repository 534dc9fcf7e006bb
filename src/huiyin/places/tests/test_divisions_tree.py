"""The division tree and grids as the database holds them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from huiyin.places.codes import level_of, pad, parent_of
from huiyin.places.models import CalendarVersion, Division, Grid

pytestmark = pytest.mark.django_db


def make(code: str, name: str) -> Division:
    full = pad(code)
    level = level_of(full)
    return Division.objects.create(
        code=full, name=name, level=level, parent_id=parent_of(full, level)
    )


@pytest.fixture
def county():
    make("91", "云岭省")
    make("9101", "松江市")
    county = make("910102", "松岭县")
    make("910102001", "松石镇")
    make("910102001001", "柳村")
    make("910103", "竹溪县")
    return county


def test_the_path_follows_from_the_code(county):
    county.refresh_from_db()
    assert county.path == "91.01.02"
    assert Division.objects.get(name="柳村").path == "91.01.02.001.001"


def test_under_and_above(county):
    assert set(Division.objects.under(county).values_list("name", flat=True)) == {
        "松岭县",
        "松石镇",
        "柳村",
    }
    village = Division.objects.get(name="柳村")
    above = Division.objects.above(village).values_list("name", flat=True)
    assert list(above) == ["云岭省", "松江市", "松岭县", "松石镇", "柳村"]


def test_under_is_served_by_the_index(county):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "division_path" in Division.objects.under(county).explain()


def test_a_city_without_counties_is_the_parent_of_its_towns():
    make("91", "云岭省")
    city = make("9119", "无县市")
    town = make("911900003", "东街道")
    town.refresh_from_db()
    assert town.parent_id == city.code
    assert town.path == "91.19.00.003"
    assert town in Division.objects.under(city)


@given(st.from_regex(r"[1-9][0-9]([0-9]{2}([0-9]{2}([0-9]{3}([0-9]{3})?)?)?)?", fullmatch=True))
def test_levels_and_parents_agree_with_stripping_groups(code):
    full = pad(code)
    level = level_of(full)
    groups = [full[:2], full[2:4], full[4:6], full[6:9], full[9:]]
    while int(groups[-1]) == 0 and len(groups) > 1:
        groups.pop()
    assert level == len(groups)
    parent = parent_of(full, level)
    assert parent == (pad("".join(groups[:-1])) if len(groups) > 1 else None)


@pytest.mark.parametrize("code", ["91010200100", "91010200100x", ""])
def test_a_division_code_has_twelve_digits(code):
    with pytest.raises(IntegrityError, match="division_code"), transaction.atomic():
        Division.objects.create(code=code, name="x", level=5)


def test_a_replaced_code_is_retired(county):
    other = Division.objects.get(name="竹溪县")
    other.replaced_by = county
    with pytest.raises(IntegrityError, match="replaced_is_retired"), transaction.atomic():
        other.save()
    other.retired_on = date(2026, 1, 1)
    other.save()
    assert other not in Division.objects.in_force()


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("91010200100", "grid_code"),
        ("91010200100100a", "grid_code"),
        ("910103001001001", "grid_code_of_division"),
    ],
)
def test_a_grid_code_is_its_division_and_three_digits(county, code, rule):
    village = Division.objects.get(name="柳村")
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Grid.objects.create(code=code, division=village, name="一格")
    Grid.objects.create(code=village.code + "001", division=village, name="一格")


def test_one_version_of_a_calendar_year_even_nationally():
    at = "2025-11-04T00:00:00+08:00"
    CalendarVersion.objects.create(year=2026, version="1", source="x", body={}, published_at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarVersion.objects.create(year=2026, version="1", source="x", body={}, published_at=at)
