"""Bulk loading writes what the one door writes, and what it writes verifies."""

from __future__ import annotations

import csv

import pytest

from huiyin.engine.facts import SEALED
from huiyin.exchange import mapping as mappings
from huiyin.exchange.plan import Planner
from huiyin.exchange.run import Options, run
from huiyin.exchange.unit import intake
from huiyin.matters import effects, history
from huiyin.matters.actions import perform, register
from huiyin.matters.actions.door import Origin
from huiyin.matters.models import Matter
from huiyin.matters.verify.run import verify
from huiyin.people.models import Unit

MAPPING = """\
source: bulk
unit: hall
id: no
acts:
  - act: register
    at: d1
    data:
      channel: {column: channel}
      people: {column: people}
      petitioner: {name: {column: who}, phone: {column: phone}, address: 柳村12号}
      contact_unclear: {column: unclear}
      title: {column: what, max: 10}
      text: {column: what}
      category: {column: category}
      place: "910102001000"
      requests: [{request: {column: what}}, {request: 请回复}]
  - act: identify
    when: class
    at: d2
    data: {class: {column: class}, route: {column: route}, procedure: {column: procedure},
           simple_ground: {column: ground}}
  - act: forward
    when: unit
    at: d3
    data: {to_unit: {column: unit}, opinion: 请办理}
  - act: accept
    when: accepted
    at: accepted
  - act: hear_statement
    when: accepted
    at: d4
    data: {heard_on: "2026-03-20", way: call, statement: 电话里说了经过}
  - act: reply_directly
    when: reply
    at: d4
    data: {reply: {column: reply}, reply_by: web}
  - act: archive
    when: reply
    at: d4
"""
COLUMNS = (
    "no channel people who phone unclear what category d1 class route procedure ground d2 unit d3"
    " accepted reply d4"
)
ROWS = """\
1|web|1|林晓|13800001234|no|路灯不亮|roads|2026-03-02 09:00:01|inquiry|\
|||2026-03-03 09:00||||灯修好了|2026-03-30 10:00
2|call|3|周远|13800001234|yes|垃圾没有清运，气味很大，请尽快处理|none|2026-03-02 10:00|appeal|\
art31_6|simple|daily|2026-03-02 11:00|||2026-03-05 09:00||2026-03-20 10:00
3|web|1|林晓|13800001234|no|路灯又不亮|roads|2026-03-04|appeal|\
art31_6|ordinary||2026-03-25 23:59:59||||
4|letter|12|松石镇商会||no|证照办理慢||2026-03-05 08:00|appeal|\
art31_4|ordinary||2026-03-06 08:00|{town}|2026-03-09 08:00|||
5|web|1|何平||no|咨询低保政策||2026-03-05 08:00|||||||||
"""

MATTER = [
    "pack", "process", "version", "state", "phase", "is_open", "outcome", "sealed", "title",
    "channel", "received_at",
    "intake_unit_id", "owner_unit_id", "sender_unit_id", "holder_id", "registrar_id",
    "category_id", "place_id",
    "grid_id", "next_due", "next_clock", "waiting_for", "origin_ref", "seq",
]  # fmt: skip
EVENT = ["seq", "act", "step", "version", "at", "via", "account_id", "post_id", "unit_id"]
CLOCK = [
    "key", "cycle", "kind", "status", "started_at", "stopped_at", "nominal", "legal",
    "provisional", "extensions",
    "verdict", "calendar",
]  # fmt: skip


@pytest.fixture
def file(hall, tmp_path):
    town = Unit.objects.create(
        code="town", name="松石镇水务站", kind="bureau", division=hall.division
    )
    path = tmp_path / "in.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        rows = [line.split("|") for line in ROWS.format(town=town.id).splitlines()]
        csv.writer(out).writerows([COLUMNS.split(), *rows])
    return path


def through_the_door(path, mapping):
    """The same rows, each act by `register` or `perform`."""
    with path.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    by = intake(mapping.shape.unit, create=False).by
    planner = Planner(mapping, header, history.zone(), frozenset({"roads"}))
    for number, cells in enumerate(rows, start=2):
        planned = planner.plan(number, cells)
        first, *others = planned.steps
        origin = Origin("door", planned.ref)
        done = register(by=by, data=first.data, via="import", at=first.at, origin=origin)
        for step in others:
            perform(
                done.matter.id, step.mapped.act, by=by, data=step.data, expected_seq=None,
                via="import", at=step.at,
            )  # fmt: skip


def everything(source):
    return [
        _matter(matter) for matter in Matter.objects.filter(origin=source).order_by("origin_ref")
    ]


def _matter(matter):
    texts = matter.sealed_texts.order_by("seq", "path")
    return {
        **_values(matter, MATTER),
        "events": [
            {**_values(event, EVENT), "data": _open(event.data)}
            for event in matter.events.order_by("seq")
        ],
        "texts": [(t.seq, t.path, t.text, t.sealed is None) for t in texts],
        "clocks": [_values(clock, CLOCK) for clock in matter.clocks.order_by("key", "cycle")],
        "parties": [(p.role, p.seq, p.person.name_masked) for p in matter.parties.order_by("id")],
        "words": (matter.words.text, sorted(matter.words.tokens)),
    }


def _values(row, names):
    return {name: getattr(row, name) for name in names}


def _open(data):
    """Event data without salts' work: commitments and persons' ids differ between two loads."""
    if isinstance(data, dict):
        return "sealed" if SEALED in data else {name: _open(value) for name, value in data.items()}
    return [_open(item) for item in data] if isinstance(data, list) else data


def test_the_same_rows_through_the_door_and_in_bulk(file, monkeypatch):
    monkeypatch.setattr(effects, "_EFFECTS", [])  # letters follow acts done here, not replayed ones
    mapping = mappings.parse("map.yaml", MAPPING)
    through_the_door(file, mapping)
    report = run(file, mapping, Options())
    assert (report.loaded, report.rejected) == (5, 0)
    plain, bulk = everything("door"), everything("bulk")
    assert [matter["state"] for matter in bulk] == [
        "archived", "handling", "identified", "forwarded", "registered",
    ]  # fmt: skip
    for expected, found in zip(plain, bulk, strict=True):
        assert found == expected
    verdicts = {c["verdict"] for matter in bulk for c in matter["clocks"]}
    assert {"in_time", "late"} <= verdicts


def test_what_was_loaded_verifies(file):
    mapping = mappings.parse("map.yaml", MAPPING)
    run(file, mapping, Options(batch=2))
    found = verify()
    assert found.ok, found


def test_persons_who_state_the_same_are_kept_once(file):
    run(file, mappings.parse("map.yaml", MAPPING), Options())
    people = [m.parties.get().person_id for m in Matter.objects.order_by("origin_ref")]
    assert people[0] == people[2]
    assert len(set(people)) == 4
