"""GCJ-02, the coordinates of Chinese map tiles: WGS84 shifted by up to half a kilometre.

Positions are kept as WGS84; only a map drawn on GCJ-02 tiles converts at its edge. The shift is the
published approximation on the Krasovsky 1940 ellipsoid; it has no closed inverse, so the way back
is found by repetition. Outside the country both are the same.
"""

from __future__ import annotations

from math import cos, pi, radians, sin, sqrt
from typing import NamedTuple

_AXIS = 6378245.0
_ECCENTRICITY = 0.00669342162296594323
_ROUNDS = 6
"""Each round leaves less than a hundredth of the error before it: six are far below a metre."""


class Point(NamedTuple):
    """Degrees."""

    latitude: float
    longitude: float


def is_inside(point: Point) -> bool:
    """Whether the shift applies: the rectangle around the country that map services use."""
    return 0.8293 <= point.latitude <= 55.8271 and 72.004 <= point.longitude <= 137.8347


def to_gcj02(point: Point) -> Point:
    """WGS84 → GCJ-02."""
    return _shifted(point) if is_inside(point) else point


def to_wgs84(point: Point) -> Point:
    """GCJ-02 → WGS84, within a metre."""
    if not is_inside(point):
        return point
    guess = point
    for _round in range(_ROUNDS):
        there = _shifted(guess)
        guess = Point(
            guess.latitude - (there.latitude - point.latitude),
            guess.longitude - (there.longitude - point.longitude),
        )
    return guess if is_inside(guess) else point


def _shifted(point: Point) -> Point:
    x, y = point.longitude - 105.0, point.latitude - 35.0
    waves = 20.0 * (sin(6.0 * x * pi) + sin(2.0 * x * pi))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (
        waves
        + 20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)
        + 160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)
    ) * 2.0 / 3.0  # fmt: skip
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (
        waves
        + 20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)
        + 150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)
    ) * 2.0 / 3.0  # fmt: skip
    latitude = radians(point.latitude)
    bent = 1.0 - _ECCENTRICITY * sin(latitude) ** 2
    metres_north = _AXIS * (1.0 - _ECCENTRICITY) / (bent * sqrt(bent)) * pi / 180.0
    metres_east = _AXIS / sqrt(bent) * cos(latitude) * pi / 180.0
    return Point(point.latitude + north / metres_north, point.longitude + east / metres_east)
