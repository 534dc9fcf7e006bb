"""Terms in words, in local days."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from huiyin.ui.words import clock_chip, due_chip

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
END = datetime(2026, 3, 2, 23, 59, 59, 999999, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("legal", "tone", "en", "zh"),
    [
        (None, "none", "no term", "无时限"),
        (END + timedelta(days=11), "calm", "11 days left", "还有11天"),
        (END + timedelta(days=3), "soon", "3 days left", "还有3天"),
        (END + timedelta(days=1), "soon", "1 day left", "还有1天"),
        (END, "soon", "due today", "今天到期"),
        (NOW - timedelta(hours=1), "late", "ended today", "今天已到期"),
        (END - timedelta(days=1), "late", "1 day late", "已超期1天"),
        (END - timedelta(days=2), "late", "2 days late", "已超期2天"),
    ],
)
def test_a_running_clock(legal, tone, en, zh):
    for language, text in (("en", en), ("zh-hans", zh)):
        with translation.override(language):
            chip = due_chip(legal, NOW)
            assert (chip.tone, chip.text) == (tone, text)


def test_days_are_local_days():
    """At 7:00 in Shanghai it is still yesterday in UTC."""
    early = datetime(2026, 3, 2, 7, 0, tzinfo=ZONE).astimezone(ZoneInfo("UTC"))
    with translation.override("en"):
        assert due_chip(END, early).text == "due today"


def test_clocks_that_do_not_run():
    with translation.override("en"):
        assert clock_chip("paused", None, None, NOW).text == "paused"
        assert clock_chip("cancelled", None, END, NOW).text == "no longer applies"
        assert clock_chip("stopped", "late", END, NOW).tone == "late"
        assert clock_chip("stopped", "in_time", END, NOW).tone == "done"


def test_a_right_ends_and_nobody_is_late():
    over = END - timedelta(days=9)
    with translation.override("en"):
        for status in ("running", "stopped"):
            chip = clock_chip(status, "late", over, NOW, is_duty=False)
            assert (chip.tone, chip.text) == ("none", "ended")
        assert clock_chip("running", None, END, NOW, is_duty=False).text == "due today"
