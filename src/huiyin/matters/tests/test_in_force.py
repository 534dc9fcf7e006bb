"""An agreed answer in force: in no worklist, seen and cited by others, changed by two persons."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from huiyin.matters import history
from huiyin.matters.actions import register
from huiyin.matters.models import Link, Matter
from huiyin.matters.policy import visible
from huiyin.matters.queries import worklist
from huiyin.matters.queries.filters import Filters
from huiyin.matters.testing import Acts, Walk, moment
from huiyin.matters.verify import verify

RECORD: Any = apps.get_model("archive", "Record")
ANSWER = "带身份证到服务站，当场登记，十五天内补发"
DRAFT = {"title": "证丢了怎么补", "question": "证丢了怎么办", "answer": ANSWER, "basis": "第十九条"}


@pytest.fixture
def answer(cast) -> Acts:
    """Drafted by the office and put into force for the town."""
    by = cast.actor("office.handler")
    acts = Acts(cast, register("policy_answer", by=by, data=DRAFT, pack="grassroots", at=moment(0)))
    day = moment(30).date().isoformat()
    acts.act(
        "approve", "office.handler", 1, {"in_force_from": day, "for_units": [cast.unit("town")]}
    )
    acts.act("approve", "office.head", 2)
    return acts


def listed(cast, post: str) -> set[str]:
    actor = cast.actor(post)
    return {
        row.number
        for tab in worklist.tabs_of(actor)
        for row in worklist.worklist(actor, tab, None, Filters()).rows
    }


def test_what_is_in_force_waits_in_nobodys_worklist(answer, cast):
    matter = answer.matter
    assert (matter.state, matter.phase, matter.is_open) == ("in_force", "in_force", False)
    for post in ("office.handler", "office.head", "town.handler", "county.head"):
        assert matter.number not in listed(cast, post)
    assert not RECORD.objects.filter(matter=matter).exists()
    assert verify([matter.number]).ok


def test_the_units_it_is_for_see_it_and_others_do_not(answer, cast):
    seen = {
        post for post in ("town.handler", "other_town.handler", "bureau.handler")
        if Matter.objects.filter(visible(cast.actor(post)), pk=answer.pk).exists()
    }  # fmt: skip
    assert seen == {"town.handler"}


def test_a_new_version_waits_for_the_second_person_and_counts_on(answer, cast):
    new = {"answer": ANSWER + "，也可以在手机上办", "basis": "第十八条", "why": "办法修订了一次",
           "in_force_from": moment(60).date().isoformat()}  # fmt: skip
    answer.act("revise", "office.handler", 40, new)
    assert answer.matter.number in listed(cast, "office.head")
    answer.act("revise", "office.head", 41)
    standing = answer.last.standing
    assert (standing.state, standing.facts["version"]) == ("in_force", 2)
    assert answer.matter.number not in listed(cast, "office.head")


def test_withdrawn_it_is_kept_as_long_as_was_chosen(answer):
    data = {"reason": "办法已经废止", "retention": "y10"}
    answer.act("withdraw_answer", "office.handler", 50, data)
    answer.act("withdraw_answer", "office.head", 51)
    assert answer.matter.phase == "final"
    assert RECORD.objects.get(matter=answer.pk).retention == "y10"
    assert verify([answer.matter.number]).ok


def test_measures_of_a_risk_point_have_a_date_each(cast):
    by = cast.actor("office.handler")
    data = {"title": "发放晚", "area": "benefits", "point": "名单报得晚", "level": "high"}
    point = Acts(cast, register("risk_point", by=by, data=data, pack="grassroots", at=moment(0)))
    for number, days in enumerate((40, 20, 30), 1):
        due = moment(days).date().isoformat()
        measure = {"text": "改成网上报齐", "owner_post": "优抚股", "due_on": due}
        point.act("add_measure", "office.handler", number, measure)
    done = {"measure": 2, "done_on": moment(5).date().isoformat(), "result": "做到了"}
    point.act("measure_done", "office.handler", 5, done)
    rows = point.matter.clocks.filter(key="measure").order_by("cycle")
    zone = history.zone()
    found = [(row.cycle, row.status, row.nominal.astimezone(zone).date()) for row in rows]
    days = [moment(after).date() for after in (40, 20, 30)]
    assert found == [(1, "running", days[0]), (2, "stopped", days[1]), (3, "running", days[2])]
    assert verify([point.matter.number]).ok


def test_what_a_care_pair_was_helped_with_is_linked(cast):
    petition = Walk(cast).to_handling().matter
    by = cast.actor("town.handler")
    helper = {"helper_unit": cast.unit("town"), "helper": str(cast.posts["town.handler"].pk)}
    agreed = {"consent": True, "consent_on": moment(5).date().isoformat()}
    agreed |= {"consent_how": "witnessed", "consent_witness": {"name": "孙兰"}}
    about = {"title": "联系帮扶", "resident": {"name": "周大山"}, "purpose": "帮着办医保转移"}
    pair = Acts(cast, register("care_pair", by=by, data={**about, **agreed, **helper},
                               pack="grassroots", at=moment(5)))  # fmt: skip
    told = {
        "helped_on": moment(6).date().isoformat(),
        "what": "帮着写材料",
        "matter": petition.number,
    }
    pair.act("help", "town.handler", 6, told)
    assert Link.objects.get(target=pair.pk).source == petition
    assert verify([pair.matter.number, petition.number]).ok
