"""A calendar published or corrected: dates follow, and the log shows the old and the new one."""

from __future__ import annotations

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from huiyin.matters import recompute as module
from huiyin.matters.history import zone
from huiyin.matters.models import Event
from huiyin.matters.recompute import pending, recompute
from huiyin.matters.testing import TRIAGE, Walk
from huiyin.matters.verify import verify
from huiyin.packs.calendar_files import CalendarFileError
from huiyin.places.calendars import calendar_of, stamp
from huiyin.places.models import CalendarVersion
from huiyin.places.publish import PublishError, publish

pytestmark = pytest.mark.django_db

YEAR = 2035  # long before its notice; 1 January is a Monday


def notice(year: int, *rest: tuple[str, str], work: tuple[str, ...] = ()) -> dict:
    """The content of a year's file."""
    return {
        "year": year,
        "source": {"number": "虚构〔1〕号", "title": "放假安排", "date": None, "confidence": "D"},
        "rest": [{"from": a, "to": b, "zh": "假日", "en": "Holiday"} for a, b in rest],
        "work": [{"day": day, "zh": "补班", "en": "Make-up day"} for day in work],
    }


def closed(*days: str) -> dict:
    """An overlay that takes single days off."""
    rest = [{"from": day, "to": day, "zh": "雪灾", "en": "Snow"} for day in days]
    return {"overlay": "snow", "rest": rest}


def assigned(cast, report_by: str) -> Walk:
    """A petition whose report is due on a day far ahead."""
    walk = Walk(cast)
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    data = {"to_unit": cast.unit("town"), "report_by": report_by, "demands": "查清并报告"}
    walk.act("assign", "office.dispatcher", 2, data)
    return walk


def legal(walk: Walk, key: str) -> str:
    return walk.matter.clocks.get(key=key).legal.astimezone(zone()).date().isoformat()


def test_a_provisional_date_is_corrected_on_publication(cast):
    walk = assigned(cast, f"{YEAR}-01-02")
    clock = walk.matter.clocks.get(key="report_back")
    assert clock.provisional
    assert legal(walk, "report_back") == f"{YEAR}-01-02"
    old = clock.legal
    seq = walk.matter.seq
    publish(notice(YEAR, (f"{YEAR}-01-01", f"{YEAR}-01-04")))
    assert recompute() == module.Recomputed(1, 1)
    clock.refresh_from_db()
    assert not clock.provisional
    assert legal(walk, "report_back") == f"{YEAR}-01-05"
    event = walk.matter.events.get(seq=seq + 1)
    assert (event.act, event.step, event.account_id) == ("recomputed", "system", None)
    [change] = event.data["clocks"]
    assert datetime.fromisoformat(change["old_legal"]) == old
    assert datetime.fromisoformat(change["new_legal"]) == clock.legal
    assert change["key"] == "report_back"
    assert event.data["calendar"]["version"] == f"{YEAR}.1"
    assert event.data["calendar"]["source"] == "虚构〔1〕号"
    report = verify()
    assert report.ok, [one.say() for one in report.broken]


def test_a_second_run_finds_nothing_and_a_stopped_one_goes_on(cast, monkeypatch):
    monkeypatch.setattr(module, "BATCH", 2)
    walks = [assigned(cast, f"{YEAR}-01-02") for _ in range(5)]
    version = publish(notice(YEAR, (f"{YEAR}-01-01", f"{YEAR}-01-04")))
    assert pending(version) == 5

    def stop(_count):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        recompute(version, advance=stop)
    assert pending(version) == 3
    assert not verify().ok
    assert "huiyin recompute" in verify().broken[0].what
    assert recompute(version) == module.Recomputed(3, 3)
    assert recompute(version) == module.Recomputed(0, 0)
    assert Event.objects.filter(act="recomputed").count() == len(walks)
    assert verify().ok


def test_a_provisional_date_that_was_right_is_no_news(cast):
    walk = assigned(cast, f"{YEAR}-01-02")
    seq = walk.matter.seq
    publish(notice(YEAR))
    assert recompute() == module.Recomputed(1, 0)
    assert walk.matter.seq == seq
    assert not walk.matter.clocks.get(key="report_back").provisional
    assert verify().ok


def test_a_correction_after_the_fact_moves_open_and_stopped_clocks(cast):
    """Day 18 of the notice clock falls on a Tuesday; the town is snowed in on that day."""
    open_one = Walk(cast)
    due = legal(open_one, "identify")
    late = Walk(cast)
    for walk in (late,):
        walk.act("identify", "office.dispatcher", 1, TRIAGE)
        data = {"to_unit": cast.unit("town")}
        walk.act("forward", "office.dispatcher", 16, data)
    assert late.matter.clocks.get(key="identify").verdict == "late"
    publish(closed(due), division=cast.divisions["county"])
    assert recompute().changed == 2
    assert legal(open_one, "identify") > due
    assert open_one.matter.next_due == open_one.matter.clocks.get(key="identify").legal
    clock = late.matter.clocks.get(key="identify")
    assert clock.verdict == "in_time"
    news = late.matter.events.get(act="recomputed").data["clocks"]
    [change] = [one for one in news if one["key"] == "identify"]
    assert (change["old_verdict"], change["new_verdict"]) == ("late", "in_time")
    assert verify().ok


def test_only_the_place_and_the_days_concerned(cast):
    here, far = Walk(cast), Walk(cast, by="far.window")
    due = legal(here, "identify")
    publish(closed(due), division=cast.divisions["county"])
    recompute()
    assert legal(here, "identify") > due
    assert legal(far, "identify") == due
    version = publish(closed("2024-05-06"), division=cast.divisions["county"])
    assert pending(version) == 0
    report = verify()
    assert report.ok, [one.say() for one in report.broken]


def test_a_region_lies_over_the_country_whatever_came_first(cast):
    """松石 works on a day that the country, later, takes off."""
    from datetime import date

    body = {
        "overlay": "fair",
        "work": [{"day": f"{YEAR}-01-02", "zh": "开市", "en": "Fair"}],
    }
    publish(body, division=cast.divisions["county"])
    publish(notice(YEAR, (f"{YEAR}-01-01", f"{YEAR}-01-04")))
    newest = stamp()
    assert calendar_of("91.01.02.001", newest).is_workday(date(YEAR, 1, 2))
    assert not calendar_of("91.02", newest).is_workday(date(YEAR, 1, 2))


def test_a_correction_replaces_the_notice(cast):
    walk = assigned(cast, f"{YEAR}-01-02")
    publish(notice(YEAR, (f"{YEAR}-01-01", f"{YEAR}-01-04")))
    publish(notice(YEAR, (f"{YEAR}-01-01", f"{YEAR}-01-02")))
    recompute()
    assert legal(walk, "report_back") == f"{YEAR}-01-03"
    assert list(CalendarVersion.objects.values_list("version", flat=True).order_by("version")) == [
        f"{YEAR}.1", f"{YEAR}.2"
    ]  # fmt: skip


def test_calendars_of_many_years_fit_the_clock(cast):
    for year in range(YEAR, YEAR + 12):
        publish(notice(year, (f"{year}-01-01", f"{year}-01-01")))
    walk = Walk(cast)
    assert all(clock.calendar for clock in walk.matter.clocks.all())
    assert verify().ok


@pytest.mark.parametrize(
    "body",
    [
        {"year": YEAR},
        notice(YEAR, (f"{YEAR}-02-30", f"{YEAR}-03-01")),
        notice(YEAR, (f"{YEAR}-01-02", f"{YEAR}-01-01")),
        {"overlay": "x", "rests": []},
    ],
)
def test_a_wrong_calendar_is_not_published(db, body):
    with pytest.raises(CalendarFileError):
        publish(body)
    assert not CalendarVersion.objects.exists()


def test_a_version_is_published_once(db):
    publish(notice(YEAR), version="a")
    with pytest.raises(PublishError, match="another name"):
        publish(notice(YEAR), version="a")
    with pytest.raises(PublishError, match="for which year"):
        publish({"overlay": "short-week", "week": ["mon", "tue"]})
    with pytest.raises(PublishError, match="no division"):
        publish({**closed(f"{YEAR}-01-02"), "division": "990000000000"})


def test_publishing_leaves_one_job(db):
    version = publish(notice(YEAR))
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("matters.recompute", {"version_id": str(version.pk)})


def test_the_commands(cast, tmp_path):
    walk = assigned(cast, f"{YEAR}-01-02")
    out = StringIO()
    with pytest.raises(CommandError, match="No calendar"):
        call_command("recompute", stdout=out)
    path = tmp_path / "year.yaml"
    path.write_text(
        f"year: {YEAR}\nsource: {{number: 虚构1号, title: null, date: null, confidence: D}}\n"
        f"rest:\n- {{from: {YEAR}-01-01, to: {YEAR}-01-04, zh: 元旦, en: New Year}}\n",
        encoding="utf-8",
    )
    call_command("calendar", "publish", str(path), stdout=out)
    assert f"published {YEAR}.1: 虚构1号" in out.getvalue()
    call_command("recompute", stdout=out)
    assert "1 matters, dates changed in 1" in out.getvalue()
    assert legal(walk, "report_back") == f"{YEAR}-01-05"
    call_command("calendar", "list", stdout=out)
    assert "everywhere" in out.getvalue()
    path.write_text(f"year: {YEAR}\nsurce: x\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"year\.yaml:"):
        call_command("calendar", "publish", str(path), stdout=out)
    with pytest.raises(CommandError, match="no division"):
        call_command("calendar", "publish", str(path), "--division", "1", stdout=out)
