"""Whether one matter repeats another (判重): what a machine may say about it, and no more.

*Same person* (同人) is a rule and is computed: one of those who ask is completely the same; of a
matter brought by proxy the person represented counts; of anonymous reports the accused. *Same
matter* (同事: facts and requests basically the same) is a judgement: here it is only a likeness of
words, which suggests, and a person decides. Source: LAW.md 2.2 (重信重访, 同人, 同事).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from huiyin.engine.counting_rules import Roles

Kind = Literal["same_matter", "same_person", "related"]
"""相同信访事项 · 相同信访人 · 相关信访事项."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A matter as it was brought. `persons`: role → identities (equal for the same person);
    `words`: its search words; `place` and `category` are codes, "" when not stated."""

    persons: Mapping[str, frozenset[str]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    place: str = ""
    category: str = ""

    def in_roles(self, roles: Iterable[str]) -> frozenset[str]:
        """Everybody who has one of these roles."""
        return frozenset().union(*(self.persons.get(role, frozenset()) for role in roles))


def same_person(one: Brought, other: Brought, roles: Roles) -> bool:
    """Whether at least one person is completely the same in both (同人).

    A proxy (代理人) is no asker: who is represented is. Without anybody who asks, a report is
    anonymous; then whom it is about has to be the same.
    """
    askers, others = one.in_roles(roles.askers), other.in_roles(roles.askers)
    if askers or others:
        return not askers.isdisjoint(others)
    return not one.in_roles(roles.accused).isdisjoint(other.in_roles(roles.accused))


def likeness(shared: int, one: int, other: int) -> int:
    """How alike two sets of words are, in per cent (Dice): of `one` and `other` words, `shared`."""
    return 200 * shared // (one + other) if one + other else 0


def alike(one: Brought, other: Brought) -> int:
    """The likeness of two matters' words, in per cent."""
    return likeness(len(one.words & other.words), len(one.words), len(other.words))


def near(one: Brought, other: Brought) -> bool:
    """Whether both are about the same place or of the same category."""
    return bool(one.place and one.place == other.place) or bool(
        one.category and one.category == other.category
    )


def suggestion(*, same_person: bool, likeness: int, near: bool, least: int) -> Kind | None:
    """What is said beside a candidate, None for nothing; `least` per cent of likeness count."""
    is_alike = likeness >= least
    if same_person:
        return "same_matter" if is_alike else "same_person"
    return "related" if is_alike and near else None


def suggested(one: Brought, other: Brought, roles: Roles, least: int) -> Kind | None:
    """`suggestion` for two matters."""
    return suggestion(
        same_person=same_person(one, other, roles),
        likeness=alike(one, other),
        near=near(one, other),
        least=least,
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """A person's decision that a matter repeats an earlier one, and the moment it was undone."""

    made_at: datetime
    undone_at: datetime | None = None


def is_repeat(marks: Iterable[Mark], at: datetime) -> bool:
    """Whether a matter counts as a repeat (重件) at a moment: the flag in force just before it."""
    return any(
        mark.made_at < at and (mark.undone_at is None or mark.undone_at >= at) for mark in marks
    )
