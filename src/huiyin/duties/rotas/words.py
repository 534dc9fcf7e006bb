"""A shift in words: the day, from when to when, the slot; nothing about matters or persons."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from huiyin.duties.models import Shift
from huiyin.engine.method_shape import RotaShape
from huiyin.ui.sentences import say


def when(begins: datetime, ends: datetime) -> str:
    """`2026-03-02 09:00–17:00`; an end on another day is written with its day."""
    first, last = timezone.localtime(begins), timezone.localtime(ends)
    tail = f"{last:%H:%M}" if last.date() == first.date() else f"{last:%m-%d %H:%M}"
    return f"{first:%Y-%m-%d %H:%M}–{tail}"


def slot_name(shape: RotaShape | None, slot: str) -> str:
    """What the slot is called; its key when the method has it no more."""
    found = shape.slots.get(slot) if shape else None
    return say(found) if found else slot


def named(shift: Shift, shape: RotaShape | None) -> str:
    """A shift as a list shows it."""
    return f"{when(shift.begins_at, shift.ends_at)} {slot_name(shape, shift.slot)}"
