"""Days, moments and lengths of time as residents read them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.engine.terms import Term, Unit


def day_words(day: date) -> str:
    """“Tuesday 15 December 2026”."""
    # Translators: a day as Django's date format
    return date_format(day, _("l j F Y"))


def moment_words(at: datetime) -> str:
    """The same with the time, local."""
    local = timezone.localtime(at)
    return _("{day}, {time}").format(day=day_words(local.date()), time=f"{local:%H:%M}")


def due_words(at: datetime, terms: tuple[Term, ...]) -> str:
    """A due day; the moment when it is counted in hours."""
    in_hours = bool(terms) and terms[0].unit in {Unit.HOUR, Unit.WORK_HOUR}
    return moment_words(at) if in_hours else day_words(timezone.localtime(at).date())


def iso_words(text: str) -> str:
    """`2026-12-15` or `2026-12-15 09:00`, as derivations hold them, in words."""
    day, _space, time = text.partition(" ")
    words = day_words(date.fromisoformat(day))
    return _("{day}, {time}").format(day=words, time=time) if time else words


def term_words(term: Term) -> str:
    """“5 working days”."""
    n = term.amount
    words = {
        Unit.HOUR: ngettext("{n} hour", "{n} hours", n),
        Unit.WORK_HOUR: ngettext("{n} office hour", "{n} office hours", n),
        Unit.DAY: ngettext("{n} day", "{n} days", n),
        Unit.WORKDAY: ngettext("{n} working day", "{n} working days", n),
        Unit.MONTH: ngettext("{n} month", "{n} months", n),
    }
    return words[term.unit].format(n=n)
