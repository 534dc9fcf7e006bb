"""Letters of a mediation, written by real acts: every party is named in them, as last stated."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiyin.letters.issue import content_of
from huiyin.letters.models import Letter
from huiyin.matters.actions import perform, register
from huiyin.matters.errors import Refused
from huiyin.matters.models import Event, Link, Matter, Party
from huiyin.matters.testing import Walk, moment
from huiyin.people.testing import make_cast

APPLICANT = {"side": "applicant", "party": {"name": "王小明", "address": "松石镇柳湾村6号"}}
RESPONDENT = {"side": "respondent", "party": {"name": "赵大山", "address": "松石镇柳湾村8号"}}


@pytest.fixture
def cast(db):
    return make_cast()


class Mediation:
    """A dispute between two neighbours at the town's committee."""

    def __init__(self, cast, **changes) -> None:
        self.cast = cast
        form = {
            "channel": "apply", "received_at": moment(0).isoformat(), "title": "排水沟堵水",
            "text": "上游一家垒了沟", "kind": "d17", "parties": [APPLICANT, RESPONDENT],
        } | changes  # fmt: skip
        by = cast.actor("town.mediator")
        done = register("mediation", by=by, data=form, at=moment(0, 10))
        self.pk = done.matter.pk

    def act(self, act, day, by="town.mediator", **data):
        seq = Matter.objects.values_list("seq", flat=True).get(pk=self.pk)
        at = moment(day, 11)
        return perform(self.pk, act, by=self.cast.actor(by), data=data, expected_seq=seq, at=at)

    def accepted(self):
        told = [{"told": True}] * 2
        agreed = {"agrees": True, "agreed_on": day(1), "agreed_by": "signed"}
        checked = {"not_exclusive": True, "no_lawsuit": True, "not_administrative": True}
        self.act("tell_rights", 1, told_by="paper", parties=told)
        self.act("consent", 1, parties=[agreed, agreed])
        self.act("accept", 2, scope="persons", **checked)
        return self

    def mediating(self):
        self.accepted()
        lead = str(self.cast.posts["town.mediator"].pk)
        accepts = [{"accepts": True}] * 2
        self.act("appoint", 3, chosen_by="parties", lead=lead, parties=accepts)
        came = [{"present": True, "said": "要求清沟"}, {"present": True}]
        self.act("session", 4, met_on=day(4), where="村调解室", record="看了现场", parties=came)
        return self

    def drafted(self):
        self.mediating()
        shares = [{"responsibility": "清下游一段"}, {"responsibility": "搬走石头"}]
        self.act(
            "write_agreement", 5, facts="沟堵了一半", dispute="谁来清沟", content="一起清沟",
            parties=shares, perform_way="各出一个工", perform_by=day(20),
        )  # fmt: skip
        return self

    def letter(self, key):
        letter = Letter.objects.filter(matter=self.pk, key=key).latest("seq")
        return letter, str(content_of(letter).to_dict())


def day(number) -> str:
    return moment(number).date().isoformat()


def test_rights_and_acceptance_name_every_party(cast):
    mediation = Mediation(cast).accepted()
    for key, words in (
        ("mediation_rights", "不收取任何费用"),
        ("mediation_acceptance", "各方当事人于2025年3月4日以前均已同意调解"),
    ):
        _letter, text = mediation.letter(key)
        assert "王小明" in text
        assert "赵大山" in text
        assert words in text


def test_the_agreement_has_its_three_heads_and_every_party_with_address_and_share(cast):
    letter, text = Mediation(cast).drafted().letter("mediation_agreement")
    assert letter.number.endswith("号")
    for words in (
        "申请人：王小明，住址：松石镇柳湾村6号",
        "被申请人：赵大山，住址：松石镇柳湾村8号",
        "谁来清沟",
        "王小明的责任：清下游一段。",
        "赵大山的责任：搬走石头。",
        "履行期限：2025年3月23日前。",
        "一式3份",
    ):
        assert words in text


def test_an_agreement_without_an_address_is_refused_until_it_is_completed(cast):
    mediation = Mediation(cast, parties=[APPLICANT, {**RESPONDENT, "party": {"name": "赵大山"}}])
    with pytest.raises(Refused) as refused:
        mediation.drafted()
    errors = refused.value.refusal.errors
    assert {error.rule for error in errors} == {"letter_needs"}
    assert errors[0].law == "人民调解法第二十九条第一项"
    mediation.act("complete_parties", 5, parties=[APPLICANT, RESPONDENT])
    shares = [{"responsibility": "清下游一段"}, {"responsibility": "搬走石头"}]
    mediation.act(
        "write_agreement", 6, facts="沟堵了一半", dispute="谁来清沟", content="一起清沟",
        parties=shares, perform_way="各出一个工", perform_by=day(20),
    )  # fmt: skip
    assert "赵大山，住址：松石镇柳湾村8号" in mediation.letter("mediation_agreement")[1]


def test_the_last_signature_or_seal_is_the_day_of_effect_and_the_court_hears_it(cast):
    mediation = Mediation(cast).drafted()
    signed = [
        {"signed_by": "name", "signed_on": day(6)},
        {"signed_by": "print", "signed_on": day(8)},
    ]
    mediation.act("sign_agreement", 9, parties=signed, mediators_signed_on=day(6), sealed_on=day(7))
    event = Event.objects.get(matter=mediation.pk, act="sign_agreement")
    assert event.data["effective_on"] == day(8)
    mediation.act(
        "apply_confirmation", 10, parties=[{"applies": True}] * 2, court="松岭县人民法院",
        jurisdiction="organisation", civil=True, no_status=True,
    )  # fmt: skip
    letter, text = mediation.letter("judicial_confirmation_application")
    assert letter.number == ""
    for words in (
        "松岭县人民法院",
        "于2025年3月11日生效",
        "申请人：王小明",
        "申请人：赵大山",
        "人调",
    ):
        assert words in text


@pytest.mark.parametrize("act", ["refuse", "terminate"])
def test_the_end_names_all_ways_that_stay_open(cast, act):
    mediation = Mediation(cast)
    if act == "terminate":
        mediation.mediating()
        mediation.act("terminate", 6, ground="failed", reason="意见差距太大")
    else:
        mediation.act("refuse", 1, ground="refused", side="respondent", reason="不用调解")
    _letter, text = mediation.letter("mediation_termination")
    for words in ("王小明", "赵大山", "仲裁途径", "行政途径", "司法途径"):
        assert words in text


def test_what_cannot_be_mediated_is_told_where_to_turn(cast):
    mediation = Mediation(cast)
    turn_to = "县人民政府行政复议机构"
    mediation.act("decline", 1, ground="administrative", reason="属于行政争议", turn_to=turn_to)
    assert turn_to in mediation.letter("mediation_decline")[1]


def test_a_petition_is_settled_by_the_mediation_and_goes_on(cast):
    walk = Walk(cast).to_handling()
    Mediation(cast, channel="petition", origin=walk.matter.number)
    link = Link.objects.get()
    assert (link.source_id, link.kind) == (walk.pk, "settled_by")
    handle = walk.matter.clocks.get(key="handle")
    assert handle.status == "running"


def test_parties_are_kept_in_the_vault(cast):
    mediation = Mediation(cast)
    event = Event.objects.get(matter=mediation.pk, seq=1)
    assert "王小明" not in str(event.data)
    assert Party.objects.filter(matter=mediation.pk).count() == 2


def test_administrative_mediation_has_its_own_letters(cast):
    form = {
        "channel": "apply", "received_at": moment(0).isoformat(), "title": "车辆刮擦赔偿",
        "text": "赔多少谈不拢", "basis": "traffic", "parties": [APPLICANT, RESPONDENT],
    }  # fmt: skip
    by = cast.actor("town.handler")
    done = register("administrative_mediation", by=by, data=form, at=moment(0, 10))
    both = [{"agrees": True}] * 2
    shares = [{"agrees": True, "responsibility": share} for share in ("次要", "主要")]
    agreed = {"facts": "刮擦属实", "parties": shares, "content": "赔修理费", "perform_by": day(20)}
    steps = (
        ("accept", by, {"parties": both, "no_lawsuit": True, "competent": True}),
        ("session", by, {"met_on": day(1), "record": "看了监控"}),
        ("agree", by, agreed),
        ("agree", cast.actor("town.head"), {}),
    )
    for number, (act, actor, data) in enumerate(steps, start=1):
        seq = Matter.objects.values_list("seq", flat=True).get(pk=done.matter.pk)
        at = moment(0, 12) + timedelta(days=number)
        perform(done.matter.pk, act, by=actor, data=data, expected_seq=seq, at=at)
    keys = Letter.objects.filter(matter=done.matter).order_by("seq").values_list("key", flat=True)
    assert list(keys) == ["admin_mediation_acceptance", "admin_mediation_agreement"]
    text = str(content_of(Letter.objects.get(key="admin_mediation_agreement")).to_dict())
    assert "赵大山的责任：主要。" in text


def test_a_mediator_who_stood_aside_cannot_be_named_again(cast):
    mediation = Mediation(cast).mediating()
    aside, window = str(cast.posts["town.mediator"].pk), "town.window"
    form = {"recused_post": aside, "asked_by": "party", "reason": "是被申请人的表亲"}
    mediation.act("recuse", 5, by=window, **form)
    mediation.act("recuse", 5, by="town.head")
    named = {"chosen_by": "parties", "parties": [{"accepts": True}] * 2}
    with pytest.raises(Refused) as refused:
        mediation.act("change_mediators", 6, by="town.head", lead=aside, **named)
    assert refused.value.refusal.errors[0].rule == "complained_about"
    other = str(cast.posts["town.handler"].pk)
    mediation.act("change_mediators", 6, by="town.head", lead=other, **named)
    with pytest.raises(Refused) as refused:
        mediation.act("note", 7, text="再看看")
    assert refused.value.refusal.code == "recused"
