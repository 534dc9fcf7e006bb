"""What a process file may say: the strict shape of a pack's YAML as frozen values.

Input is plain data (mappings, lists, strings) read from YAML; output is a `Process` that
`huiyin.engine.process` runs and `huiyin.engine.check` proves sound. Unknown keys and wrong types
are refused with their path (PEERS.md §4.5); nothing is converted silently, so `times: "1"` is an
error and not a one.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from typing_extensions import override

from huiyin.engine.kinds import FieldType, LinkKind, Phase
from huiyin.engine.terms import Term

NEW = "new"
"""The state of a matter that does not exist yet: acts from here create one."""

BACK = "back"
"""`to: back` leads to the state before the last change of state (a merge is undone)."""

OWNER = "owner"
"""What `not:` names when a field must not be the unit that has the matter now."""

ONE_LENGTH = "a clock has either `within` (a term) or `until` (a date field), and not both"
ONE_SIDE = "a rung says either `left` or `over`"


class Role(StrEnum):
    """What a post is for; rights are the union over a person's posts."""

    WINDOW = "window"
    DISPATCHER = "dispatcher"
    HANDLER = "handler"
    HEAD = "head"
    LEADER = "leader"
    SUPERVISOR = "supervisor"
    MEDIATOR = "mediator"
    GRID = "grid"
    AUDITOR = "auditor"
    ADMIN = "admin"
    RESIDENT = "resident"


class Relation(StrEnum):
    """How the actor's unit stands to the matter at the moment of the act.

    `partner`: handles it jointly with the owner. `common`: the lowest unit above both the owner
    and the unit named as `rival` (条例第二十三条: the common superior decides).
    """

    OWNER = "owner"
    INTAKE = "intake"
    SENDER = "sender"
    PARTNER = "partner"
    ABOVE = "above"
    COMMON = "common"
    ANY = "any"


def _as_tuple(value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    return (value,) if isinstance(value, (str, bool, int)) else value


def _as_term(value: object) -> object:
    return Term.parse(value) if isinstance(value, str) else value


_ONE_OR_MANY = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_SCALAR = {"type": ["string", "boolean", "integer"]}

Many = Annotated[tuple[str, ...], BeforeValidator(_as_tuple), WithJsonSchema(_ONE_OR_MANY)]
Values = Annotated[
    tuple[str | bool | int, ...],
    BeforeValidator(_as_tuple),
    WithJsonSchema({"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}),
]
TermText = Annotated[
    Term,
    BeforeValidator(_as_term),
    WithJsonSchema({"type": "string", "pattern": r"^\d+(h|wh|nd|wd|m)$"}),
]
Condition = dict[str, Values]
"""Facts that must all match: field → allowed values. An absent fact counts as `false`."""


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class Text(Shape):
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def say(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


Confidence = Literal["A", "B", "C", "D"]
"""LAW.md: C and D rows are settings, shown as such."""


class Who(Shape):
    """`handler of owner`: a role, and the relation of its unit to the matter."""

    role: Role
    relation: Relation

    @override
    def __str__(self) -> str:
        return f"{self.role} of {self.relation}"


def _as_who(value: object) -> object:
    if not isinstance(value, str):
        return value
    role, _, relation = value.partition(" of ")
    if role not in set(Role) or relation not in set(Relation):
        msg = f"“{value}” is not “ROLE of RELATION” with a known role and relation"
        raise ValueError(msg)
    return Who(role=Role(role), relation=Relation(relation))


WhoText = Annotated[
    Who,
    BeforeValidator(_as_who),
    WithJsonSchema({"enum": [f"{role} of {relation}" for role in Role for relation in Relation]}),
]
WhoList = Annotated[tuple[WhoText, ...], BeforeValidator(_as_tuple), Field(min_length=1)]


class Option(Text):
    law: str | None = None
    confidence: Confidence = "A"


FREE_TEXT = frozenset({"text", "long"})
"""Kept beside the events under a salted hash, so that lawful erasure leaves the chain whole."""


class FormField(Text):
    """One field of an act's form: what HTML, API and import must all enforce alike."""

    type: FieldType
    required: bool = False
    must: bool | None = None
    default: str | int | bool | None = None
    min: int | None = None
    max: int | None = None
    options: dict[str, Option] = {}
    fields: dict[str, FormField] = {}
    of: str | None = None
    """The earlier list that an `each` answers row by row, that a `list` states anew with as many
    rows, or whose row an `int` names (from 1); of an `int` also a number that `counts`."""
    condition: Condition = Field(default={}, alias="if")
    """Looks at earlier fields of the same form, and for other names at what was recorded before."""
    not_after: Literal["now", "today"] | None = None
    not_before: str | None = None
    """`today`, `received`, or an earlier date field of the same form."""
    ahead: TermText | None = None
    """The day must be at least so many natural days after today (a hearing is announced)."""
    latest: Many = ()
    """Not asked but computed: the last of these days of the form (`rows.column` for a column): an
    agreement takes effect with the last signature or seal (人民调解法第二十九条)."""
    counts: Many = ()
    """Not asked but computed: how often these acts have been done, this time included (the number
    of a version, of a measure)."""
    excludes: Many = Field(default=(), alias="not")
    """`owner`, or names of fields (of this form or of earlier acts) whose units and posts this
    one must not name, nor a post of such a unit: what is complained about never gets it."""
    among: Literal["superiors", "partners"] | None = None
    of_unit: str | None = None
    """A post of the unit named in that field of the form; without it, a post of the owner."""
    adds: bool | None = None
    """Units or posts that only grow: what the field of this name held before stays in it."""
    law: str | None = None
    confidence: Confidence = "A"
    help: Text | None = None

    @property
    def is_computed(self) -> bool:
        """Whether nobody fills it in."""
        return bool(self.latest or self.counts)


class State(Text):
    phase: Phase
    public: Text


class Needs(Shape):
    """Acts that must have been done in this cycle, unless the condition holds (条例31(六))."""

    acts: Many
    unless: Condition = {}


class Linked(Shape):
    """A `matter` field makes a relation: this matter KIND that one, or the other way round."""

    kind: LinkKind
    from_there: bool = False


class Act(Shape):
    name: Text
    law: str | None = None
    from_states: Many = Field(alias="from")
    to: str | None = None
    who: WhoList
    condition: Condition = Field(default={}, alias="if")
    needs: Needs | None = None
    done: Many = ()
    before: str | None = None
    after: str | None = None
    extends: str | None = None
    times: int | None = Field(default=None, ge=1)
    once_per: str | None = None
    """`times` counts for each value of this field of the form (each signatory rates once)."""
    barred: Many = ()
    """Whoever did or confirmed one of these acts can neither do nor confirm this one (条例28)."""
    recuses: str | None = None
    restores: str | None = None
    """Post fields: the post named may not act on this matter any more, or may again (回避)."""
    partners: str | None = None
    """A `units` or `unit` field: these handle the matter jointly with the owner from now on."""
    names: Many = ()
    """Post fields: who may see a sealed matter from now on."""
    names_only: Many = ()
    """Post fields: from now on these alone see a sealed matter; whoever was named before does
    not any more (what discipline inspection finds is not for the office that passed it on)."""
    links: dict[str, Linked] = {}
    unlinks: Annotated[tuple[LinkKind, ...], BeforeValidator(_as_tuple)] = ()
    """Takes back the relations of these kinds from this matter (it was no repeat after all)."""
    becomes: str | None = None
    """The matter goes on under this process of the pack; `to` is one of its states."""
    again: Many = ()
    """Begins a new cycle: these acts no longer count as done and have to be done again."""
    second: WhoText | None = None
    takes_place: str | None = None
    owner: str | None = None
    intake: Literal["self"] | None = None
    """Of an act that makes a matter: who registers it stays its intake, though `owner` gives it to
    another unit at once (whoever issues a task slip looks at the result)."""
    holder: str | None = None
    sets: dict[str, str | bool | int] = {}
    letter: str | None = None
    form: dict[str, FormField] = {}
    public: Text | None = None
    """What residents read for the name, in plain words; without it they read the name. An act that
    has it (or `shows` something) is told to them even if it changes no state."""
    shows: Many = ()
    """Fields of the form that the resident reads on the own matter's page, once it is done."""
    rare: bool = False
    """Something a resident may do but rarely wants to: shown after the rest."""

    def for_residents(self) -> bool:
        """Whether the act names residents among those who may do it."""
        return any(who.role is Role.RESIDENT for who in self.who)


class Extend(Shape):
    act: str
    by: TermText
    amount: str | None = None
    times: int = Field(default=1, ge=1)


class ByField(Shape):
    """A term that depends on a fact: `{field: class, cases: {urgent: 2h, normal: 7nd}}`."""

    field: str
    cases: dict[str, TermText]


class ClockShape(Text):
    start: Many
    stop: Many
    pause: Many = ()
    resume: Many = ()
    cancel: Many = ()
    within: TermText | ByField | None = None
    until: str | None = None
    extend: Extend | None = None
    max_pause: TermText | None = None
    condition: Condition = Field(default={}, alias="if")
    first_day: Literal["next", "same"] = "next"
    roll: bool = True
    per: Many = ()
    """Number fields: each number has a cycle of its own, and several run at once (every measure
    has its own date). An act that names no number starts nothing and ends them all."""
    law: str
    kind: Literal["statutory", "internal", "petitioner"]
    confidence: Confidence = "A"
    silent: bool = False
    """A right that lapses without anyone being late: no warning, never overdue (an objection)."""
    public: Text | None = None
    """What the date means to the resident, in plain words; without it residents do not see it."""

    @model_validator(mode="after")
    def _one_length(self) -> ClockShape:
        if (self.within is None) == (self.until is None):
            raise ValueError(ONE_LENGTH)
        return self


class Rung(Shape):
    """One step of the ladder: who is told when a clock has so much left, or is over by so much."""

    clock: str
    left: TermText | None = None
    over: TermText | None = None
    tell: WhoList

    @model_validator(mode="after")
    def _one_side(self) -> Rung:
        if (self.left is None) == (self.over is None):
            raise ValueError(ONE_SIDE)
        return self


class Outcome(Text):
    after: str
    any: Condition = {}
    window: str | None = None


class FollowUp(Text):
    after: str
    condition: Condition = Field(default={}, alias="if")
    within: TermText = Field(alias="in")
    done: Many
    who: WhoText
    law: str | None = None
    confidence: Confidence = "A"
    public: Text | None = None
    """As of a clock: what the date means to the resident; without it residents do not see it."""


class Door(Text):
    """Another matter that can be opened from here, linked by the act that registers it: `act` of
    the process `opens`, whose `field` takes this matter; the fields in `carry` are filled in
    with what the act `of` said here last, else with what was registered."""

    from_states: Many = Field(alias="from")
    opens: str
    act: str = "register"
    field: str
    carry: Many = ()
    of: str | None = None
    law: str
    public: Text | None = None
    """What residents read for the name; only a door that has it is open to them."""


class Story(Shape):
    story: str = Field(min_length=1)
    covers: Many = ()
    """Rows of the law (`packs/law_rows.yaml`) or features of METHODS.md that this story shows."""
    given: dict[str, dict[str, Any]] = {}
    events: Annotated[tuple[str | dict[str, Any], ...], BeforeValidator(_as_tuple)]
    expect: dict[str, Any]


class Process(Shape):
    process: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: str = Field(min_length=1)
    name: Text
    law: str
    valid_from: date
    levels: Many
    sealed: bool = False
    """Only named posts see its matters (条例第三十条、第四十六条)."""
    states: dict[str, State]
    acts: dict[str, Act]
    clocks: dict[str, ClockShape]
    ladder: Annotated[tuple[Rung, ...], BeforeValidator(_as_tuple)] = ()
    outcomes: dict[str, Outcome] = {}
    follow_ups: dict[str, FollowUp] = {}
    doors: dict[str, Door] = {}
    help: dict[str, Text] = {}
    """Act → a sentence or two for who does it the first time; stands in a part of its own."""
    story_defaults: dict[str, dict[str, Any]] = {}
    stories: Annotated[tuple[Story, ...], BeforeValidator(_as_tuple)] = ()
