"""Every process of every pack in the database: walked at random through the one door.

After each act what is stored equals what the events give (`verify`), and what one face refuses
every face refuses: page, API and bulk with the same code and the same words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.engine.definition import NEW, Act
from huiyin.engine.process import Refusal, Scene, gate, possible
from huiyin.engine.standing import Standing
from huiyin.engine.tests.filling import Around, fill
from huiyin.matters import history
from huiyin.matters.actions import perform, register
from huiyin.matters.actions.scene import scene_of
from huiyin.matters.actions.seats import engine_actor
from huiyin.matters.errors import Refused
from huiyin.matters.models import Category, Matter
from huiyin.matters.testing import Walk as Petition
from huiyin.matters.verify import verify
from huiyin.packs import load
from huiyin.packs.tests.own import every_own
from huiyin.people.actor import Actor, resident
from huiyin.people.models import Post
from huiyin.people.testing import Cast
from huiyin.places import calendars

from .test_refusal_twins import SAME, undone

PACKS = [(pack, key) for pack, key, _process in every_own()]
START = "2025-03-03T09:00"
STEPS = 12
TOLERATED = {"required", "too_early", "must_be_true", "unknown_matter"}
"""Rules that a form filled in at random can break where dates or units leave no choice."""


@dataclass
class Walk:
    """One matter in the database; `now` goes on from act to act."""

    cast: Cast
    pack: str
    key: str
    random: Random
    now: datetime = field(init=False)
    matter: Matter | None = None
    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.now = datetime.fromisoformat(START).replace(tzinfo=history.zone())

    @cached_property
    def about(self) -> str:
        """A petition that many see, where registering has to name another matter; else ""."""
        form = load.process(self.pack, self.key).acts["register"].form
        if not any(spec.type == "matter" and spec.required for spec in form.values()):
            return ""
        return Petition(self.cast).to_handling().matter.number

    @cached_property
    def around(self) -> Around:
        posts = list(Post.objects.filter(active=True).values_list("pk", "unit_id"))
        return Around(
            units=[str(unit.pk) for unit in self.cast.units.values()],
            posts=lambda unit: [str(post) for post, at in posts if str(at) == unit],
            divisions=[self.cast.divisions["village"].pk], categories=["k1"],
            grids=[self.cast.grid.pk],
            matters=[self.about] if self.about else [],
        )  # fmt: skip

    @cached_property
    def staff(self) -> list[Actor]:
        return [self.cast.actor(name) for name in self.cast.posts]

    @property
    def people(self) -> list[Actor]:
        return [*self.staff, *([resident("r", self.matter.pk)] if self.matter else [])]

    def scene(self) -> Scene:
        if self.matter is None:
            return Scene(load.process(self.pack, self.key), Standing(), history.zone())
        matter = Matter.objects.select_related("owner_unit", "intake_unit__division").get(
            pk=self.matter.pk
        )
        self.matter = matter
        events = list(matter.events.order_by("seq"))
        calendar = history.calendar_for(matter, calendars.stamp())
        standing = history.standing_of(events, calendar)
        return scene_of(matter, history.process_of(matter), standing)

    def step(self) -> None:
        self.now += timedelta(days=self.random.choice((0, 1, 1, 2, 8, 35)), minutes=7)
        scene = self.scene()
        for actor in self.random.sample(self.people, len(self.people)):
            acts = list(possible(scene, engine_actor(actor, scene.standing), self.now))
            if acts and self._sees(actor):
                self._do(scene, actor, self.random.choice(acts))
                return

    def _sees(self, actor: Actor) -> bool:
        from huiyin.matters import policy

        if self.matter is None:
            return True
        return Matter.objects.filter(policy.visible(actor), pk=self.matter.pk).exists()

    def _do(self, scene: Scene, actor: Actor, key: str) -> None:
        proposal = scene.standing.proposal
        act = scene.process.acts[key]
        confirms = proposal is not None and proposal.act == key
        data = {} if confirms else fill(scene, act, self.around, self.now, self.random)
        if data is None:
            return
        try:
            self._through_the_door(actor, key, act, data)
        except Refused as refused:
            self._was_refused(key, refused.refusal)
        else:
            self.done.append(key)

    def _through_the_door(self, actor: Actor, key: str, act: Act, data: Mapping[str, Any]) -> None:
        if self.matter is None:
            done = register(self.key, by=actor, data=data, act=key, pack=self.pack, at=self.now)
            self.matter = done.matter
            return
        perform(self.matter.pk, key, by=actor, data=data, expected_seq=self.matter.seq, at=self.now)

    def _was_refused(self, key: str, refusal: Refusal) -> None:
        rules = {error.rule for error in refusal.errors}
        allowed = {"form", "done_already", "impossible_time", "no_unit"}
        assert refusal.code in allowed, (self.key, key, refusal)
        # Who else is meant by a unit complained about, only the database knows.
        about = {"complained_about"} if self.key == "report" or "report" in key else set()
        assert rules <= TOLERATED | about, (self.key, key, refusal.errors)


@pytest.mark.parametrize(("pack", "key"), PACKS)
def test_what_is_stored_is_what_the_events_give(cast, pack, key):
    Category.objects.get_or_create(code="k1", defaults={"zh": "一", "en": "one"})

    walked: list[int] = []

    @settings(max_examples=4, suppress_health_check=list(HealthCheck), database=None)
    @given(seed=st.integers(0, 2**32))
    def walk(seed: int) -> None:
        here = Walk(cast, pack, key, Random(seed))  # noqa: S311 -- a walk, no secret
        for _ in range(STEPS):
            here.step()
        if here.matter is None:
            return
        walked.append(len(here.done))
        report = verify([here.matter.number])
        assert report.ok, (here.done, report.broken)
        stored = Matter.objects.get(pk=here.matter.pk)
        if stored.phase == "final":
            assert not stored.clocks.filter(status__in=["running", "paused"]).exists()

    walk()
    assert walked, "nobody could register"


@pytest.mark.parametrize(("pack", "key"), PACKS)
def test_what_one_face_refuses_every_face_refuses(cast, browser, pack, key):
    Category.objects.get_or_create(code="k1", defaults={"zh": "一", "en": "one"})
    here = Walk(cast, pack, key, Random(f"{pack} {key}"))  # noqa: S311 -- a walk, no secret
    for _ in range(STEPS // 2):
        here.step()
    scene = here.scene()
    tried = 0
    for name in here.random.sample(list(cast.posts), 6):
        actor, client = cast.actor(name), browser(name)
        for act in here.random.sample(sorted(scene.process.acts), min(6, len(scene.process.acts))):
            found = gate(scene, act, engine_actor(actor, scene.standing), timezone.now())
            if isinstance(found, Refusal) or not here._sees(actor):
                tried += 1
                _refused_alike(client, here.matter, act)
    assert tried
    assert scene.standing.state != NEW


def _refused_alike(client: Client, matter: Matter, act: str) -> None:
    form = {"expected_seq": matter.seq}
    page = undone(client, f"/matters/{matter.number}/acts/{act}/", form, "")
    api = undone(
        client, f"/api/matters/{matter.number}/acts/{act}", json.dumps(form), "application/json"
    )
    bulk = _bulk(client, matter, act)
    assert SAME.get(page.status_code, page.status_code) == api.status_code == bulk["status"], act
    assert api.status_code in {403, 404, 409}, act
    assert api.json()["code"] == bulk["code"], act
    if api.status_code != 404:
        assert api.json()["detail"] == bulk["detail"] == page.context["refusal"], act


def _bulk(client: Client, matter: Matter, act: str) -> dict[str, Any]:
    body = {"matters": [{"number": matter.number, "expected_seq": matter.seq}]}
    with transaction.atomic():
        answer = client.post(f"/api/acts/{act}", json.dumps(body), content_type="application/json")
        transaction.set_rollback(True)
    assert answer.status_code == 200, answer.content
    return dict(answer.json()[0])
