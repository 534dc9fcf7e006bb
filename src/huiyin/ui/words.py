"""Moments and terms in words: “3 days left”, “due today”, “2 days late”."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON_DAYS = 3
"""From here on a running clock is marked as pressing."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A clock in words: `tone` is calm, soon, late, done or none; the icon follows the tone."""

    tone: str
    text: str
    day: str = ""
    provisional: bool = False


def due_chip(legal: datetime | None, now: datetime, *, provisional: bool = False) -> Chip:
    """How a running clock with this legal due stands, in local days."""
    if legal is None:
        return Chip("none", _("no term"))
    day = timezone.localtime(legal).date()
    left = (day - timezone.localtime(now).date()).days
    text, tone = _left(left, is_over=now > legal)
    return Chip(tone, text, day.isoformat(), provisional)


def _left(days: int, *, is_over: bool) -> tuple[str, str]:
    if is_over and days == 0:
        return _("ended today"), "late"
    if days < 0:
        return ngettext("{n} day late", "{n} days late", -days).format(n=-days), "late"
    if days == 0:
        return _("due today"), "soon"
    text = ngettext("{n} day left", "{n} days left", days).format(n=days)
    return text, "soon" if days <= SOON_DAYS else "calm"


def clock_chip(
    status: str,
    verdict: str | None,
    legal: datetime | None,
    now: datetime,
    *,
    provisional: bool = False,
    is_duty: bool = True,
) -> Chip:
    """How any cycle of a clock stands: running, paused, stopped in time or late, cancelled.

    A right that somebody may use within a term is never late, it ends.
    """
    if not is_duty and (status == "stopped" or (legal is not None and now > legal)):
        return Chip("none", _("ended"))
    if status == "running":
        return due_chip(legal, now, provisional=provisional)
    if status == "paused":
        return Chip("none", _("paused"), provisional=provisional)
    if status == "cancelled":
        return Chip("none", _("no longer applies"))
    return Chip("late", _("done late")) if verdict == "late" else Chip("done", _("done in time"))
