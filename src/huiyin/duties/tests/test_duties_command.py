"""`huiyin duties`, what the worker does at night, and the duties of the shared pack."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from huiyin.duties import tasks
from huiyin.duties.generate import AHEAD
from huiyin.duties.models import Duty
from huiyin.duties.tests.duty_world import in_force
from huiyin.engine.duty_stories import tell
from huiyin.packs import calendar_files
from huiyin.packs.method_file import examine
from huiyin.people.testing import Cast, make_cast


@pytest.fixture
def cast(db, monkeypatch) -> Cast:
    made = make_cast(password=None)
    in_force(monkeypatch, made)
    return made


def said(*words: str) -> str:
    out = StringIO()
    call_command("duties", *words, stdout=out)
    return out.getvalue()


def test_a_month(cast):
    done = json.loads(said("--month", "2027-03", "--json"))
    assert (done["from"], done["to"], done["units"]) == ("2027-03-01", "2027-03-31", 6)
    assert done["made"] == Duty.objects.count() > 0
    town = cast.divisions["town"].pk
    assert "0 duties made, 0 taken back" in said("--month", "2027-03", "--division", town)


def test_what_is_missing(cast):
    said("--month", "2025-03")
    told = json.loads(said("late", "--day", "2025-03-05", "--json"))["missing"]
    assert {"unit": "松石镇人民政府", "post": "松石镇人民政府 handler", "duty": "daily"} in told
    assert {"unit": "白塔镇人民政府", "post": "", "duty": "zero"} not in told
    shown = said("late", "--day", "2025-03-04")
    assert "日排查" in shown
    assert "白塔镇人民政府\t—\t零报告\t17:30" in shown


@pytest.mark.parametrize(
    "words", [("--month", "March"), ("late", "--day", "x"), ("--division", "000000000000")]
)
def test_what_cannot_be_read_is_said(cast, words):
    with pytest.raises(CommandError, match="x|March|000000000000"):
        said(*words)


def test_every_night(cast):
    tasks.generate_ahead(0)
    today = timezone.localdate()
    days = Duty.objects.filter(key="daily").values_list("day", flat=True)
    assert min(days) >= today
    assert today + timedelta(days=AHEAD - 5) < max(days) <= today + timedelta(days=AHEAD)


def test_the_duties_of_the_shared_pack_are_told():
    method, problems = examine("grassroots")
    assert not [one for one in problems if "duties" in one.file]
    stories = [one for one in method.stories if one.tells.startswith("duty ")]
    calendar = calendar_files.national()
    for story in stories:
        assert not list(tell(method, story, calendar, ZoneInfo("Asia/Shanghai"))), story.story
    assert {one.tells.split()[1] for one in stories} == set(method.duties)
