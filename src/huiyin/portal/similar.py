"""What is known already about something like this, shown before a matter is sent; it never blocks.

Nothing of other people's matters is told but what two persons have made public, and that there are
several: from three on, without any detail.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F, OuterRef, Subquery

from huiyin.engine.repeats import likeness
from huiyin.engine.standing import Step
from huiyin.matters import search
from huiyin.matters.models import Event, Matter, SealedText
from huiyin.packs import counting_file

LEAST = 3
"""Fewer would point at somebody."""
RECENT = 300
"""How many of the newest matters of a place are looked at."""
PUBLISH, WHERE = "publish", "where"
"""The act that makes an answer public, and its field that says in which place."""


@dataclass(frozen=True)
class Published:
    """A public answer to something alike: when, and where it can be read."""

    at: datetime
    where: str


@dataclass(frozen=True)
class Similar:
    """`handled_by` is the office that has most of the others; empty when there are too few."""

    handled_by: str
    published: list[Published]


def similar(place: str, category: str, title: str) -> Similar:
    """What can be said about matters like this one; nothing without a place. Two statements."""
    if not place:
        return Similar("", [])
    return Similar(_handled_by(place, category) if category else "", _published(place, title))


def _handled_by(place: str, category: str) -> str:
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


def _published(place: str, title: str) -> list[Published]:
    """Answers that a second person has agreed to make public; where they are is a text of the
    first person's event."""
    rules, own = counting_file.rules().alike, set(search.tokens(title))
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
    alike = [
        Published(at, where or "")
        for at, where, tokens in events
        if likeness(len(own & set(tokens or ())), len(tokens or ()), len(own)) >= rules.least
    ]
    return alike[: rules.most]
