from __future__ import annotations

import pytest

from huiyin.demo import county, seed
from huiyin.people.models import Account, Post, Unit
from huiyin.places.models import Division, Grid

pytestmark = pytest.mark.django_db


def test_the_county_has_two_towns_twelve_units_twenty_four_posts_and_thirty_grids():
    seed.build_county()
    towns = Division.objects.filter(level=4).count()
    counted = (towns, Unit.objects.count(), Post.objects.count(), Grid.objects.count())
    assert counted == (2, 12, 26, 30)


def test_every_role_has_one_sign_in_that_works(client):
    seed.build_county()
    sign_ins = list(county.sign_ins())
    assert len({sign_in.role for sign_in in sign_ins}) == len(sign_ins) == 10
    for sign_in in sign_ins:
        assert client.login(username=sign_in.username, password=sign_in.password), sign_in.username


@pytest.mark.parametrize("table", ["division", "account"])
def test_a_database_that_holds_anything_is_never_seeded(table):
    if table == "division":
        Division.objects.create(code="910000000000", name="某省", level=1)
    else:
        Account.objects.create_user("someone", "a-long-password")
    with pytest.raises(seed.NotEmpty):
        seed.build_county()
    assert not Unit.objects.exists()
