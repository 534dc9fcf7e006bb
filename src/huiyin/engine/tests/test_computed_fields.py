"""Fields that are computed, and lists stated anew: what mediation agreements need of a form."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.engine.check_fields import check_forms
from huiyin.engine.definition import FormField
from huiyin.engine.forms import Context, FieldError, clean
from huiyin.engine.graph import Graph
from huiyin.engine.source import read
from huiyin.engine.story_world import fill
from huiyin.packs import load

NOW = datetime(2026, 6, 10, 2, tzinfo=UTC)
CONTEXT = Context(NOW, ZoneInfo("Asia/Shanghai"), facts={"parties": 2})


def field(**words) -> FormField:
    return FormField.model_validate({"zh": "栏", "en": "field", **words})


FORM = {
    "parties": field(type="each", of="parties", fields={"signed_on": field(type="date")}),
    "sealed_on": field(type="date"),
    "effective_on": field(type="date", latest=["parties.signed_on", "sealed_on"]),
}  # fmt: skip
days = st.dates(date(2026, 1, 1), date(2026, 6, 10))


@given(st.tuples(days, days), st.none() | days)
def test_the_last_of_all_days_is_the_day_of_effect(signed, sealed):
    raw = {"parties": [{"signed_on": day} for day in signed], "sealed_on": sealed}
    data, errors = clean(FORM, raw, CONTEXT)
    assert errors == ()
    last = signed[0]
    for day in (*signed, *([sealed] if sealed else [])):
        last = max(last, day)
    assert data["effective_on"] == last.isoformat()
    assert clean(FORM, data, CONTEXT) == (data, ())


def test_rows_without_a_day_do_not_hide_the_others():
    raw = {"parties": [{"signed_on": date(2026, 6, 1)}, {}]}
    assert clean(FORM, raw, CONTEXT)[0]["effective_on"] == "2026-06-01"


def test_without_any_day_there_is_none():
    assert clean(FORM, {}, CONTEXT) == ({}, ())


def test_a_computed_day_cannot_be_claimed():
    raw = {"sealed_on": date(2026, 6, 1), "effective_on": "2026-05-01"}
    _data, errors = clean(FORM, raw, CONTEXT)
    assert errors == (FieldError("effective_on", "unknown_field", "2026-05-01"),)


def test_a_list_stated_anew_has_as_many_rows():
    form = {"parties": field(type="list", of="parties", fields={"n": field(type="int")})}
    assert clean(form, {"parties": [{"n": 1}, {"n": 2}]}, CONTEXT)[1] == ()
    _data, (error,) = clean(form, {"parties": [{"n": 1}]}, CONTEXT)
    assert (error.rule, error.limit) == ("each_once", "2")


@pytest.mark.parametrize("name", ["parties.when", "signed_on", "sealed", "facts"])
def test_a_computed_day_names_days_of_its_own_form(name):
    files = load.read("national")
    part = "processes/mediation_agreement.yaml"
    text = files[part].replace("parties.signed_on, mediators_signed_on", f"{name}, sealed_on")
    assert text != files[part]
    source = read(part, text)
    process = load.process("national", "mediation")
    form = {**process.acts["sign_agreement"].form}
    form["effective_on"] = form["effective_on"].model_copy(update={"latest": (name,)})
    act = process.acts["sign_agreement"].model_copy(update={"form": form})
    wrong = process.model_copy(update={"acts": {"sign_agreement": act}})
    problems = list(check_forms(wrong, source, Graph(wrong)))
    assert "unknown_fact" in {problem.code for problem in problems}


def test_a_story_says_today_in_rows_too():
    act = load.process("national", "mediation").acts["consent"]
    filled = fill(act, {"parties": [{"agreed_on": "today"}, {"agreed_on": "2026-06-01"}]}, NOW)
    assert [row["agreed_on"] for row in filled["parties"]] == ["2026-06-10", "2026-06-01"]
