"""What residents get with number and code: the facts of their page as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from huiyin.api.form_schema import schema_of
from huiyin.api.shapes.base import Shape
from huiyin.portal.following.doing import Choice
from huiyin.portal.following.facts import Facts
from huiyin.portal.following.papers import Read
from huiyin.portal.following.past import Told


class Key(BaseModel):
    """Number and access code, as they stand on the receipt: sent with every request."""

    model_config = ConfigDict(extra="forbid")

    number: str = Field(max_length=40)
    code: str = Field(max_length=40)


class KeyedAct(Key):
    """An act of the resident: its form, and the number of the event that was seen last."""

    expected_seq: int = Field(ge=0)
    data: dict[str, Any] = {}


class KeyedOpening(Key):
    """Another matter, opened from the own one: the form behind the door."""

    data: dict[str, Any] = {}


class Stage(Shape):
    """One of the five steps: `how` is over, now, ahead or left_out."""

    name: str
    how: str


class Holder(Shape):
    """Who has the matter: the unit, and the title of the post (never a name)."""

    unit: str
    post: str
    phone: str
    address: str
    reception_hours: str


class DateOut(Shape):
    """A date that concerns the resident; `why` explains it step by step."""

    key: str
    text: str
    due: datetime | None
    day: str
    is_mine: bool
    is_late: bool
    note: str
    why: list[str]
    law: str


class ChoiceOut(Shape):
    """Something the resident can do: an act, or a door to another matter."""

    key: str
    name: str
    is_door: bool
    due: datetime | None
    json_schema: dict[str, Any]


class LetterOut(Shape):
    """A letter to the resident."""

    id: UUID
    title: str
    number: str
    day: date


class FileOut(Shape):
    """A file that the resident handed in."""

    id: UUID
    name: str
    media_type: str
    size: int


class Done(Shape):
    """One thing that was done, and what of it is for the resident to read."""

    day: date
    who: str
    what: str
    words: list[str]


class LookOut(Shape):
    """One opening of the resident's data."""

    at: datetime
    unit: str
    post: str
    fields: str
    reason: str


class Followed(Shape):
    """How a matter stands."""

    number: str
    title: str
    seq: int
    received_at: datetime
    state: str
    steps: list[Stage]
    holder: Holder
    dates: list[DateOut]
    ended: list[str]
    choices: list[ChoiceOut]
    letters: list[LetterOut]
    files: list[FileOut]
    past: list[Done]
    looks: list[LookOut]


class LetterText(Shape):
    """A letter as text: its content as it was issued, without the line that holds a code."""

    title: str
    number: str
    content: dict[str, Any]


class NewMatter(Shape):
    """Number and code of a matter that was opened."""

    number: str
    code: str


class ActDone(Shape):
    """An act was done; `seq` is the number of its event."""

    number: str
    seq: int


def followed(facts: Facts) -> Followed:
    """The facts of the page as JSON."""
    page = facts.page
    return Followed(
        number=page.matter.number, title=page.matter.title, seq=page.standing.seq,
        received_at=page.matter.received_at, state=facts.state,
        steps=[Stage.model_validate(step) for step in facts.steps],
        holder=Holder(
            unit=facts.unit.name, post=facts.post, phone=facts.unit.phone,
            address=facts.unit.address, reception_hours=facts.unit.reception_hours,
        ),
        dates=[DateOut.model_validate(one) for one in facts.dates], ended=list(facts.ended),
        choices=[_choice(facts, one) for one in facts.choices],
        letters=[LetterOut.model_validate(one) for one in facts.letters],
        files=[FileOut.model_validate(one) for one in facts.files],
        past=[_done(one) for one in facts.past],
        looks=[LookOut.model_validate(one) for one in facts.looks],
    )  # fmt: skip


def _choice(facts: Facts, one: Choice) -> ChoiceOut:
    form = {} if one.is_door else facts.page.process.acts[one.key].form
    return ChoiceOut(
        key=one.key, name=one.name, is_door=one.is_door, due=one.due, json_schema=schema_of(form)
    )


def _done(one: Told) -> Done:
    words = [f"{line.label}: {line.text}" for line in one.lines]
    return Done(day=date.fromisoformat(one.iso), who=one.who, what=one.what, words=words)


def letter_text(read: Read) -> LetterText:
    """A letter to read."""
    return LetterText(
        title=read.letter.title, number=read.letter.number, content=read.content.to_dict()
    )
