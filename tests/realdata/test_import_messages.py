"""1 420 residents' messages and the offices' replies, replayed at their real times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from python_calamine import CalamineWorkbook

from huiyin.exchange import mapping as mappings
from huiyin.exchange.run import Options, run
from huiyin.matters.models import Event, Matter
from huiyin.matters.verify import verify

pytestmark = [pytest.mark.realdata, pytest.mark.django_db]

MAPPING = Path(__file__).parent / "mappings" / "messages_with_replies.yaml"
ROWS = 1_420


def slow_count(path: Path) -> dict[str, dict[str, int]]:
    """Replies met, counted day by day from the file itself."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    header = rows[0]
    received, replied = header.index("留言时间"), header.index("答复时间")
    taken = [_taken(_day(row[received]), _day(row[replied])) for row in rows[1:]]
    return {
        "wd": {str(n): sum(working <= n for working, _ in taken) for n in (5, 10, 15)},
        "nd": {str(n): sum(natural <= n for _, natural in taken) for n in (15, 30, 60)},
    }


def _day(cell: str) -> date:
    return datetime.fromisoformat(cell).date()


def _taken(first: date, last: date) -> tuple[int, int]:
    days = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    return sum(map(chinese_calendar.is_workday, days)), len(days)


def test_every_message_is_loaded_and_judged(
    realdata: Path, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    path = realdata / "messages" / "messages_with_replies.xlsx"
    mapping = mappings.load(MAPPING)
    options = Options(rejects=tmp_path / "rejects.xlsx")
    report = run(path, mapping, options)
    measured(f"messages: {report.loaded} matters in {report.seconds:.1f} s")
    measured(f"messages: replies met {report.met.as_dict()}, clocks {report.judged}")
    assert (report.read, report.loaded, report.rejected, report.already) == (ROWS, ROWS, 0, 0)
    assert report.met.as_dict() == slow_count(path)
    assert Matter.objects.filter(state="closed").count() == ROWS
    assert Event.objects.count() == 3 * ROWS
    # the clock of triage ends 15 natural days on, moved to a working day: never stricter
    assert report.judged["identify"]["in_time"] >= report.met.nd[15]

    again = run(path, mapping, options)
    assert (again.read, again.loaded, again.already) == (ROWS, 0, ROWS)
    assert again.met == report.met
    found = verify()
    assert found.ok, found.broken[:3]
    assert found.matters == ROWS
