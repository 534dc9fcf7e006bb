"""Columns of a ledger: facts and texts as pages read them, and never a person."""

from __future__ import annotations

from django.db.models import Q

from huiyin.engine.figure_values import Span
from huiyin.engine.method_shape import Column, LedgerShape, Select
from huiyin.insight.ledger_rows import rows
from huiyin.insight.ledgers import standing
from huiyin.matters.testing import TRIAGE, Walk, moment

OF = {
    "number": "number", "title": "title", "state": "state", "owner": "owner", "text": "fact text",
    "who": "fact petitioner", "class": "fact class", "requests": "fact requests",
    "handle": "clock notice", "steps": "done identify forward", "times": "times identify",
    "channel": "channel", "to": "fact to_unit", "entered": "entered", "outcome": "outcome",
}  # fmt: skip
LEDGER = LedgerShape(
    zh="台账", en="Ledger", law="测试", enter=Select(process="petition"),
    columns={key: Column(of=of, zh=key, en=key) for key, of in OF.items()},
)  # fmt: skip
YEAR = Span(moment(0).date(), moment(300).date())


def only_row():
    (row,) = rows(LEDGER, standing(LEDGER, Q(), None, YEAR).rows, Q())
    return row


def test_every_kind_of_column(cast):
    walk = Walk(cast)
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    walk.act("forward", "office.dispatcher", 2, {"to_unit": cast.unit("town")})
    row = only_row()
    cells = row.cells
    assert (cells["number"], cells["title"]) == (walk.matter.number, "村口路灯坏了")
    assert cells["text"] == "村口路灯坏了三个月，晚上看不见路。"
    assert cells["who"] is None
    assert (cells["class"].zh, cells["channel"].zh) == ("申诉求决", "走访")
    assert (cells["requests"], cells["steps"], cells["times"]) == (1, "2/2", 1)
    assert cells["to"] == cells["owner"] == "松石镇人民政府"
    assert cells["entered"] == moment(0)
    assert cells["handle"] is not None
    assert cells["outcome"] is None


def test_a_name_is_nowhere_in_a_ledger(cast):
    Walk(cast)
    assert "王小明" not in repr(only_row())
    assert "13800001234" not in repr(only_row())
