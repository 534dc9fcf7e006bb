"""Each of the five places in small: its own figures come out of its events."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from huiyin.demo import county
from huiyin.demo.place import feeds, files
from huiyin.demo.place.build import build
from huiyin.demo.place.built import built_on
from huiyin.demo.place.compare import as_published, compare
from huiyin.demo.place.drafting import VIA
from huiyin.demo.place.values import RecipeError
from huiyin.letters.models import Letter
from huiyin.matters.models import Event, Matter
from huiyin.matters.verify import verify
from huiyin.packs.method_file import method
from huiyin.people.models import Account, Holding
from huiyin.places.models import Division, Grid

pytestmark = pytest.mark.django_db

SMALL = {
    "lincang_215": 0.01, "liuyuan_345": 0.1, "shagedu_1234": 0.05, "xupu": 0.01, "zhangye_4x6": 0.15
}  # fmt: skip


@pytest.mark.parametrize("pack", SMALL)
def test_the_figures_of_a_small_place_come_out_of_its_events(pack, client):
    for _step in build(pack, SMALL[pack]):
        pass
    expected = feeds.fed(files.place(pack), SMALL[pack])
    indicators = method(pack).indicators
    for one in compare(pack, timezone.localdate()):
        by_recipe = as_published(one.shape, feeds.figure(one.shape, indicators, expected))
        assert (one.shape.id, one.computed) == (one.shape.id, by_recipe)
    assert built_on(pack) == timezone.localdate()
    assert Division.objects.get(pk=files.place(pack).root).pack == pack
    assert not Matter.objects.exclude(pack=pack).exists()
    assert Event.objects.filter(via=VIA, account=None).count() == 0  # colleagues did it all
    assert Letter.objects.exists()
    sign_ins = list(county.there())
    assert len({one.role for one in sign_ins}) == len(sign_ins) >= 8
    assert client.login(username="guanli", password="huiyin-demo")


def test_chains_and_caches_of_a_place_are_whole():
    for _step in build("shagedu_1234", 0.02):
        pass
    found = verify()
    assert (found.ok, found.broken) == (True, [])


def test_the_same_day_gives_the_same_place():
    from huiyin.demo.place.build import begin

    first, second = begin("xupu"), begin("xupu")
    assert [first.person() for _ in range(50)] == [second.person() for _ in range(50)]


def test_a_place_is_never_built_on_data():
    Division.objects.create(code="910000000000", name="某省", level=1)
    with pytest.raises(CommandError):
        call_command("demo", "liuyuan_345", stdout=StringIO())
    assert not Account.objects.exists()


def test_the_command_tells_published_and_computed():
    out = StringIO()
    call_command("demo", "liuyuan_345", scale=0.05, stdout=out, json=True)
    told = json.loads(out.getvalue())["indicators"]
    first = next(one for one in told if one["id"] == "L1.mediators")
    assert (first["published"], first["computed"], first["difference"]) == (55, 3, -52)
    again = StringIO()
    call_command("demo", "liuyuan_345", stdout=again)  # it is there: only the table
    assert "chuangkou / huiyin-demo" in again.getvalue()
    assert "L13.change" in again.getvalue()


def test_an_interrupted_build_leaves_nothing():
    steps = build("shagedu_1234", 0.02)
    for step in steps:
        if step.is_year:
            break
    assert Matter.objects.exists()
    steps.close()
    assert not Division.objects.exists()
    assert not Matter.objects.exists()


def test_people_hold_one_post_each_and_grids_have_codes_of_their_village():
    for _step in build("shagedu_1234", 0.05):
        pass
    assert Holding.objects.count() == Account.objects.count()
    assert all(code.startswith(at) for code, at in Grid.objects.values_list("code", "division"))


def test_a_recipe_that_the_engine_refuses_is_told(monkeypatch):
    entry = files.place("shagedu_1234").matters["law_days"]
    wrong = entry.model_copy(update={"data": {"hold": {"attendance": 0}}})
    monkeypatch.setitem(files.place("shagedu_1234").matters, "law_days", wrong)
    with pytest.raises(RecipeError, match="law_days: hold: form .*attendance"):
        for _step in build("shagedu_1234", 0.02):
            pass
