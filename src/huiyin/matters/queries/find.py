"""Finding matters: by number, by a person's exact name, phone or id number, by words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from huiyin.common.ids import NumberError, parse_number
from huiyin.matters import policy
from huiyin.matters.models import Matter, Party
from huiyin.matters.queries.keyset import PAGE, Page, Place
from huiyin.matters.queries.rows import MatterRow, rows_from
from huiyin.matters.search import with_words
from huiyin.people.actor import Actor
from huiyin.people.vault import actions as vault
from huiyin.people.vault.identity import normal

_LONGEST_NAME = 30


def by_number(actor: Actor, text: str) -> str | None:
    """The number as it is written, when a visible matter has it. One statement or none."""
    try:
        number = parse_number(text)
    except NumberError:
        return None
    matters = Matter.objects.filter(policy.visible(actor), number=number)
    return number if matters.exists() else None


def by_numbers(actor: Actor, texts: Sequence[str]) -> dict[str, Matter]:
    """Number as it was written → the matter, of those that are visible; one statement."""
    wanted: dict[str, str] = {}
    for text in texts:
        try:
            wanted[text] = parse_number(text)
        except NumberError:
            continue
    visible = Matter.objects.filter(policy.visible(actor), number__in=wanted.values())
    visible = visible.select_related("owner_unit", "intake_unit__division")
    found = {matter.number: matter for matter in visible}
    return {text: found[number] for text, number in wanted.items() if number in found}


def by_person(actor: Actor, text: str) -> list[MatterRow]:
    """The newest matters of whoever has exactly this phone, id number or name (blind index)."""
    field = _field(text)
    if field is None:
        return []
    persons = vault.find(**{field: text}).order_by().values("pk")
    parties = Party.objects.filter(person__in=persons).values("matter")
    found = Matter.objects.filter(policy.visible(actor), pk__in=parties)
    return rows_from(found.order_by("-received_at", "-id")[:PAGE])


def by_words(actor: Actor, text: str, after: Place | None = None) -> Page[MatterRow]:
    """A page of the matters whose text has every word, newest first. Raises TooShort."""
    found = with_words(Matter.objects.filter(policy.visible(actor)), text)
    rows = rows_from(_after(found, after).order_by("-received_at", "-id")[: PAGE + 1])
    shown = rows[:PAGE]
    more = len(rows) > PAGE
    return Page(shown, Place(shown[-1].received_at, shown[-1].id) if more else None)


def _after(matters: QuerySet[Matter], place: Place | None) -> QuerySet[Matter]:
    if place is None:
        return matters
    moment: datetime = place.moment
    later = TupleLessThan(Tuple(F("received_at"), F("id")), (moment, place.id))
    return matters.filter(Q(later))


def _field(text: str) -> str | None:
    if re.fullmatch(r"\d{17}[\dX]", normal("id_number", text)):
        return "id_number"
    if re.fullmatch(r"[\d\s+()\-]+", text):
        return "phone" if 7 <= len(normal("phone", text)) <= 15 else None
    return "name" if 1 < len(text) <= _LONGEST_NAME else None
