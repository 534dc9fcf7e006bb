"""Everything the engine looks at for one matter, gathered from the database."""

from __future__ import annotations

from huiyin.engine.definition import Process, Relation
from huiyin.engine.process import Scene
from huiyin.engine.standing import Standing
from huiyin.matters import history
from huiyin.matters.models import Matter
from huiyin.people.models import Unit
from huiyin.people.superiors import lowest_common, superiors

RIVAL = "rival"
"""The field of a competence dispute that names the other unit."""


def scene_of(matter: Matter, process: Process, standing: Standing) -> Scene:
    """The scene of a matter that was loaded with its owner unit; one more statement when a
    competence dispute waits for the common superior."""
    unit = matter.owner_unit
    return Scene(
        process, standing, history.zone(), frozenset(map(str, unit.above)),
        superiors=frozenset(superiors(unit)), common=_common(unit, process, standing),
        latest=history.latest_in(matter.pack),
    )  # fmt: skip


def _common(unit: Unit, process: Process, standing: Standing) -> str | None:
    rival = standing.facts.get(RIVAL)
    asks = (
        who.relation is Relation.COMMON
        for act in process.acts.values()
        if standing.state in act.from_states
        for who in act.who
    )
    if not isinstance(rival, str) or not any(asks):
        return None
    above = Unit.objects.values_list("above", flat=True).get(pk=rival)
    return lowest_common(unit, list(map(str, above)), rival)
