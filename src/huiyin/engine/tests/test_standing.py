"""The fold: state, owner, holder, facts and clocks from events alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huiyin.engine.facts import flatten, matches
from huiyin.engine.standing import Event, Step, fold
from huiyin.engine.tests.petition import ZONE, at, calendar, process, world

HANDLING = ("2026-08-03 register", "2026-08-03 identify", "2026-08-03 accept")


def test_no_events_no_matter():
    standing = fold(process(), [], calendar(), ZONE)
    assert (standing.state, standing.seq, standing.owner, standing.clocks) == ("new", 0, None, ())


def test_registration_sets_owner_holder_intake_and_receipt():
    standing = world({"2026-06-02 register": {"received_at": "2026-06-01T16:20"}}).standing
    assert (standing.owner, standing.intake) == ("office", "office")
    assert standing.holder == "window of office"
    assert standing.received_at == standing.since == at("2026-06-01T16:20")
    assert standing.sender is None
    assert standing.done == {"register": 1}


def test_a_matter_that_moves_loses_its_holder_and_remembers_the_sender():
    standing = world("2026-05-11 register", "2026-05-12 identify", "2026-05-13 forward").standing
    assert (standing.owner, standing.holder, standing.sender, standing.intake) == (
        "bureau", None, "office", "office",
    )  # fmt: skip


def test_facts_are_scalars_and_columns_never_words():
    heard = ("2026-08-10 hear_statement", "2026-08-12 check_facts")
    standing = world(*HANDLING, *heard, "2026-08-14 give_opinion").standing
    facts = standing.facts
    assert facts["channel"] == "visit"
    assert facts["requests"] == 1
    assert facts["requests.finding"] == ("support",)
    assert not {"text", "title", "petitioner", "requests.request", "requests.decision"} & set(facts)


def test_a_proposal_changes_nothing_until_it_is_confirmed():
    here = world(*HANDLING)
    before = here.standing
    proposed = world(*HANDLING, "2026-09-28 propose extend", extend={"days": 10})
    waiting = proposed.standing
    assert waiting.proposal is not None
    assert waiting.facts == before.facts
    assert waiting.clock("handle") == before.clock("handle")
    event = Event(
        5,
        "extend",
        Step.DO,
        at("2026-09-29T09:00"),
        {"confirms": 4},
        "head",
        "head of office",
        "office",
    )
    confirmed = fold(process(), [*proposed.events, event], calendar(), ZONE)
    assert confirmed.proposal is None
    assert confirmed.facts["days"] == 10
    assert confirmed.clock("handle").extensions == 1
    assert confirmed.clock("handle").nominal.date().isoformat() == "2026-10-12"


def test_confirming_keeps_the_first_person_as_holder_of_nothing_new():
    here = world("2026-05-11 register", "2026-05-12 identify", "2026-05-14 decline")
    assert here.standing.holder == "window of office"
    assert here.standing.proposal is None


def test_sent_back_and_system_events_change_no_state():
    here = world(
        "2026-08-03 register",
        "2026-08-03 identify",
        "2026-08-03 accept",
        "2026-09-28 propose extend",
    )
    back = Event(5, "extend", Step.SEND_BACK, at("2026-09-29T09:00"), {"reason": {"$c": "x"}})
    note = Event(6, "extend", Step.SYSTEM, at("2026-09-30T09:00"), {})
    standing = fold(process(), [*here.events, back, note], calendar(), ZONE)
    assert (standing.state, standing.proposal, standing.seq) == ("handling", None, 6)
    assert "extend" not in standing.done


def test_an_unknown_act_is_an_error():
    here = world("2026-08-03 register")
    with pytest.raises(KeyError):
        fold(
            process(),
            [*here.events, replace(here.events[0], seq=2, act="teleport")],
            calendar(),
            ZONE,
        )


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        ({}, {}, True),
        ({"a": (False,)}, {}, True),
        ({"a": (True,)}, {}, False),
        ({"a": ("x", "y")}, {"a": "y"}, True),
        ({"a": ("x",), "b": ("y",)}, {"a": "x"}, False),
        ({"rows.a": ("x",)}, {"rows.a": ("z", "x")}, True),
        ({"rows.a": ("x",)}, {"rows.a": ("z",)}, False),
    ],
)
def test_conditions(condition, facts, expected):
    assert matches(condition, facts) is expected


def test_flatten_leaves_out_what_is_sealed():
    data = {
        "n": 1,
        "ok": True,
        "t": {"$c": "h"},
        "rows": [{"a": "x", "t": {"$c": "h"}}],
        "files": ["id"],
        "l": [{"$c": "h"}],
    }
    assert dict(flatten(data)) == {
        "n": 1,
        "ok": True,
        "rows": 1,
        "rows.a": ("x",),
        "files": ("id",),
    }
