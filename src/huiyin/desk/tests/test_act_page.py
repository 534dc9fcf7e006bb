"""The page of an act: letter beside the form, conflicts with both versions, what was said."""

from __future__ import annotations

import pytest
from django.utils import timezone

from huiyin.desk.sections import sections
from huiyin.desk.starting import start
from huiyin.desk.tests.browsing import Page, flat
from huiyin.engine.standing import Step
from huiyin.matters.models import Event
from huiyin.matters.testing import OPINION, TRIAGE, Walk, moment
from huiyin.packs import load
from huiyin.packs.tests.own import every_own
from huiyin.people.models import Reveal
from huiyin.ui.fields import Filling, build

PROCESS = load.process("national", "petition")


def address(walk: Walk, act: str) -> str:
    return f"/matters/{walk.matter.number}/acts/{act}/"


def beside(browser, walk, act, data, *, script=True):
    headers = {"x-requested-with": "fetch"} if script else {}
    raw = flat(data) | {"_preview": "html", "expected_seq": walk.matter.seq}
    return browser.post(address(walk, act), raw, headers=headers)


@pytest.fixture
def ready(walk) -> Walk:
    """Heard and checked: the opinion can be written."""
    walk.to_handling()
    day = moment(8).date().isoformat()
    walk.act("hear_statement", "town.handler", 9,
             {"heard_on": day, "way": "home", "statement": "晚上看不见路。"})  # fmt: skip
    walk.act("check_facts", "town.handler", 10, {"checked_on": day, "findings": "线路老化。"})
    return walk


def test_the_letter_grows_with_the_form_and_names_what_is_missing(ready, at_desk):
    browser = at_desk("town.handler")
    empty = beside(browser, ready, "give_opinion", {})
    assert empty.status_code == 200
    assert empty["X-Part"] == "letter"
    text = empty.content.decode()
    assert "<html" not in text
    assert "信访事项处理意见书" in text
    assert 'class="gap">[missing: 事实和理由]' in text
    assert "decision" in text.split("lacking")[1]
    some = beside(browser, ready, "give_opinion", {"facts": "经查，<b>线路</b>老化。"})
    text = some.content.decode()
    assert "经查，&lt;b&gt;线路&lt;/b&gt;老化。" in text
    assert "missing: 事实和理由" not in text
    whole = beside(browser, ready, "give_opinion", OPINION).content.decode()
    assert 'class="gap"' not in whole
    assert "still needs" not in whole
    assert "十日内修复" in whole


def test_typing_opens_nobodys_data_and_records_nothing(ready, at_desk):
    browser, before = at_desk("town.handler"), Reveal.objects.count()
    for _ in range(3):
        text = beside(browser, ready, "give_opinion", OPINION).content.decode()
        assert "王*明" in text
        assert "王小明" not in text
    assert Reveal.objects.count() == before
    raw = flat(OPINION) | {"_preview": "1", "expected_seq": ready.matter.seq}
    assert browser.post(address(ready, "give_opinion"), raw).content.startswith(b"%PDF")
    assert Reveal.objects.count() == before + 1
    assert Event.objects.filter(act="give_opinion").count() == 0


def test_without_a_script_the_page_comes_back_with_the_letter(ready, at_desk):
    response = beside(at_desk("town.handler"), ready, "give_opinion",
                      {"facts": "我写的事实"}, script=False)  # fmt: skip
    assert response.status_code == 200
    page = Page(response)
    assert 'class="sheet"' in page.text
    assert "我写的事实" in page.text.split('<textarea id="id_facts"')[1].split("</textarea>")[0]


def test_the_letter_beside_the_form_is_for_who_may_act(ready, at_desk):
    assert beside(at_desk("office.dispatcher"), ready, "give_opinion", {}).status_code in {403, 409}
    assert beside(at_desk("far.head"), ready, "give_opinion", {}).status_code == 404


EVERY_LETTER = [key for key, act in PROCESS.acts.items() if act.letter]


@pytest.mark.parametrize("key", ["forward", "assign", "decline", "divert"])
def test_no_letter_stumbles_over_an_empty_form(walk, at_desk, key):
    assert key in EVERY_LETTER
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    found = beside(at_desk("office.dispatcher"), walk, key, {})
    if found.status_code == 200:
        assert 'class="sheet"' in found.content.decode()
    else:
        assert found.status_code == 409  # not open from here


def test_who_confirms_sees_the_letter_of_the_proposal(ready, at_desk):
    ready.act("give_opinion", "town.handler", 20, OPINION)
    head = at_desk("town.head")
    page = head.get(address(ready, "give_opinion")).content.decode()
    assert "十日内修复" in page
    assert 'id="letter"' in page
    letter = beside(head, ready, "give_opinion", {}).content.decode()
    assert "十日内修复" in letter
    assert 'class="gap"' not in letter


def test_a_proposal_made_again_shows_what_changed_and_why(ready, at_desk):
    ready.act("give_opinion", "town.handler", 20, OPINION)
    ready.act("give_opinion", "town.head", 21, {"reason": "写清楚依据"}, step=Step.SEND_BACK)
    row = OPINION["requests"][0] | {"basis": "某规定第四条"}
    ready.act("give_opinion", "town.handler", 22, {**OPINION, "requests": [row]})
    page = at_desk("town.head").get(address(ready, "give_opinion")).content.decode()
    part = page.split("Sent back before")[1].split("</table>")[0]
    assert "写清楚依据" in part
    assert "某规定第三条" in part.split("Now")[1]
    assert "某规定第四条" in part
    assert "经查，路灯线路老化。" not in part, "what did not change is not listed"


def test_a_conflict_shows_both_versions_field_by_field(walk, at_desk):
    seen = walk.matter.seq
    walk.act("identify", "office.dispatcher", 1, {**TRIAGE, "advice": "先到的意见"})
    raw = {"class": "suggestion", "advice": "后到的意见", "expected_seq": seen}
    response = at_desk("office.head").post(address(walk, "identify"), raw)
    assert response.status_code == 409
    page = response.content.decode()
    table = page.split('<table class="versions">')[1].split("</table>")[0]
    assert "先到的意见" in table
    assert "后到的意见" in table
    assert table.count("<td") == 4, "class and advice, theirs and yours"
    assert "The same act was done" in page


def test_notes_of_two_people_are_no_rivals(walk, at_desk):
    """Free words of another act are shown, but not compared."""
    seen = walk.matter.seq
    walk.act("supplement", "office.window", 1, {"text": "家属送来照片"})
    raw = {"text": "我的记录", "expected_seq": seen}
    response = at_desk("office.dispatcher").post(address(walk, "note"), raw)
    page = response.content.decode()
    assert response.status_code == 409
    assert "家属送来照片" in page
    assert "我的记录" in page
    assert '<table class="versions">' not in page


def test_the_rule_in_short_stands_above_the_form(walk, at_desk):
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    page = at_desk("office.dispatcher", "zh-hans").get(address(walk, "decline")).content.decode()
    rules = page.split('<details class="passages">')[1].split("</details>")[0]
    assert "信访工作条例" in rules
    assert "15日内" in rules


def test_what_was_said_stands_beside_what_answers_it(ready, at_desk):
    page = at_desk("town.handler").get(address(ready, "give_opinion")).content.decode()
    said = page.split("said-before")[1].split("</details>")[0]
    assert "晚上看不见路。" in said
    assert "线路老化。" in said
    assert "修好路灯" in page


def test_moments_are_filled_in_with_now(ready, at_desk):
    ready.act("give_opinion", "town.handler", 20, OPINION)
    ready.act("give_opinion", "town.head", 21)
    page = Page(at_desk("town.handler").get(address(ready, "serve")))
    now = timezone.localtime().strftime("%Y-%m-%dT%H")
    assert page.values["served_at"].startswith(now)
    served = {"served_at": moment(22).isoformat(), "way": "direct", "receiver": "王小明"}
    ready.act("serve", "town.handler", 22, served)
    asked = Page(at_desk("town.window").get(address(ready, "ask_review")))
    assert asked.values["received_at"].startswith(now)


def test_an_empty_form_keeps_its_defaults():
    act = PROCESS.acts["divert"]
    assert start(act)["limit_kind"] == "other"


def test_a_long_form_has_sections_and_loses_no_field():
    for _pack, _key, process in every_own():
        for act in process.acts.values():
            fields = build(Filling(form=act.form))
            parts = sections(act.form, fields)
            assert [one for part in parts for one in part.fields] == list(fields)
            keys = [part.key for part in parts]
            assert len(keys) == len(set(keys))


def test_the_petition_is_asked_in_four_sections():
    form = PROCESS.acts["register"].form
    parts = {part.key: [one.name for one in part.fields] for part in
             sections(form, build(Filling(form=form)))}  # fmt: skip
    assert list(parts) == ["how", "who", "what", "where"]
    assert parts["who"][:2] == ["anonymous", "petitioner"]
    assert parts["what"][:3] == ["title", "text", "requests"]
    assert parts["where"] == ["category", "place", "point", "files"]
