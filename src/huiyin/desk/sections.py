"""A long form in sections: how it came, who brings it, what it is about, where it belongs.

The order of the form stays; a section begins at the first field that opens it. Nothing is said in
packs about sections: what a field is (a person, the summary, a place) is enough to tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _

from huiyin.desk.when import conditions
from huiyin.engine.definition import FormField
from huiyin.engine.explain import N_
from huiyin.ui.fields import FieldView

SHORT = 7
"""Up to here a form needs no sections."""
_TITLES = {
    "how": N_("How it came"), "who": N_("Who brings it"), "what": N_("The matter itself"),
    "where": N_("Where it belongs, papers"),
}  # fmt: skip
_ORDER = tuple(_TITLES)
_PLACES = frozenset({"category", "division", "grid", "point", "files"})
SUMMARY = "title"


@dataclass(frozen=True, slots=True)
class Section:
    """Some fields that stand next to each other. `must` is how many of them have to be filled in
    whatever else is said, `wrong` how many are not right."""

    key: str
    title: str
    fields: Sequence[FieldView]
    when: Mapping[str, str] = field(default_factory=dict)
    """Field → the condition under which it counts, for `when.js`."""

    @property
    def rows(self) -> list[tuple[FieldView, str]]:
        """Each field with its condition, "" for one that always counts."""
        return [(one, self.when.get(one.name, "")) for one in self.fields]

    @property
    def must(self) -> int:
        return sum(one.required and not one.condition for one in self.fields)

    @property
    def maybe(self) -> bool:
        """Whether something has to be filled in under a condition."""
        return any(one.required and one.condition for one in self.fields)

    @property
    def wrong(self) -> int:
        return sum(bool(_errors(one)) for one in self.fields)


def sections(form: Mapping[str, FormField], fields: Sequence[FieldView]) -> list[Section]:
    """The drawn fields of a form in sections; one section without a title for a short form."""
    when = conditions(form)
    if sum(one.widget != "hidden" for one in fields) <= SHORT:
        return [Section("all", "", fields, when)]
    begins = dict(_begins(form))
    placed = [(begins[one.name], one) for one in fields]
    return [
        Section(key, _(_TITLES[key]), [one for _key, one in group], when)
        for key, group in groupby(placed, key=lambda one: one[0])
    ]


def _begins(form: Mapping[str, FormField]) -> Iterator[tuple[str, str]]:
    """Field → its section, never going back to an earlier one."""
    at = 0
    for name, spec in form.items():
        at = max(at, _ORDER.index(_opens(name, spec, form) or _ORDER[at]))
        yield name, _ORDER[at]


def _opens(name: str, spec: FormField, form: Mapping[str, FormField]) -> str | None:
    """The section that begins with this field at the latest."""
    if spec.type in _PLACES:
        return "where"
    if name == SUMMARY:
        return "what"
    if spec.type == "person" or any(name in one.condition for one in _persons(form)):
        return "who"
    return None


def _persons(form: Mapping[str, FormField]) -> Iterator[FormField]:
    return (spec for spec in form.values() if spec.type == "person")


def _errors(view: FieldView) -> tuple[str, ...]:
    inner = [error for row in view.rows for part in row.fields for error in _errors(part)]
    return (*view.errors, *inner)
