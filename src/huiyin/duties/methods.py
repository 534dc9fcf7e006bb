"""The method that rules a duty, a unit or a place: looked up by the name of its pack."""

from __future__ import annotations

from collections.abc import Collection

from huiyin.engine.method import Method
from huiyin.engine.method_shape import DutyShape
from huiyin.engine.recurrence import Span, span_of
from huiyin.packs import load
from huiyin.packs.load import PackNotFound
from huiyin.packs.method_file import MethodFileError, method


def method_of(pack: str) -> Method:
    """The method of a pack; one without duties where none is set or the pack is gone.

    Raises MethodFileError for one with mistakes.
    """
    if not pack:
        return Method("")
    try:
        return method(pack)
    except PackNotFound:
        return Method(pack)


def shape_of(pack: str, key: str) -> DutyShape | None:
    """What a duty is; None once its pack no longer has it."""
    return method_of(pack).duties.get(key)


def spans_of(found: Method) -> Collection[Span]:
    """The sensitive dates of a method."""
    return [span_of(one.begins, one.ends) for one in found.sensitive.values()]


def following(process: str, act: str) -> bool:
    """Whether some pack has a duty that follows this act: asked at every act, so of memory. A
    pack with mistakes counts as one that may: it is refused where it is in force."""
    return any(_has_after(name, process, act) for name in load.available())


def _has_after(pack: str, process: str, act: str) -> bool:
    try:
        duties = method_of(pack).duties.values()
    except MethodFileError:
        return True
    follow = (duty.after for duty in duties if duty.after is not None)
    return any((one.process, one.act) == (process, act) for one in follow)
