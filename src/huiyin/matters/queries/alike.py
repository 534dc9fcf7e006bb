"""What is known about matters like one that is being written: who has most of them, what of them
two persons have made public. Whoever asks may be anybody: nothing else of them is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F, OuterRef, Subquery

from huiyin.engine.standing import Step
from huiyin.matters.models import Event, Matter, SealedText

LEAST = 3
"""Fewer would point at somebody."""
RECENT = 300
"""How many of the newest matters of a place are looked at."""
PUBLISH, WHERE = "publish", "where"
"""The act that makes an answer public, and its field that says in which place."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A public answer: when, where it can be read, and the search words of its matter."""

    at: datetime
    where: str
    tokens: Sequence[str]


def handled_by(place: str, category: str) -> str:
    """Name of the unit that has most of the open matters of this place and category; empty when
    no unit has LEAST of them. One statement."""
    sql = """
        SELECT u.name FROM (
            SELECT owner_unit_id, category_id, is_open, sealed FROM matters_matter
            WHERE place_id = %s ORDER BY received_at DESC, id DESC LIMIT %s
        ) m JOIN people_unit u ON u.id = m.owner_unit_id
        WHERE m.is_open AND NOT m.sealed AND m.category_id = %s
        GROUP BY u.id, u.name HAVING count(*) >= %s ORDER BY count(*) DESC, u.name LIMIT 1
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [place, RECENT, category, LEAST])
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def published(place: str) -> list[Answer]:
    """Answers of this place that a second person has agreed to make public, newest first; where
    they are is a text of the first person's event. One statement."""
    newest = Matter.objects.filter(place=place, sealed=False).order_by("-received_at", "-id")
    said = SealedText.objects.filter(
        matter=OuterRef("matter"), path=WHERE, seq__lte=OuterRef("seq")
    ).order_by("-seq")
    events = (
        Event.objects.filter(matter__in=newest.values("pk")[:RECENT], act=PUBLISH, step=Step.DO)
        .annotate(tokens=F("matter__words__tokens"), where=Subquery(said.values("text")[:1]))
        .order_by("-at")
        .values_list("at", "where", "tokens")[:RECENT]
    )
    return [Answer(at, where or "", tokens or ()) for at, where, tokens in events]
