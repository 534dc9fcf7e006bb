"""Duties in words: how one stands, how late it was filed."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.duties.queries.rows import Shown
from huiyin.engine.duty_filing import Standing
from huiyin.ui.words import Chip

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def chip(row: Shown) -> Chip:
    """How a duty stands: words, never a colour alone."""
    if row.standing is Standing.MISSING:
        return Chip("late", _("missing"))
    if row.standing is Standing.LATE:
        late = late_words(row.late_by)
        return Chip("soon", _("zero report, {late}").format(late=late) if row.is_zero else late)
    if row.standing is Standing.IN_TIME:
        return Chip("done", _("zero report") if row.is_zero else _("filed in time"))
    if row.standing is Standing.COMING:
        opens = timezone.localtime(row.opens_at)
        return Chip("none", _("opens {at}").format(at=f"{opens:%m-%d %H:%M}"))
    return Chip("calm", _("open"))


def late_words(late: timedelta) -> str:
    """“35 min late”, “3 h late”, “2 days late”."""
    if late < _HOUR:
        return _("{n} min late").format(n=max(1, late // timedelta(minutes=1)))
    if late < 2 * _DAY:
        return _("{n} h late").format(n=late // _HOUR)
    return ngettext("{n} day late", "{n} days late", late.days).format(n=late.days)
