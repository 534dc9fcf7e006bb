from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from huiyin.demo import county, script, seed
from huiyin.engine.definition import Role
from huiyin.engine.process import Actor, Command, Decision, Scene, Seat, decide
from huiyin.engine.sealing import split
from huiyin.engine.standing import Event, fold
from huiyin.matters.history import zone
from huiyin.matters.models import Matter
from huiyin.matters.verify import verify
from huiyin.packs import calendar_files, load
from huiyin.people.models import Account, Post, Unit
from huiyin.places.models import Division, Grid

pytestmark = pytest.mark.django_db


def test_the_county_has_two_towns_eight_units_fourteen_posts_and_thirty_grids():
    seed.build_county()
    towns = Division.objects.filter(level=4).count()
    counted = (towns, Unit.objects.count(), Post.objects.count(), Grid.objects.count())
    assert counted == (2, 8, 14, 30)


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


def test_matters_are_lived_through_the_door_and_verify():
    seed.build_county()
    for _done in seed.seed_matters(36):
        pass
    states = Counter(Matter.objects.values_list("state", flat=True))
    assert sum(states.values()) == 36
    assert len(states) >= 4
    assert verify().ok


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2027, 2, 10), date(2027, 6, 30)])
def test_on_whatever_day_it_is_opened_the_script_asks_nothing_that_is_refused(today):
    calendar, process = calendar_files.national(), load.process("national", "petition")
    posts = county.read("county.yaml")["posts"]
    for plan in script.plans(today, calendar, 120):
        events: list[Event] = []
        for step in plan:
            unit, _title, role, _name = posts[step.by]
            standing = fold(process, events, calendar, zone())
            scene = Scene(process, standing, zone(), frozenset({"county"}))
            actor = Actor(step.by, (Seat(Role(role), unit, step.by),))
            decision = decide(scene, Command(step.act, step.data, step.at), actor)
            assert isinstance(decision, Decision), (step, decision)
            form = process.acts[decision.act].form
            data, _sealed = split(form, decision.data, lambda _path, _value: "sealed")
            events.append(
                Event(
                    len(events) + 1, decision.act, decision.step, decision.at, data, step.by,
                    decision.seat.post, decision.seat.unit,
                )
            )  # fmt: skip
