"""Many matters as the engine sees them, for an act on all of them: five statements, however many.

(One more for each matter that waits for a decision of the common superior of two units.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.engine.definition import Process
from huiyin.engine.process import Actor as EngineActor
from huiyin.engine.process import Scene
from huiyin.matters import history
from huiyin.matters.actions.scene import scene_of
from huiyin.matters.actions.seats import engine_actor
from huiyin.matters.models import Event, Matter
from huiyin.matters.queries.find import by_numbers
from huiyin.people.actor import Actor
from huiyin.places import calendars


@dataclass(frozen=True)
class One:
    """One visible matter, its scene, and the actor as the engine sees them there."""

    matter: Matter
    scene: Scene
    actor: EngineActor

    @property
    def process(self) -> Process:
        return self.scene.process

    @property
    def waits_with(self) -> str | None:
        """The act that waits for a second person here."""
        proposal = self.scene.standing.proposal
        return proposal.act if proposal else None


def several(actor: Actor, numbers: Sequence[str]) -> dict[str, One]:
    """Number as it was written → the matter, of those that this actor sees."""
    found = by_numbers(actor, numbers)
    if not found:
        return {}
    events: dict[object, list[Event]] = defaultdict(list)
    ids = [matter.pk for matter in found.values()]
    for event in Event.objects.filter(matter__in=ids).defer("prev", "hash").order_by("seq"):
        events[event.matter_id].append(event)
    stamp = calendars.stamp()
    made: dict[str, One] = {}
    for number, matter in found.items():
        standing = history.standing_of(events[matter.pk], history.calendar_for(matter, stamp))
        scene = scene_of(matter, history.process_of(matter), standing)
        made[number] = One(matter, scene, engine_actor(actor, standing))
    return made
