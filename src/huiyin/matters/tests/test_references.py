"""References in a form: looked up together, each named when it points nowhere."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.matters.actions.references import look_up
from huiyin.matters.errors import Refused
from huiyin.matters.models import Category, Matter
from huiyin.matters.testing import petition

pytestmark = pytest.mark.django_db


def test_all_references_take_one_statement(cast):
    Category.objects.create(code="k1", zh="一", en="one")
    asked = [
        ("unit", cast.unit("town")), ("post", str(cast.posts["town.handler"].pk)),
        ("division", "910102001201"), ("category", "k1"),
    ]  # fmt: skip
    with CaptureQueriesContext(connection) as captured:
        assert list(look_up(asked, [cast.unit("town")] * 4)) == [True] * 4
    assert len(captured) == 1


def test_each_is_answered_by_itself(cast):
    Category.objects.create(code="k1", zh="一", en="one", active=False)
    town = cast.units["town"]
    town.dissolved_on = "2026-01-01"
    town.save()
    asked = [
        ("unit", cast.unit("town")),
        ("unit", cast.unit("office")),
        ("unit", str(uuid4())),
        ("unit", "'; DROP TABLE people_unit; --"),
        ("post", str(cast.posts["office.handler"].pk)),
        ("division", "910102001999"),
        ("category", "k1"),
    ]
    assert list(look_up(asked, [cast.unit("bureau")] * 7)) == [
        False, True, False, False, False, False, False,
    ]  # fmt: skip


def test_ids_of_a_wrong_shape_ask_nothing():
    with CaptureQueriesContext(connection) as captured:
        assert list(look_up([("unit", "x"), ("post", "")], [None, None])) == [False, False]
    assert len(captured) == 0


def test_a_registration_names_every_reference_that_points_nowhere(cast):
    from huiyin.matters.actions import register

    with pytest.raises(Refused) as refused:
        register(
            by=cast.actor("office.window"), data=petition(category="none", place="000000000000")
        )
    errors = {(error.field, error.rule, error.value) for error in refused.value.refusal.errors}
    assert errors == {
        ("category", "unknown_category", "none"),
        ("place", "unknown_division", "000000000000"),
    }
    assert not Matter.objects.exists()
