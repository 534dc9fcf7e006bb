"""Methods in force and replays as JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from huiyin.api.shapes.base import Shape, Words


class RulingOut(Shape):
    """A division where a method was put in force."""

    division: str
    name: str
    pack: str
    title: Words


class ForceIn(BaseModel):
    """`division` is a 12-digit code; an empty `pack` lets the place above rule."""

    model_config = ConfigDict(extra="forbid")

    division: str
    pack: str = ""


class ShareOut(Shape):
    in_time: int
    total: int


class LoadOut(Shape):
    """One desk; `busy` is the share of its posts' time, `wait_hours` office hours."""

    unit: str
    role: str
    posts: int
    busy: float
    wait_hours: float
    steps: int


class OutcomeOut(Shape):
    pack: str
    matters: int
    finished: int
    on_time: ShareOut
    clocks: dict[str, ShareOut]
    backlog: list[tuple[date, int]]
    loads: list[LoadOut]


class ReplayOut(Shape):
    own: OutcomeOut
    other: OutcomeOut
    assumptions: list[str]


def outcome_out(one: Any) -> OutcomeOut:
    """A replay's outcome (`engine.replay.values.Outcome`)."""
    return OutcomeOut(
        pack=one.plan, matters=one.matters, finished=one.finished,
        on_time=ShareOut(in_time=one.on_time.in_time, total=one.on_time.total),
        clocks={key: ShareOut(in_time=share.in_time, total=share.total)
                for key, share in one.clocks.items()},
        backlog=list(one.backlog),
        loads=[
            LoadOut(unit=load.desk.unit, role=load.desk.role, posts=load.posts, busy=load.busy,
                    wait_hours=load.wait_hours, steps=load.steps)
            for load in one.loads
        ],
    )  # fmt: skip
