"""Persons named in a letter: opened from the vault, recorded as every reading is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from huiyin.letters.occasion import Occasion
from huiyin.letters.recorded import Recorded, person_ids
from huiyin.letters.wanted import Wanted
from huiyin.matters.models import Party
from huiyin.people.vault import actions as vault
from huiyin.people.vault.identity import FIELDS
from huiyin.people.vault.models import Person

ANONYMOUS = "（匿名）信访人"
MASKED = "＊＊＊"
"""Stands for what is not opened."""
SIGNING = ("petitioner", "signatories")
"""Parts of persons to whom a letter to the petitioner is addressed: the one who wrote; of a joint
letter all signatories, the writer among them."""


def petitioner(occasion: Occasion, wanted: Wanted) -> dict[str, Any]:
    """The petitioner, and every other person who signed; opens only what the wording names."""
    fields = {*wanted.under("petitioner")}
    asked = fields & {*FIELDS}
    if "names" in fields:
        asked.add("name")
    parties = Party.objects.filter(matter=occasion.matter, role__in=SIGNING)
    people: dict[str, list[Person]] = {role: [] for role in SIGNING}
    for party in parties.select_related("person").order_by("seq", "pk"):
        people[party.role].append(party.person)
    writer, signed = people.values()
    opened = opened_persons(writer, asked, occasion) if writer and asked else []
    names = opened
    if signed and "names" in fields:
        names = opened_persons(signed, ["name"], occasion)
    first = opened[0] if opened else {}
    named = max(len(signed or writer), 1)
    count = max(int(occasion.after.facts.get("people", 1)), named)
    return {
        **first,
        "name": first.get("name") or ANONYMOUS,
        "names": "、".join(one["name"] for one in names if one.get("name")) or ANONYMOUS,
        "count": count,
        "others_count": count - named,
    }


def opened_persons(
    people: Iterable[Person], fields: Iterable[str], occasion: Occasion
) -> list[dict[str, str]]:
    """Name and the other fields asked for, of each person in turn."""
    fields = tuple(field for field in FIELDS if field in {*fields})
    if occasion.masked:
        return [{field: _masked(one, field) for field in fields} for one in people]
    identities = vault.reveal_many(
        list(people), by=occasion.opener, reason=f"letter: {occasion.act}", fields=fields,
        matter_id=occasion.matter.id,
    )  # fmt: skip
    return [{field: getattr(one, field) for field in fields} for one in identities]


def _masked(person: Person, field: str) -> str:
    """What a list may show of a field without opening it."""
    return {"name": person.name_masked, "phone": person.phone_masked}.get(field) or MASKED


def persons_in(
    said: Iterable[tuple[tuple[str, ...], Recorded]], wanted: Wanted, occasion: Occasion
) -> dict[tuple[UUID, frozenset[str]], dict[str, str]]:
    """Every person that the wording names within an act's form, opened: by the vault's id and the
    fields asked for."""
    asked: dict[frozenset[str], set[UUID]] = {}
    for place, act in said:
        for path, person in person_ids(act.raw):
            if fields := wanted.under(*place, *path) & {*FIELDS}:
                asked.setdefault(fields, set()).add(person)
    rows = Person.objects.in_bulk({one for ids in asked.values() for one in ids}) if asked else {}
    opened = {}
    for fields, ids in asked.items():
        people = [rows[one] for one in ids]
        for row, identity in zip(people, opened_persons(people, fields, occasion), strict=True):
            opened[row.id, fields] = identity
    return opened
