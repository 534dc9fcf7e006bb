"""What a pack's `counting.yaml` may say: how matters are counted (统计口径), as frozen values.

Every number and every name of a measure is data with its confidence (LAW.md 2.2-2.4, 1.10): places
differ in bands, thresholds and formulas. Unknown keys, measures without a name and names without
a measure are refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from huiyin.engine.definition import Confidence, Many, Shape, Text

MEASURES = (
    "total", "total.first", "total.repeat",
    "pieces", "pieces.first", "pieces.repeat", "letter_persons",
    "batches", "batches.first", "batches.repeat", "persons",
    "group.batches", "group.persons", "individual.batches", "individual.persons",
    "joint.pieces", "joint.persons", "beyond.batches",
)  # fmt: skip
"""Measures that every count has; bands, channels, classes and categories add their own."""

UNSTATED = "unstated"
"""The class, channel or category of what does not say."""


class Named(Text):
    """A name with its source."""

    law: str | None = None
    confidence: Confidence = "A"


class Threshold(Named):
    """A number that makes the difference, such as five people for a group visit."""

    least: int = Field(ge=1)


class Band(Named):
    """Group visits of a size, both ends included; no `most` is open."""

    least: int = Field(ge=1)
    most: int | None = None


class Facts(Shape):
    """Fields of the registration form that are counted by."""

    people: str
    signatories: str
    purpose: str
    beyond: str
    """The label that a visit went beyond the competent level and the next one (越级走访)."""


class Repeat(Shape):
    """How the flag of a repeat comes and goes, besides by a relation to the earlier matter: a
    field of the registration form, acts that set it, acts that take it back."""

    field: str
    set_by: Many
    cleared_by: Many


class Roles(Shape):
    """Who counts for the same person (同人): those who ask, not a proxy; of anonymous reports
    whom they are about. Roles are the fields of the form."""

    askers: Many
    accused: Many
    confidence: Confidence


class Channels(Shape):
    """A visit is a batch (批次); everything else is a piece (件次)."""

    batch: Many
    piece: Many
    confidence: Confidence


class Purpose(Named):
    """A purpose of the form (信访目的) and the class of the law that it falls into."""

    kind: str = Field(alias="class")


class Alike(Named):
    """From which likeness of words, in per cent, a candidate is suggested, and how many."""

    least: int = Field(ge=1, le=100)
    most: int = Field(ge=1, le=50)


class Ratings(Shape):
    """Where satisfaction is found: the act, its fields by object, the clock of the window."""

    act: str
    clock: str
    objects: dict[str, Text]
    values: dict[str, Many]


class Closed(Shape):
    """Acts that close a matter (办结) for the share of those that come again."""

    acts: Many
    confidence: Confidence


class Indicator(Named):
    """Part ÷ whole, each a sum of raw counts; or the product of two other indicators."""

    part: Many = ()
    whole: Many = ()
    product: Many = ()

    @model_validator(mode="after")
    def _one_formula(self) -> Indicator:
        if bool(self.part and self.whole) == bool(self.product):
            raise ValueError("an indicator is either `part` over `whole` or a `product`")
        return self


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


class Counting(Shape):
    """A whole file."""

    counting: str
    version: str = Field(min_length=1)
    law: str
    processes: Many
    no_pieces: Many
    """Links whose source is a part of another matter and no piece of its own."""
    merged_same_day: Named
    facts: Facts
    repeat: Repeat
    roles: Roles
    channels: Channels
    group_visit: Threshold
    bands: Annotated[tuple[Band, ...], BeforeValidator(_as_tuple), Field(min_length=1)]
    joint_letter: Threshold
    classes: dict[str, Text]
    purposes: dict[str, Purpose]
    alike: Alike
    unstated: Text
    measures: dict[str, Named]
    clocks: dict[str, Many]
    ratings: Ratings
    closed: Closed
    indicators: dict[str, Indicator]

    @model_validator(mode="after")
    def _hangs_together(self) -> Counting:
        _same("measures", self.measures, MEASURES)
        classes = {purpose.kind for purpose in self.purposes.values()}
        _same("classes", self.classes, {*classes, UNSTATED})
        _known("indicators", self._summands(), self.raw_counts())
        products = {name for one in self.indicators.values() for name in one.product}
        _known("indicators", products, self.indicators)
        if both := set(self.channels.batch) & set(self.channels.piece):
            raise ValueError(f"channels: both batch and piece: {sorted(both)}")
        self._bands_follow()
        return self

    def _bands_follow(self) -> None:
        """From the threshold of a group visit on, without a gap, the last one open."""
        expected: int | None = self.group_visit.least
        for band in self.bands:
            if band.least != expected or (band.most is not None and band.most < band.least):
                raise ValueError(f"bands: one must begin at {expected}, found {band.least}")
            expected = None if band.most is None else band.most + 1
        if expected is not None:
            raise ValueError("bands: the last one must be open")

    def _summands(self) -> set[str]:
        return {name for one in self.indicators.values() for name in (*one.part, *one.whole)}

    def raw_counts(self) -> frozenset[str]:
        """Names of the raw counts that a formula may use."""
        of_clocks = {f"{key}.{what}" for key in self.clocks for what in ("due", "in_time", "late")}
        told = (*self.ratings.values, "silent")
        of_ratings = {f"{key}.{value}" for key in self.ratings.objects for value in told}
        return frozenset({*of_clocks, *of_ratings, "closed.first", "closed.again"})

    def mode(self, channel: str) -> Literal["batch", "piece"]:
        """What one matter of this channel is counted as."""
        return "batch" if channel in self.channels.batch else "piece"


def _same(what: str, found: Iterable[str], wanted: Iterable[str]) -> None:
    missing, extra = sorted(set(wanted) - set(found)), sorted(set(found) - set(wanted))
    if missing or extra:
        raise ValueError(f"{what}: missing {missing}, unknown {extra}")


def _known(what: str, found: Iterable[str], known: Iterable[str]) -> None:
    if extra := sorted(set(found) - set(known)):
        raise ValueError(f"{what}: unknown {extra}; known are {sorted(known)}")
