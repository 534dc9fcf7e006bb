"""Who is the next higher authority (上一级) of a unit: where a review of its decision goes.

A unit answers to the government it belongs to (`parent`) and, if it has one, to the superior
department of its own line (`line_parent`): then the resident chooses. A unit under vertical
management answers to its line alone (条例第三十五条; LAW.md §1.7).
"""

from __future__ import annotations

from huiyin.people.models import Unit


def superiors(unit: Unit) -> tuple[str, ...]:
    """Ids of the units that can review what `unit` has decided; more than one is a choice."""
    if unit.vertical and unit.line_parent_id is not None:
        return (str(unit.line_parent_id),)
    ids = (unit.parent_id, unit.line_parent_id)
    return tuple(str(found) for found in ids if found is not None)


def lowest_common(unit: Unit, rival_above: list[str], rival: str) -> str | None:
    """The lowest unit above both (条例第二十三条), None without one: then it is for the joint
    meeting. `rival_above` lists the rival's superiors, the top first."""
    ours = [*map(str, unit.above), str(unit.pk)]
    theirs = {*rival_above, rival}
    shared = [one for one in ours if one in theirs and one not in (str(unit.pk), rival)]
    return shared[-1] if shared else None
