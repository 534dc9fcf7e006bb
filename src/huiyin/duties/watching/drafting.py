"""The supervision order that a finding gives: its form, filled in, and why in words.

Orders are records of an office and are written in Chinese, whoever asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.duties.models import Looked
from huiyin.duties.queries.standing import PROCESS
from huiyin.duties.watching.rules import Rule
from huiyin.engine import explain
from huiyin.engine.definition import Process
from huiyin.engine.standing import Standing
from huiyin.engine.watch import Occasion, occasion_of
from huiyin.matters import history
from huiyin.matters.models import Matter
from huiyin.matters.queries.rows import clock_name
from huiyin.packs import load
from huiyin.places import calendars

CHINESE = "zh-hans"
_LONGEST_TITLE, _LONGEST_DETAIL, _LONGEST_RULE = 80, 500, 100


def pack_of(matter: Matter) -> str:
    """The pack whose supervision process an order about this matter runs: its own, the national
    one where its pack has none (the hotline's)."""
    return matter.pack if PROCESS in load.load(matter.pack).processes else load.NATIONAL


def draft(found: Sequence[tuple[Looked, Rule]], now: datetime) -> dict[str, Any]:
    """The form of `register` of one supervision order about the findings of one matter: target,
    grounds, text, with the derivations. `matter` is loaded with its units. No words of the matter
    itself are taken over."""
    matter = found[0][0].matter
    rules = "；".join(rule.shape.zh for _looked, rule in found)
    with override(CHINESE):
        said = [
            _words(matter, rule, occasion_of(looked.occasion, history.zone()), now)
            for looked, rule in found
        ]
        title = _("{number}: {rule}").format(number=matter.number, rule=rules)
    filled: dict[str, Any] = {
        "kind": "case", "target": matter.number, "title": title[:_LONGEST_TITLE],
        "grounds": [
            {"ground": rule.shape.ground, "detail": detail[:_LONGEST_DETAIL]}
            for (_looked, rule), (detail, _text) in zip(found, said, strict=True)
        ],
        "text": "\n\n".join(text for _detail, text in said), "rule": rules[:_LONGEST_RULE],
        "category": matter.category_id, "place": matter.place_id,
    }  # fmt: skip
    form = load.process(pack_of(matter), PROCESS).acts["register"].form
    return {name: value for name, value in filled.items() if value is not None and name in form}


def _words(matter: Matter, rule: Rule, occasion: Occasion, now: datetime) -> tuple[str, str]:
    """The detail in a sentence, and the whole: rule, sentence, derivation of the due date."""
    process = history.process_of(matter)
    detail = _detail(process, occasion, now, _worked(matter, occasion, now))
    said = [_("Rule: {rule} ({law})").format(rule=rule.shape.zh, law=rule.shape.law), detail]
    return detail, "\n".join([*said, *_why(matter, occasion)])


def _detail(process: Process, occasion: Occasion, now: datetime, worked: int) -> str:
    today = _day(now)
    if not occasion.clock:
        since = _day(occasion.moment or now)
        return _(
            "The last act was on {since}; up to {today} nothing was done for {days} working days."
        ).format(since=since, today=today, days=worked)
    name = clock_name(process, occasion.clock)
    clock = name.zh if name else occasion.clock
    if occasion.moment is None:
        return _("“{clock}” runs for the {times}th time, on {today}.").format(
            clock=clock, times=occasion.cycle, today=today
        )
    law = getattr(name, "law", None) or ""
    return _(
        "“{clock}” ({law}) was due on {due}; on {today} it is {days} working days late."
    ).format(clock=clock, law=law, due=_day(occasion.moment), today=today, days=worked)


def _why(matter: Matter, occasion: Occasion) -> Iterator[str]:
    """How the due date came about, from the events."""
    if not occasion.clock or occasion.moment is None:
        return
    calendar = history.calendar_for(matter, calendars.stamp())
    standing: Standing = history.standing_of(list(matter.events.order_by("seq")), calendar)
    for state in standing.clocks:
        if (state.key, state.cycle) == (occasion.clock, occasion.cycle):
            yield from explain.render(state.derivation, _)


def _worked(matter: Matter, occasion: Occasion, now: datetime) -> int:
    """Working days since then, the day itself not counted."""
    if occasion.moment is None:
        return 0
    calendar = history.calendar_for(matter, calendars.stamp())
    first, last = (at.astimezone(history.zone()).date() for at in (occasion.moment, now))
    return calendar.workdays_between(first, last)


def _day(at: datetime) -> str:
    return at.astimezone(history.zone()).date().isoformat()
