"""A matter given away by the very act that makes it: who is its intake, and who holds it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from huiyin.engine.definition import Process
from huiyin.engine.standing import Event, Standing, Step, advance
from huiyin.packs import load

SLIP = load.process("grassroots", "task")


def given(process: Process, **data: Any) -> Standing:
    at = datetime(2026, 5, 11, 9, tzinfo=UTC)
    data = {"to_unit": "town", "finish_by": "2026-05-20", **data}
    event = Event(1, "register", Step.DO, at, data, "ann", "head of office", "office")
    return advance(process, Standing(), event)


def without_intake() -> Process:
    act = SLIP.acts["register"].model_copy(update={"intake": None})
    return SLIP.model_copy(update={"acts": {**SLIP.acts, "register": act}})


def test_who_issues_it_stays_the_intake_only_where_the_act_says_so():
    assert (given(SLIP).owner, given(SLIP).intake) == ("town", "office")
    # What is complained about never learns who takes a complaint in for it (条例第四十六条).
    assert given(without_intake()).intake == "town"


@pytest.mark.parametrize(("post", "holder"), [({"to_post": "grid of town"}, "grid of town"),
                                              ({}, None)])  # fmt: skip
def test_without_a_post_it_waits_in_the_inbox(post, holder):
    assert given(SLIP, **post).holder == holder
