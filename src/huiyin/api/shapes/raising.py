"""What residents raise without an account, as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from huiyin.api.shapes.base import Shape, Words


class RaiseIn(BaseModel):
    """A matter raised online: `data` answers the fields of its topic. `personal` says what becomes
    of telephone numbers and the like in the text: without it the answer is 409 and names them."""

    model_config = ConfigDict(extra="forbid")

    topic: str
    way: str = "self"
    data: dict[str, Any]
    personal: Literal["ask", "keep", "take_out"] = "ask"


class SlipOut(Shape):
    """Number and code of one who signed."""

    number: str
    code: str


class NextOut(Shape):
    """What follows by which day."""

    says: Words
    day: datetime


class Raised(Shape):
    """The receipt: the office that has it, a slip for each who signed, what follows by when."""

    number: str
    code: str
    office: str
    slips: list[SlipOut]
    next: list[NextOut]


class WayOut(Shape):
    """Who raises it, and the form that is to be filled in then."""

    key: str
    name: Words
    json_schema: dict[str, Any]


class TopicOut(Shape):
    """Something that can be raised, who is responsible, and where else it belongs."""

    key: str
    name: Words
    who: Words
    law: str
    process: str
    elsewhere: Words | None
    route: Words | None
    ways: list[WayOut]
