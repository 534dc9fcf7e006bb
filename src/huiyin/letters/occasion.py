"""The act for which a letter is written, as the facts are gathered from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.engine.definition import Process
from huiyin.engine.standing import Event, Standing
from huiyin.matters.models import Matter
from huiyin.people.actor import Actor

Who = tuple[UUID | str | None, UUID | str | None]
"""Account id and post id of somebody who acted."""


@dataclass(frozen=True)
class Occasion:
    """The act for which a letter is written, done or only previewed.

    `data` is the act's form in plain text; `events` ends with the act itself. `opener` is who the
    reading of personal data is recorded for; `by` and `approver` are who did it and who agreed.
    """

    matter: Matter
    process: Process
    act: str
    data: Mapping[str, Any]
    at: datetime
    unit_id: UUID
    before: Standing
    after: Standing
    events: Sequence[Event]
    opener: Actor
    by: Who
    approver: Who | None = None
    masked: bool = False
    """Whether persons are named as lists name them (王*明): nothing is opened, nothing recorded."""
