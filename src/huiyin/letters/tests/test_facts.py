from __future__ import annotations

import pytest

from huiyin.letters.facts import facts_for
from huiyin.letters.issue import content_of, occasion_of
from huiyin.letters.models import Letter
from huiyin.letters.wording import Need, ParagraphRule, Wording, Words
from huiyin.matters.actions import perform, register
from huiyin.matters.testing import TRIAGE, moment
from huiyin.people.models import Unit
from huiyin.people.vault.models import Reveal

NAMED = Words(zh="事实", en="fact")


def asking(*names: str) -> Wording:
    """A wording that uses just these facts."""
    return Wording(
        key="note", version="1", law="条例第一条", title=NAMED, blocks=(ParagraphRule(p="。"),),
        requires={name: Need(zh="事实", en="fact") for name in names},
    )  # fmt: skip


def facts(done, *names: str):
    return facts_for(occasion_of(done), asking(*names))


def test_only_the_sections_named_are_gathered(handling, django_assert_num_queries):
    occasion = occasion_of(handling.last)
    with django_assert_num_queries(0):
        assert facts_for(occasion, asking("today")) == {"today": moment(4).date()}
        assert set(facts_for(occasion, asking("matter.number", "clocks.handle.legal"))) == {
            "matter",
            "clocks",
        }


def test_texts_of_earlier_acts_are_there_in_plain(handling):
    found = facts(handling.last, "previous.register.text", "previous.register.requests[].request")
    said = found["previous"]["register"]
    assert said["text"] == "村口路灯坏了三个月，晚上看不见路。"
    assert [row["request"] for row in said["requests"]] == ["修好路灯"]


def test_a_confirmed_act_says_what_was_proposed(walk):
    walk.to_served()
    names = ("facts", "requests[].finding_name", "requests[].request", "by_unit_name")
    found = facts(walk.last, *(f"previous.give_opinion.{name}" for name in names))
    said = found["previous"]["give_opinion"]
    assert said["facts"] == "经查，路灯线路老化。"
    assert said["requests"][0]["finding_name"] == "予以支持"
    assert said["requests"][0]["request"] == "修好路灯"
    assert (said["day"], said["by_unit_name"]) == (moment(21).date(), "松石镇人民政府")


def test_times_are_local_days(walk):
    walk.to_handling()
    # Kept in UTC; before eight in the morning that is the day before.
    early = moment(5, 7)
    served = {"served_at": early.isoformat(), "way": "direct", "receiver": "王小明"}
    walk.act("serve_notice", "town.handler", 5, served)
    found = facts(walk.last, "act.served_at", "act.way_name", "act.day")
    assert found["act"]["served_at"] == early
    assert str(found["act"]["served_at"])[:10] == early.date().isoformat()
    assert (found["act"]["way_name"], found["act"]["day"]) == ("直接送达", early.date())


def test_units_are_named_in_one_statement(handling, django_assert_num_queries):
    occasion = occasion_of(handling.last)
    wanted = asking("unit.name", "owner.name", "sender.name", "previous.forward.to_unit_name",
                    "previous.forward.by_unit_name")  # fmt: skip
    with django_assert_num_queries(2):  # texts of the transfer, units
        found = facts_for(occasion, wanted)
    assert found["unit"]["name"] == found["owner"]["name"] == "松石镇人民政府"
    assert found["sender"]["name"] == found["previous"]["forward"]["by_unit_name"] == "松岭县信访局"
    assert found["previous"]["forward"]["to_unit_name"] == "松石镇人民政府"


def test_nothing_is_opened_that_the_wording_does_not_name(handling):
    before = set(Reveal.objects.values_list("pk", flat=True))
    facts(handling.last, "matter.title", "unit.name", "petitioner.count")
    assert not Reveal.objects.exclude(pk__in=before).exists()
    found = facts(handling.last, "petitioner.names", "petitioner.phone")
    opened = Reveal.objects.exclude(pk__in=before).get()
    assert sorted(opened.fields) == ["name", "phone"]
    assert opened.reason == "letter: accept"
    assert found["petitioner"]["names"] == "王小明"
    assert found["petitioner"]["phone"] == "13800001234"
    assert "address" not in found["petitioner"]


def test_a_person_in_an_earlier_form_is_opened_by_name(handling):
    found = facts(handling.last, "previous.register.petitioner.address")
    assert found["previous"]["register"]["petitioner"] == {"address": "松石镇柳湾村6号"}


def test_others_are_those_who_are_not_named(walk):
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    found = facts(walk.last, "petitioner.names", "petitioner.others_count", "petitioner.count")
    person = found["petitioner"]
    assert (person["names"], person["count"], person["others_count"]) == ("王小明", 1, 0)


def test_both_superiors_stand_in_the_opinion(walk):
    county = walk.cast.units["county"]
    line = walk.cast.units["far"]
    Unit.objects.filter(pk=walk.cast.units["town"].pk).update(line_parent=line)
    walk.to_served()
    found = facts(walk.last, "review_bodies[].name", "review_bodies[].address")
    assert [body["name"] for body in found["review_bodies"]] == [county.name, line.name]
    assert all(body["address"] for body in found["review_bodies"])


def test_the_body_of_review_named_in_the_form_comes_first(walk):
    walk.to_handling()
    day = moment(8).date().isoformat()
    walk.act(
        "hear_statement", "town.handler", 9, {"heard_on": day, "way": "home", "statement": "黑。"}
    )
    walk.act("check_facts", "town.handler", 10, {"checked_on": day, "findings": "线路老化。"})
    walk.act("give_opinion", "town.handler", 20, {
        "facts": "经查。", "review_body": "松岭县人民政府", "review_address": "松岭县中心路1号",
        "requests": [{"finding": "support", "decision": "修。", "basis": "某规定"}],
    })  # fmt: skip
    walk.act("give_opinion", "town.head", 21)
    found = facts(walk.last, "review_bodies[].name", "requests[].request", "requests[].basis")
    assert found["review_bodies"] == [{"name": "松岭县人民政府", "address": "松岭县中心路1号"}]
    assert [row["request"] for row in found["requests"]] == ["修好路灯"]
    assert [row["basis"] for row in found["requests"]] == ["某规定"]


def test_letters_before_are_named_with_number_and_day(walk):
    walk.to_served()
    found = facts(
        walk.last, "letters.opinion.number", "letters.transfer_letter.day", "document.number"
    )
    opinion = Letter.objects.get(key="opinion")
    assert found["letters"]["opinion"]["number"] == opinion.number
    assert found["letters"]["transfer_letter"]["day"] == moment(2).date()
    assert found["document"]["number"] == opinion.number


@pytest.fixture
def report(db, walk):
    """A report of misconduct, kept by the bureau."""
    cast = walk.cast
    return register("report", by=cast.actor("office.window"), at=moment(0, 10), data={
        "channel": "letter", "received_at": moment(0).isoformat(), "real_name": True,
        "petitioner": {"name": "赵检举", "address": "松石镇暗巷9号"},
        "accused_person": {"name": "钱被反映", "address": "某处"},
        "title": "反映招标中收受好处", "text": "收受购物卡两张。",
        "accused_units": [cast.unit("town")],
        "to_unit": cast.unit("bureau"), "keeper": str(cast.posts["bureau.handler"].pk),
    })  # fmt: skip


def test_the_receipt_of_a_report_says_nothing_of_it_and_opens_nobody(report, walk):
    before = Reveal.objects.count()
    cast = walk.cast
    perform(report.matter.pk, "hand_over", by=cast.actor("bureau.handler"), expected_seq=1,
            at=moment(2), data={
                "competence": "discipline", "basis": "被反映人由县里管理", "pieces": 3,
                "to_unit": cast.unit("county"), "keeper": str(cast.posts["county.head"].pk),
                "way": "system"})  # fmt: skip
    said = str(content_of(Letter.objects.get(key="report_receipt")).to_dict())
    for hidden in ("赵检举", "钱被反映", "购物卡", "招标", "暗巷", "松石镇"):
        assert hidden not in said, hidden
    for shown in ("松岭县住建局", "松岭县住建局 handler", "松岭县人民政府 head", "3件"):
        assert shown in said, shown
    assert Reveal.objects.count() == before
