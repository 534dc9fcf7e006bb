"""What came in a period, as counting sees it: the columns of `engine.tally.Came`, in SQL.

Flags are those in force at the end of the period, read from the events by which people related
matters: a repeat is one that a person related to an earlier matter, a merge likewise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Left, TruncDate

from huiyin.engine.counting_rules import Counting
from huiyin.engine.standing import Step
from huiyin.engine.tally import FIRST_LEVEL, Came
from huiyin.matters.history import zone
from huiyin.matters.models import Event, Link, LinkKind, Matter
from huiyin.places.models import Division

FIELDS = ("channel", "people", "signatories", "purpose", "kind", "beyond", "repeat", "merged")
"""Columns of `flagged`; `kind` is the first-level category."""


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, both included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time(), zone())

    @property
    def end(self) -> datetime:
        """The moment behind the last day."""
        return datetime.combine(self.last + timedelta(1), time(), zone())


def matters(seen: Q, rules: Counting, *, place: Division | None, end: datetime) -> QuerySet[Matter]:
    """The matters among those `seen` that are pieces of their own, of a place and all below it."""
    found = Matter.objects.filter(seen, process__in=rules.processes)
    if place is not None:
        found = found.filter(place__path__under=place.path)
    return found.filter(~Exists(standing(rules.no_pieces, end).filter(source=OuterRef("pk"))))


def in_period(seen: Q, rules: Counting, period: Period, place: Division | None) -> QuerySet[Matter]:
    """Those that came in the period, by the day on which they were received."""
    found = matters(seen, rules, place=place, end=period.end)
    return found.filter(received_at__gte=period.start, received_at__lt=period.end)


def flagged(found: QuerySet[Matter], rules: Counting, end: datetime) -> QuerySet[Matter]:
    """With the columns `FIELDS`."""
    facts = rules.facts
    signed = F(f"first__data__{facts.signatories}")
    rows = Func(signed, function="jsonb_array_length", output_field=IntegerField())
    repeat = standing([LinkKind.REPEAT_OF], end).filter(source=OuterRef("pk"))
    merged = standing([LinkKind.MERGED_INTO], end).filter(source=OuterRef("pk"))
    merged = merged.annotate(
        day=TruncDate("source__received_at", tzinfo=zone()),
        there=TruncDate("target__received_at", tzinfo=zone()),
    )
    return found.annotate(
        first=FilteredRelation("events", condition=Q(events__seq=1)),
        people=Coalesce(Cast(KeyTextTransform(facts.people, "first__data"), IntegerField()), 1),
        shape=Func(signed, function="jsonb_typeof", output_field=TextField()),
        signatories=Case(When(shape="array", then=rows), default=0),
        purpose=Coalesce(
            KeyTextTransform(facts.purpose, "first__data"), Value(""), output_field=TextField()
        ),
        kind=Coalesce(Left("category_id", FIRST_LEVEL), Value(""), output_field=TextField()),
        beyond=Case(
            When(Q(**{f"first__data__{facts.beyond}": True}), then=True),
            default=False,
            output_field=BooleanField(),
        ),
        mark=Subquery(_marks(rules, end).values("act")[:1]),
        repeat=Case(
            When(Exists(repeat), then=True),
            When(mark__isnull=True, then=False),
            When(mark__in=rules.repeat.cleared_by, then=False),
            default=True,
            output_field=BooleanField(),
        ),
        merged=Exists(merged.filter(day=F("there"))),
    )


def standing(kinds: Any, at: datetime) -> QuerySet[Link]:
    """Relations in force just before a moment, by the times at which they were made and undone."""
    of_source = Event.objects.filter(matter=OuterRef("source"), at__lt=at)
    return Link.objects.filter(
        Exists(of_source.filter(seq=OuterRef("seq"))),
        ~Exists(of_source.filter(seq=OuterRef("undone_seq"))),
        kind__in=list(kinds),
    )


def _marks(rules: Counting, end: datetime) -> QuerySet[Event]:
    """The acts that set and cleared the flag of a repeat, the newest first."""
    acts = [*rules.repeat.set_by, *rules.repeat.cleared_by]
    at_first = Q(seq=1) & Q(**{f"data__{rules.repeat.field}": True})
    events = Event.objects.filter(matter=OuterRef("pk"), step=Step.DO, at__lt=end)
    return events.filter(Q(act__in=acts) | at_first).order_by("-seq")


def came(row: dict[str, Any]) -> Came:
    """One row of `FIELDS` as a value."""
    return Came(
        channel=row["channel"], people=row["people"], signatories=row["signatories"],
        purpose=row["purpose"], category=row["kind"], beyond=row["beyond"], repeat=row["repeat"],
        merged=row["merged"],
    )  # fmt: skip
