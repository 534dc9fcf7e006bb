"""What the files in a pack's `method/` folder may say, besides processes: duties, rotas,
responsibilities, ledgers, indicators, watches (METHODS.md), and which features it brings.

As strict as `huiyin.engine.definition`: unknown keys and wrong types are refused with their path.
There is no shape in which a person could be listed, labelled or scored: everything here is about
posts, units, places and matters.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from huiyin.engine import recurrence
from huiyin.engine.definition import (
    Condition,
    Confidence,
    FormField,
    Many,
    Role,
    Shape,
    TermText,
    Text,
    WhoList,
)
from huiyin.engine.terms import Unit

Level = Literal["city", "county", "town", "village"]
KEY = r"^[a-z][a-z0-9_]*$"
FEATURE_ID = r"^[ZLCXS]\d{1,2}$"
TELLS = r"^(duty|ledger|rota|indicator|responsibility|watch) [A-Za-z0-9_.]+$"


RoleName = Annotated[Role, Field(strict=False)]


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Roles = Annotated[tuple[RoleName, ...], BeforeValidator(_as_tuple)]
Levels = Annotated[tuple[Level, ...], BeforeValidator(_as_tuple)]


class Element(Text):
    """What every part of a method has: its name, where it comes from, how sure that is."""

    law: str
    confidence: Confidence = "D"


# Duties


class After(Shape):
    """Offset from an act: so long after `act` of `process` was done, for the matter's own unit."""

    process: str
    act: str
    within: TermText = Field(alias="in")


class Owners(Shape):
    """Whose duty it is: every post of the role in units of these levels or kinds (`each: unit`:
    one post of the unit is enough, the first in order of id)."""

    role: RoleName
    levels: Levels = ()
    units: Many = ()
    """Unit kinds (`township`, `village`, `bureau` …); empty is every kind."""
    each: Literal["post", "unit"] = "post"
    optional: bool = False
    """A unit without such a post lacks nothing (grid posts may sit in the township or in the
    village); otherwise it is shown that nobody has the duty there."""


class DutyShape(Element):
    """A recurring duty (Z9, L5, S1 …). `every` is one of `day`, `workday`, `week mon,thu`,
    `month 1,15`, `month last`, `quarter 5` (its fifth day), `quarter last`, `year 07-01`,
    `sensitive` (each day of the pack's sensitive dates), see `huiyin.engine.recurrence`; or
    `after` an act."""

    every: str | None = None
    after: After | None = None
    due: str = Field(default="17:30", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    """Local time of the day at which it is due."""
    roll: Literal["none", "next", "previous"] = "none"
    """What becomes of a due day that is a day off."""
    opens: TermText | None = None
    """How long before the due time it can be filed; none: on the day itself, or from the act on."""
    owners: Owners
    form: dict[str, FormField] = {}
    """What is filed: `text long int bool choice date matter` fields."""
    proof: Literal["none", "file", "matter"] = "none"
    zero: bool = False
    """“Nothing happened” (零报告) may be filed, explicitly; it is never assumed."""
    tell: Roles = (Role.HEAD,)
    """Roles of the same unit that see it late."""

    @model_validator(mode="after")
    def _one_time(self) -> DutyShape:
        if (self.every is None) == (self.after is None):
            raise ValueError("a duty has either `every` or `after`, and not both")
        if self.every is not None:
            recurrence.parse(self.every)
        if self.opens is not None:
            recurrence.check_opens(self.opens)
        return self


class Sensitive(Text):
    """A sensitive date or span, `MM-DD` both ends included."""

    begins: str = Field(alias="from", pattern=r"^\d{2}-\d{2}$")
    ends: str = Field(alias="to", pattern=r"^\d{2}-\d{2}$")
    law: str


# Rotas


class Slot(Text):
    """A place in a shift: A, its substitute B, the leader on duty."""

    roles: Roles
    least: int = Field(default=1, ge=0)
    substitutes: str | None = None
    """The slot whose holder this one stands in for (A/B 岗)."""
    below: Many = ()
    """Kinds of the units right below, whose posts fill it (village secretaries in the township,
    X3); none: posts of the unit itself."""


class RotaShape(Element):
    """A rota (X3, S7, L4). Shifts begin on `days` at `begins` and last `hours` (24: around the
    clock, the next begins as it ends)."""

    kind: Literal["reception", "duty"]
    levels: Levels
    days: Literal["day", "workday"]
    begins: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    hours: int = Field(ge=1, le=24)
    slots: dict[str, Slot] = Field(min_length=1)
    rest: TermText | None = None
    """The least time between two shifts of one person, in hours or natural days."""

    @model_validator(mode="after")
    def _can_be_kept(self) -> RotaShape:
        if self.rest and self.rest.unit not in {Unit.HOUR, Unit.DAY}:
            raise ValueError("`rest` is in hours (h) or natural days (nd)")
        if self.rest and self.rest.amount > (168 if self.rest.unit is Unit.HOUR else 7):
            raise ValueError("`rest` is at most a week")
        for key, slot in self.slots.items():
            stood_in = self.slots.get(slot.substitutes or key)
            if slot.substitutes == key or stood_in is None:
                raise ValueError(f"slot {key}: `substitutes` names another slot")
            if slot.substitutes and stood_in.substitutes:
                raise ValueError(f"slot {key}: nobody stands in for a substitute")
        return self


# Responsibilities


class ResponsibilityShape(Element):
    """A kind of responsibility (Z5, L6, C9, S9): who answers for what, in person."""

    scope: Literal["division", "line", "point", "matter"]
    level: Level | None = None
    """Of a `division` scope: for divisions of this level."""
    roles: Roles
    every: bool = False
    """Every division of the level must have one: a gap is shown."""
    single: bool = True
    """Two at once for the same thing are an overlap that is shown."""
    letter: str | None = None
    """The process whose matter is its signed letter of responsibility (S10)."""


# Ledgers and indicators: what they count


class Select(Shape):
    """Which events (or records) are counted, by the day of the event.

    `process` + `act`: events of these acts (done, not sent back) on matters of these processes; an
    empty `act` means the matter's registration. `first`: only the first such event of a matter.
    `where`: values of fields; looked up in the event's own form first, then in what the matter's
    earlier acts recorded. `records` counts rows of a table instead, by `where`: grids, posts
    (`role`, `title`), divisions (`level`; `kind` village or community: a community's code ends in
    001 to 199), points (`kind`), pools and experts (`kind`), shifts (`rota`), duties (`key`,
    `filed`, `zero`, `late`), responsibilities (`kind`).
    """

    process: Many = ()
    act: Many = ()
    first: bool = False
    where: Condition = {}
    records: (
        Literal[
            "grids", "posts", "divisions", "points", "pools", "experts", "shifts", "duties",
            "responsibilities",
        ]
        | None
    ) = None  # fmt: skip

    @model_validator(mode="after")
    def _one_source(self) -> Select:
        if bool(self.process) == bool(self.records):
            raise ValueError("a selection has either `process` or `records`, and not both")
        return self


class IndicatorShape(Element):
    """One figure, computed from events for a period; exactly one of the formulas.

    `count`, or with `distinct` how many different values of that field they name (43 visits by 12
    colleagues; values that are ids or codes, never persons); `sum` of the number field `field`;
    `share` part ÷ whole, of other indicators of the
    pack; `difference` first minus the others; `change` of an indicator against the same period
    `years` ago (−1 … ∞, a ratio); `plus` the sum of others.
    """

    count: Select | None = None
    distinct: str | None = None
    """A field of the counted events, looked up as those of `where`; an event without it counts
    nothing."""
    sum: Select | None = None
    field: str | None = None
    share: Annotated[tuple[str, str], BeforeValidator(_as_tuple)] | None = None
    change: str | None = None
    years: int = Field(default=1, ge=1, le=20)
    plus: Many = ()
    difference: Many = ()
    form: Literal["number", "percent"] = "number"
    standing: bool = False
    """Counts what there is on the last day of the period, not what happened in it."""

    @model_validator(mode="after")
    def _one_formula(self) -> IndicatorShape:
        given = (self.count, self.sum, self.share, self.change, self.plus, self.difference)
        if sum(map(bool, given)) != 1:
            raise ValueError("an indicator has exactly one formula")
        if bool(self.sum) != bool(self.field):
            raise ValueError("`sum` and `field` go together")
        if self.distinct and not (self.count and self.count.process):
            raise ValueError("`distinct` goes with a `count` of events")
        return self


class Column(Text):
    """A column of a ledger: a column of the matter (`number title state owner holder place
    category channel received_at next_due outcome`), `entered`, `left`, `clock KEY` (its legal due),
    `fact NAME` (a field recorded on it), `done ACT ACT …` (how many of these acts were done) or
    `times ACT` (how often)."""

    of: str


class LedgerShape(Element):
    """A ledger (台账): matters stand in it from the event `enter` to the event `exit`. With
    `rounds` it is closed for each period: opening + entered − left = closing."""

    enter: Select
    exit: Select | None = None
    columns: dict[str, Column] = Field(min_length=1)
    rounds: Literal["month", "quarter", "year"] | None = None
    roles: Roles = ()
    """Who may open it, besides whoever may count; matters in it are seen by their own policy."""


class BulletinShape(Element):
    """The monthly bulletin of places (通报, X4): what was received, answered in time, resolved and
    found satisfying, one line for each place right below. Few matters are no merit: a place that
    reported nothing in `months` months, or less than `low` per cent of what its neighbours report
    (their median), is marked for a visit."""

    received: Select
    resolved: Select
    rated: Select | None = None
    satisfied: Select | None = None
    clocks: Many
    """Clocks that are the answer's term: due in the month, kept or not."""
    months: int = Field(default=3, ge=1, le=12)
    low: int = Field(default=30, ge=0, le=100)


# Watches: orders raised by rule, inaction


class WatchShape(Element):
    """A rule that looks over open matters every day (LAW.md 1.9, S11).

    `late`: a running clock of these keys (`follow_up.KEY` for a follow-up) is past its legal due by
    `over`. `idle`: no office did anything for `over` while the matter is taken in, accepted or
    handled. `states` narrows any of them. `repeated`: a clock of these
    keys runs for the `times`-th time or a later one (it was begun again). `act`: what to do:
    `order` drafts a supervision order for a person to decide on, `tell` only tells.
    """

    process: Many
    clocks: Many = ()
    states: Many = ()
    when: Literal["late", "idle", "repeated"]
    over: TermText | None = None
    times: int | None = Field(default=None, ge=2)
    act: Literal["order", "tell"] = "tell"
    ground: str | None = None
    """The option of the order's `grounds` that it names."""
    tell: WhoList

    @model_validator(mode="after")
    def _whole(self) -> WatchShape:
        if (self.when == "idle") == bool(self.clocks):
            raise ValueError("`late` and `repeated` name clocks, `idle` none")
        if (self.when == "repeated") == (self.over is not None):
            raise ValueError("`late` and `idle` say `over`, `repeated` does not")
        if (self.when == "repeated") != (self.times is not None):
            raise ValueError("`repeated` says how many `times`, nothing else does")
        if self.act == "order" and not self.ground:
            raise ValueError("an order names its ground")
        return self


# Features, stories, the file


class FeatureShape(Text):
    """What the pack has for one row of METHODS.md: elements by their dotted names
    (`processes.petition.clocks.week1`, `duties.zero_report`, `ledgers.hard_cases`, `rotas.…`,
    `indicators.…`, `responsibilities.…`, `watches.…`, `page.NAME` for what is a page of the
    program), and stories of the pack (or of packs below) by their names."""

    elements: Annotated[tuple[str, ...], BeforeValidator(_as_tuple), Field(min_length=1)]
    stories: Annotated[tuple[str, ...], BeforeValidator(_as_tuple), Field(min_length=1)]


class MethodStory(Shape):
    """A story about a part of the method that is no process. `tells` names the part
    (`duty zero_report`, `ledger hard_cases`, `rota …`, `indicator …`, `responsibility …`,
    `watch …`); what `given` and `expect` hold is told by the module that runs it."""

    story: str = Field(min_length=1)
    tells: str = Field(
        pattern=r"^(duty|ledger|rota|indicator|responsibility|watch) [A-Za-z0-9_.]+$"
    )
    covers: Many = ()
    given: dict[str, Any] = {}
    expect: dict[str, Any]


class MethodShape(Shape):
    """One file of the folder: any of these sections; the files of a folder are put together."""

    without: dict[Literal["duties", "rotas"], Many] = {}
    """Duties and rotas of the packs below that this method does not have: they are the practice of
    other places. Watches stay: they are the law's."""
    sensitive: dict[str, Sensitive] = {}
    duties: dict[str, DutyShape] = {}
    rotas: dict[str, RotaShape] = {}
    responsibilities: dict[str, ResponsibilityShape] = {}
    ledgers: dict[str, LedgerShape] = {}
    indicators: dict[str, IndicatorShape] = {}
    bulletins: dict[str, BulletinShape] = {}
    watches: dict[str, WatchShape] = {}
    features: dict[Annotated[str, Field(pattern=FEATURE_ID)], FeatureShape] = {}
    stories: Annotated[tuple[MethodStory, ...], BeforeValidator(_as_tuple)] = ()
    valid_from: date | None = None
