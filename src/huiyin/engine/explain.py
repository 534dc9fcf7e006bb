"""Derivations as structured steps, and the sentences that tell them.

A step is a kind and its values (dates as text, numbers, names as {"zh": ..., "en": ...}), so it can
be stored as JSON. The sentences are English msgids; `render` puts them through any `gettext`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


def N_(text: str) -> str:  # noqa: N802 -- the usual name of the gettext marker
    """Mark a msgid for the catalogue without translating it."""
    return text


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a derivation, or a reason for a refusal."""

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The step as plain JSON data; `from_json` is the way back."""
        return {"kind": self.kind, **self.values}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Step:
        """The step that `as_json` gave."""
        return cls(data["kind"], {key: value for key, value in data.items() if key != "kind"})


# A catalogue answers this with the language in which its readers see names: names-in:zh.
NAMES_IN = N_("names-in:en")
COMMA = N_(", ")
ONE_DAY, DAYS = N_("{first}"), N_("{first} to {last}")
NAMED, SOURCED = N_("{text} ({name})"), N_("{text} ({name}, {source})")
OF_SOURCE = N_(" ({source})")

SENTENCES: Mapping[str, str] = {
    "day_not_counted": N_("{day} is the first day and does not count"),
    "day_counts": N_("{day} is the first day and counts"),
    "count_nd": N_("natural days counted: {amount}, from {from} to {to} (nominal due)"),
    "count_wd": N_("working days counted: {amount}, from {from} to {to} (due)"),
    "count_m": N_("months counted: {amount}, to the corresponding day {to} (nominal due)"),
    "count_h": N_("hours counted: {amount}, from {from} to {to} (due)"),
    "count_wh": N_("office hours counted: {amount}, from {from} to {to} (due)"),
    "extend_nd": N_("extended by natural days: {amount}, from {from} to {to} (nominal due)"),
    "extend_wd": N_("extended by working days: {amount}, from {from} to {to} (due)"),
    "extend_m": N_("extended by months: {amount}, to {to} (nominal due)"),
    "extend_h": N_("extended by hours: {amount}, from {from} to {to} (due)"),
    "extend_wh": N_("extended by office hours: {amount}, from {from} to {to} (due)"),
    "fixed": N_("{day} was set as the due date (nominal due)"),
    "month_end": N_("the month has no day corresponding to {day}; it ends on {to}"),
    "skipped": N_("days off, skipped: {days}"),
    "make_up_counted": N_("make-up working days, counted: {days}"),
    "paused_days": N_("paused from {from} to {to}, not counted: {days} days"),
    "paused_time": N_("paused from {from} to {to}, not counted"),
    "rolled_holiday": N_("{day} is a day off: {name}{source}; moved to {to} (legal due)"),
    "rolled_weekend": N_("{day} is a weekend; moved to {to} (legal due)"),
    "due_on_workday": N_("{day} is a working day; the legal due is it"),
    "due_on_make_up": N_("{day} is a make-up working day: {name}{source}; the legal due is it"),
    "not_rolled": N_("{day} is a day off; this term does not move to a working day"),
    "unpublished": N_("no holiday notice published for {years}; weekends assumed off for now"),
    "no_term": N_("there is no term"),
    "paused_now": N_("paused since {since}"),
    "not_applicable": N_("this clock no longer applies"),
    "cancelled": N_("this clock was cancelled"),
    "in_time": N_("done {at}, in time"),
    "late": N_("done {at}, late"),
    "extend_never": N_("this clock cannot be extended"),
    "extend_not_running": N_("only a running clock with a term can be extended"),
    "extend_used_up": N_("no further extension: the limit is {times}"),
    "extend_too_long": N_("an extension of {asked} is not allowed: 1 up to {most}"),
    "extend_expired": N_("the term ended on {legal}; it can only be extended before"),
}


def render(
    steps: Iterable[Step],
    translate: Callable[[str], str],
    sentences: Mapping[str, str] = SENTENCES,
) -> list[str]:
    """One sentence per step, in the language of `translate` (a gettext function); `sentences` has
    a msgid for every kind of step that occurs."""
    language = translate(NAMES_IN).partition(":")[2]
    return [
        translate(sentences[step.kind]).format_map(_readable(step.values, translate, language))
        for step in steps
    ]


def _readable(
    values: Mapping[str, Any], translate: Callable[[str], str], language: str
) -> dict[str, Any]:
    """The values with names in one language and lists of days as text."""
    readable = dict(values)
    if isinstance(days := values.get("days"), list):
        texts = [_days(day, translate, language) for day in days]
        readable["days"] = translate(COMMA).join(texts)
    if "name" in values:
        source = values["source"]
        readable["name"] = values["name"][language]
        readable["source"] = translate(OF_SOURCE).format(source=source) if source else ""
    return readable


def _days(day: Mapping[str, Any], translate: Callable[[str], str], language: str) -> str:
    text = translate(ONE_DAY if day["first"] == day["last"] else DAYS).format_map(day)
    if "name" not in day:
        return text
    name, source = day["name"][language], day["source"]
    return translate(SOURCED if source else NAMED).format(text=text, name=name, source=source)
