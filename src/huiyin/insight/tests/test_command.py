"""`huiyin indicators`: figures with the raw counts they are made of."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from huiyin.insight.tests.making import Raw, as_rows

PERIOD = ("--from", "2026-01-01", "--to", "2026-01-31")


def told(*words: str) -> str:
    out = StringIO()
    call_command("indicators", "--pack", "grassroots", *PERIOD, *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def matters(cast):
    town = cast.units["town"]
    rated = [Raw("petition", "register"), Raw("petition", "rate", 2, {"unit": "good"})]
    poor = [Raw("petition", "register"), Raw("petition", "rate", 3, {"unit": "poor"})]
    return [
        as_rows(rated, town),
        as_rows(poor, town),
        as_rows([Raw("dispute", "register")], town, sealed=True),
    ]


def test_json_has_values_and_raw_counts(matters):
    found = json.loads(told("--json"))
    shown = {one["id"]: one for one in found["indicators"]}
    assert found["counts"]["X4.received"] == 2
    assert found["counts"]["X4.received@-1"] == 0
    rate = shown["X4.satisfied_rate"]
    assert (rate["value"], rate["part"], rate["whole"], rate["shown"]) == (0.5, 1, 2, "50.0%")
    assert shown["X4.received_change"]["value"] is None


def test_sealed_ones_are_counted_when_asked_for(matters):
    assert json.loads(told("--json", "--sealed"))["counts"]["X4.received"] == 3


def test_a_division_and_a_table_to_read(cast, matters):
    town, other = cast.divisions["town"].pk, cast.divisions["other_town"].pk
    assert json.loads(told("--json", "--division", town))["counts"]["X4.received"] == 2
    assert json.loads(told("--json", "--division", other))["counts"]["X4.received"] == 0
    assert "50.0%" in told("--key", "X4.satisfied_rate")


@pytest.mark.parametrize(
    "words",
    [("--division", "1"), ("--to", "2025-01-01"), ("--key", "none"), ("--pack", "nowhere")],
)
def test_what_cannot_be_done_is_told(cast, words):
    with pytest.raises(CommandError):
        told(*words)
