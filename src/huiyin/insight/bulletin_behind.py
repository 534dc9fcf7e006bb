"""The matters behind a number of the bulletin: events by their day, terms by the day they end."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from huiyin.engine.figure_values import Span
from huiyin.engine.method_shape import BulletinShape
from huiyin.insight.behind import Made, made
from huiyin.insight.bulletin import TERMS, kept, select_for, terms_in
from huiyin.insight.moments import within
from huiyin.insight.selecting import chosen, events
from huiyin.matters import policy
from huiyin.matters.queries.keyset import PAGE, Page, Place
from huiyin.matters.queries.rows import rows_of
from huiyin.people.actor import Actor
from huiyin.places.models import Division


def behind(
    actor: Actor,
    shape: BulletinShape,
    of: str,
    place: Division,
    month: Span,
    now: datetime,
    after: Place | None = None,
) -> Page[Made]:
    """A page of the visible matters that make one number; two statements. Raises LookupError."""
    if of in TERMS:
        return _terms(actor, shape, of, place, month, now, after)
    found = chosen(select_for(shape, of), events(policy.visible(actor), place))
    return made(actor, found.filter(within("at", month)), after)


def _terms(
    actor: Actor,
    shape: BulletinShape,
    of: str,
    place: Division,
    month: Span,
    now: datetime,
    after: Place | None,
) -> Page[Made]:
    found = terms_in(shape, policy.visible(actor), place, month).filter(kept(now)[of])
    if after is not None:
        keys = Tuple(F("legal"), F("matter_id"))
        found = found.filter(Q(TupleLessThan(keys, (after.moment, after.id))))
    rows = found.order_by("-legal", "-matter_id").values_list("legal", "matter_id")[: PAGE + 1]
    ends = [(legal, matter) for legal, matter in rows if legal is not None]
    shown = ends[:PAGE]
    by_id = {row.id: row for row in rows_of(actor, [matter for _, matter in shown])}
    last = Place(*shown[-1]) if len(ends) > PAGE else None
    return Page([Made(by_id[matter], legal) for legal, matter in shown if matter in by_id], last)
