"""The conversion comes back to where it began, and leaves the rest of the world alone."""

from __future__ import annotations

from math import cos, hypot, radians

from hypothesis import given
from hypothesis import strategies as st

from huiyin.places.gcj02 import Point, is_inside, to_gcj02, to_wgs84

INSIDE = st.builds(Point, st.floats(3.0, 53.6), st.floats(73.4, 135.1))
ANYWHERE = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


def metres(a: Point, b: Point) -> float:
    north = (a.latitude - b.latitude) * 111_320
    return hypot(north, (a.longitude - b.longitude) * 111_320 * cos(radians(a.latitude)))


@given(INSIDE)
def test_there_and_back_is_within_a_metre(point):
    assert metres(to_wgs84(to_gcj02(point)), point) < 1


@given(INSIDE)
def test_the_shift_is_real_and_below_a_kilometre(point):
    assert metres(to_gcj02(point), point) < 1_100


@given(ANYWHERE.filter(lambda point: not is_inside(point)))
def test_outside_nothing_moves(point):
    assert to_gcj02(point) == point == to_wgs84(point)


def test_known_pairs():
    """The square in the middle of the capital; both values stand in several public tables."""
    found = to_gcj02(Point(39.907333, 116.391083))
    assert metres(found, Point(39.908736, 116.397325)) < 5
