"""Duties that follow an act (`after`): one row, linked to the matter, for the unit that has it.

A sealed matter makes none: a list of duties would tell of it.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from huiyin.duties.methods import following, method_of
from huiyin.duties.scope import place_of
from huiyin.engine.method_shape import DutyShape
from huiyin.engine.recurrence import Occurrence, after_act
from huiyin.engine.standing import Step
from huiyin.matters.effects import Performed
from huiyin.matters.history import zone
from huiyin.places import calendars

# The post that has the matter when it has the role, else the first of the role that is held.
_INSERT = """
INSERT INTO duties_duty (pack, key, unit_id, post_id, matter_id, day, opens_at, due_at, is_zero,
    data)
SELECT %(pack)s, %(key)s, %(unit)s, one.id, %(matter)s, %(day)s, %(opens)s, %(due)s, false, '{}'
FROM (VALUES (1)) AS always LEFT JOIN (
    SELECT p.id FROM people_post p WHERE p.unit_id = %(unit)s AND p.role = %(role)s AND p.active
    ORDER BY p.id IS DISTINCT FROM %(holder)s::uuid, NOT EXISTS (
        SELECT FROM people_holding h WHERE h.post_id = p.id
        AND h.starts_on <= %(day)s AND (h.ends_on IS NULL OR h.ends_on >= %(day)s)
    ), p.id LIMIT 1
) one ON true
WHERE one.id IS NOT NULL OR NOT %(optional)s
ON CONFLICT DO NOTHING
"""


def after(performed: Performed) -> None:
    """Nothing, and no statement, unless some pack has a duty that follows this act."""
    event, matter = performed.event, performed.matter
    if event.step != Step.DO or matter.sealed:
        return
    if not following(performed.process.process, event.act):
        return
    place = place_of(matter.owner_unit_id)
    calendar = calendars.calendar_of(place.path, calendars.stamp())
    for key, duty in method_of(place.pack).duties.items():
        asked = duty.after
        if asked is None or (asked.process, asked.act) != (performed.process.process, event.act):
            continue
        if place.has(duty.owners):
            one = after_act(duty, asked.within, event.at, calendar, zone())
            _write(performed, place.pack, key, duty, one)


def _write(performed: Performed, pack: str, key: str, duty: DutyShape, one: Occurrence) -> None:
    matter = performed.matter
    values: dict[str, Any] = {
        "pack": pack, "key": key, "unit": matter.owner_unit_id, "role": str(duty.owners.role),
        "holder": matter.holder_id, "matter": matter.pk, "day": one.day, "opens": one.opens_at,
        "due": one.due_at, "optional": duty.owners.optional,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
