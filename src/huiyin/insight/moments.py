"""Local days as moments: where a period begins and ends in the installation's time zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Q

from huiyin.engine.figure_values import Span
from huiyin.matters.history import zone


def beginning(day: date) -> datetime:
    """The first moment of a local day."""
    return datetime.combine(day, time(), zone())


def behind(day: date) -> datetime:
    """The first moment after a local day."""
    return beginning(day + timedelta(1))


def within(field: str, span: Span) -> Q:
    """The condition of a moment `field` to lie in the period."""
    found = Q(**{f"{field}__lt": behind(span.last)})
    return found if span.first is None else found & Q(**{f"{field}__gte": beginning(span.first)})
