"""A place on the map: WGS84 degrees, to about a metre; anything else is refused with its rule."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.engine.definition import FormField
from huiyin.engine.forms import Context, clean

NOW_CONTEXT = Context(datetime(2026, 6, 1, tzinfo=UTC), UTC)
FORM = {"point": FormField(type="point", zh="位置", en="Place on the map")}
LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)


@given(LATITUDES, LONGITUDES)
def test_every_place_on_earth_is_kept_to_a_metre(latitude, longitude):
    data, errors = clean(FORM, {"point": f"{latitude:.9f}, {longitude:.9f}"}, NOW_CONTEXT)
    assert not errors
    kept = [float(part) for part in data["point"].split(",")]
    assert abs(kept[0] - latitude) <= 0.000006
    assert abs(kept[1] - longitude) <= 0.000006
    assert clean(FORM, data, NOW_CONTEXT) == (data, ())


@pytest.mark.parametrize(
    "text", ["北京", "90.1,0", "0,180.5", "1,2,3", "1e5,2", "39.9", "٣٩,١١٦", ["1,2"], {"a": 1}]
)
def test_what_is_no_place_is_refused(text):
    _data, errors = clean(FORM, {"point": text}, NOW_CONTEXT)
    assert [(error.field, error.rule) for error in errors] == [("point", "point")]
