"""The bar of filters above the worklist: what can be asked, and what is asked, in words.

A few filters are always in view; the others come with `more`, or when one of them is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.desk.counting import places
from huiyin.engine.definition import NEW, Process
from huiyin.engine.explain import N_
from huiyin.engine.kinds import NOT_OPEN
from huiyin.engine.refusals import RULES
from huiyin.matters.models import Category
from huiyin.matters.queries.filters import ME, NOBODY, QUIET, Filters, Wrong
from huiyin.packs import load
from huiyin.people import choices
from huiyin.people.actor import Actor
from huiyin.people.models import Unit
from huiyin.ui.fields import Option
from huiyin.ui.sentences import say

MOST_UNITS = 500
_ALWAYS = ("due", "phase", "unit", "holder", "sort")
_MORE = (
    "kind", "state", "channel", "category", "place", "since", "until", "quiet", "waiting", "repeat",
)  # fmt: skip
_LABELS: Mapping[str, str] = {
    "due": N_("Due"), "phase": N_("Stage"), "unit": N_("Unit"), "holder": N_("Holder"),
    "sort": N_("Order"), "kind": N_("Kind of matter"), "state": N_("State"),
    "channel": N_("Channel"), "category": N_("Category"), "place": N_("Place"),
    "since": N_("Received from"), "until": N_("Received until"),
    "quiet": N_("Nothing happened for"), "waiting": N_("Waits for a second person"),
    "repeat": N_("Repeats an earlier matter"),
}  # fmt: skip
_DUE = {
    "late": N_("Late"), "today": N_("Due today"), "week": N_("Due this week"),
    "later": N_("Due later"), "none": N_("No running term"),
}  # fmt: skip
_PHASES = {
    "intake": N_("Taking in"), "accept": N_("Deciding who handles it"), "handle": N_("Handling"),
    "review": N_("Can be reviewed"), "closed": N_("Closed, not yet archived"),
}  # fmt: skip
"""What is final or in force is in no worklist."""
_SORTS = {
    "newest": N_("Newest first"), "oldest": N_("Oldest first"), "number": N_("By number"),
}  # fmt: skip
_FIRST = {"sort": N_("By due date"), "quiet": N_("Any time")}
"""The words of the empty choice, where “All” is not the word."""
_TICKS = frozenset({"waiting", "repeat"})
_DAYS = frozenset({"since", "until"})
_PLAIN = frozenset({"due", "phase"})
"""Their values say by themselves what they are."""


@dataclass(frozen=True, slots=True)
class FilterField:
    """One filter as the template draws it: a select, a day, a tick, or a text to type."""

    name: str
    label: str
    widget: str
    value: str
    first: str = ""
    options: tuple[Option, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is asked, in words, and the address of the list without it."""

    text: str
    without: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The fields in view, the filters kept beside them, and those that are asked in words."""

    fields: Sequence[FilterField]
    kept: Mapping[str, str]
    chips: Sequence[Chip]
    shows_more: bool


def bar(
    actor: Actor,
    tab: str,
    filters: Filters,
    *,
    typed: Mapping[str, str],
    wrong: Mapping[str, Wrong],
    more: bool,
) -> Bar:
    """The bar of one tab; at most four statements, for the posts, units, categories and places to
    choose from."""
    asked = filters.given()
    shows_more = more or bool(wrong.keys() & set(_MORE))
    names = [name for name in _ALWAYS if _fits(name, tab)]
    drawn = [*names, *(name for name in _MORE if shows_more and _fits(name, tab, filters))]
    setting = _Setting(actor, tab, filters)
    options = {
        name: tuple(_OPTIONS[name](setting) or ())
        for name in dict.fromkeys([*drawn, *asked])
        if name in _OPTIONS
    }
    fields = [_field(name, asked, typed, wrong, options) for name in drawn]
    chips = [
        Chip(_in_words(name, text, options), _without(filters, name).query(tab=tab))
        for name, text in asked.items()
        if name != "sort"
    ]
    kept = {name: text for name, text in asked.items() if name not in drawn}
    return Bar(fields, kept, chips, shows_more)


@dataclass(frozen=True, slots=True)
class _Setting:
    actor: Actor
    tab: str
    filters: Filters


def _fits(name: str, tab: str, filters: Filters | None = None) -> bool:
    if name == "unit":
        return tab in {"below", "late"}
    if name == "holder":
        return tab not in {"mine", "inbox"}
    if name == "due":
        return tab != "late"
    if name == "state":
        return filters is not None and bool(filters.kind)
    return True


def _field(
    name: str,
    asked: Mapping[str, str],
    typed: Mapping[str, str],
    wrong: Mapping[str, Wrong],
    options: Mapping[str, tuple[Option, ...]],
) -> FilterField:
    widget = "tick" if name in _TICKS else "day" if name in _DAYS else "select"
    if name == "place" and not options["place"]:
        widget = "text"
    label = _(_LABELS[name])
    fault = wrong.get(name)
    error = ""
    if fault:
        error = _(RULES[fault.rule]).format(label=label, value=fault.value, limit=fault.limit)
    value = typed.get(name, "")[:60] if fault else asked.get(name, "")
    first = _(_FIRST[name]) if name in _FIRST else _("All")
    return FilterField(name, label, widget, value, first, options.get(name, ()), error)


def _in_words(name: str, text: str, options: Mapping[str, tuple[Option, ...]]) -> str:
    label = _(_LABELS[name])
    if name in _TICKS:
        return label
    said = next((one.label for one in options.get(name, ()) if one.value == text), text)
    if name in _PLAIN:
        return said
    return _("{label}: {value}").format(label=label, value=said)


def _without(filters: Filters, name: str) -> Filters:
    empty: Any = getattr(Filters(), name)
    return replace(filters, **{name: empty})


def _fixed(words: Mapping[str, str]) -> Callable[[_Setting], Iterator[Option]]:
    return lambda _setting: (Option(value, _(text)) for value, text in words.items())


def _processes() -> Iterator[tuple[str, Process]]:
    for pack in load.available():
        for process in load.load(pack).processes.values():
            yield pack, process


def _kinds(_setting: _Setting) -> Iterator[Option]:
    for pack, process in _processes():
        yield Option(f"{pack}/{process.process}", say(process.name))


def _states(setting: _Setting) -> Iterator[Option]:
    for pack, process in _processes():
        if f"{pack}/{process.process}" == setting.filters.kind:
            for key, state in process.states.items():
                if state.phase not in NOT_OPEN:
                    yield Option(key, say(state))


def _channels(_setting: _Setting) -> Iterator[Option]:
    found: dict[str, str] = {}
    for _pack, process in _processes():
        for act in process.acts.values():
            if NEW in act.from_states and "channel" in act.form:
                for key, option in act.form["channel"].options.items():
                    found.setdefault(key, say(option))
    return (Option(key, text) for key, text in found.items())


def _holders(setting: _Setting) -> Iterator[Option]:
    yield Option(ME, _("Me"))
    yield Option(NOBODY, _("Nobody yet"))
    chosen = setting.filters.unit
    units = [UUID(str(chosen))] if chosen else sorted(setting.actor.unit_ids)
    for post in choices.posts(units):
        person = getattr(post, "holder", None)
        yield Option(str(post.pk), f"{post.title}（{person}）" if person else post.title)


def _units(setting: _Setting) -> Iterator[Option]:
    tops = sorted(setting.actor.unit_ids)
    below = Unit.objects.filter(above__overlap=tops, dissolved_on__isnull=True)
    for key, name, parent in below.order_by("parent__code", "code").values_list(
        "pk", "name", "parent__name"
    )[:MOST_UNITS]:
        yield Option(str(key), name, parent or "")


def _categories(_setting: _Setting) -> Iterator[Option]:
    for one in Category.objects.filter(active=True).order_by("code"):
        yield Option(one.pk, f"{'　' if one.parent_id else ''}{one}")


def _quiet(_setting: _Setting) -> Iterator[Option]:
    return (Option(str(days), _("{n} days").format(n=days)) for days in QUIET)


_OPTIONS: Mapping[str, Callable[[_Setting], Any]] = {
    "due": _fixed(_DUE), "phase": _fixed(_PHASES), "sort": _fixed(_SORTS), "kind": _kinds,
    "state": _states, "channel": _channels, "holder": _holders, "unit": _units,
    "category": _categories, "place": lambda setting: places(setting.actor), "quiet": _quiet,
}  # fmt: skip
