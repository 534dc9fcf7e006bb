"""Every act of every pack tells who does it the first time what it means, in both languages."""

from __future__ import annotations

import pytest

from huiyin.packs.tests.own import every_own

PROCESSES = [process for _pack, _key, process in every_own()]


@pytest.mark.parametrize("process", PROCESSES, ids=lambda one: one.process)
def test_every_act_has_help(process):
    assert [key for key in process.acts if key not in process.help] == []


@pytest.mark.parametrize("process", PROCESSES, ids=lambda one: one.process)
def test_help_is_short_and_says_more_than_the_name(process):
    for key, text in process.help.items():
        assert 6 <= len(text.zh) <= 90, key
        assert len(text.en) <= 220, key
        assert text.zh != process.acts[key].name.zh, key
