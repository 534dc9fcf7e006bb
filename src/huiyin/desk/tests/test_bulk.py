"""One act on many matters: the preview says what happens, what happens is what a single act does,
nothing is done twice, and every matter has its answer."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.desk import bulk
from huiyin.desk.models import BulkRun
from huiyin.desk.tests.browsing import Page
from huiyin.matters import policy
from huiyin.matters.actions.foresee import choices, foresee
from huiyin.matters.models import Event, Matter
from huiyin.matters.queries.several import several
from huiyin.matters.testing import OPINION, TRIAGE, Walk, moment
from huiyin.matters.testing_reports import ReportWalk
from huiyin.matters.verify import verify


@pytest.fixture
def three(cast) -> list[Walk]:
    """Two petitions that the office triaged, and one that waits for its triage."""
    walks = [Walk(cast, title=f"第{number}盏路灯坏了") for number in range(3)]
    for walk in walks[:2]:
        walk.act("identify", "office.dispatcher", 1, TRIAGE)
    return walks


def numbers(walks) -> list[str]:
    return [walk.matter.number for walk in walks]


def query(walks) -> str:
    return "&".join(f"n={number}" for number in numbers(walks))


def states(run: BulkRun) -> list[str]:
    return [row.state for row in bulk.rows(run)]


def go(browser, response, **more):
    """Press the button of the preview."""
    page = Page(response)
    sent = {name: page.values[name] for name in page.names - {"q", "language"}}
    return browser.post(f"/bulk/runs/{BulkRun.objects.latest('made_at').pk}/", sent | more)


def test_forward_many_from_ticks_to_the_result(cast, three, at_desk):
    browser = at_desk("office.dispatcher")
    choice = browser.get(f"/bulk/?{query(three)}")
    assert f"/bulk/forward/?{query(three)}" in Page(choice).links
    assert "possible for 2 of 3" in choice.content.decode()
    form = browser.get(f"/bulk/forward/?{query(three)}")
    assert {"to_unit", "opinion"} <= Page(form).names
    data = {"n": numbers(three), "to_unit": cast.unit("town"), "opinion": "请依法办理。"}
    preview = browser.post("/bulk/forward/", data)
    shown = preview.content.decode()
    assert preview.status_code == 200
    assert "2 would be done" in shown
    assert "1 cannot" in shown
    assert "This cannot be done while the matter is" in shown
    assert "松石镇人民政府" in shown
    assert Event.objects.filter(act="forward").count() == 0
    done = go(browser, preview)
    assert done.status_code == 302
    result = browser.get(done["Location"]).content.decode()
    assert "2 of 3 done." in result
    assert "1 left out." in result
    assert [walk.matter.owner_unit_id for walk in three[:2]] == [cast.units["town"].pk] * 2
    letters = Event.objects.filter(matter__in=[walk.pk for walk in three], act="letter")
    assert letters.count() == 2
    assert verify().ok


def test_the_back_button_repeats_nothing(cast, three, at_desk):
    browser = at_desk("office.dispatcher")
    data = {"n": numbers(three), "text": "已与镇里联系。"}
    preview = browser.post("/bulk/note/", data)
    go(browser, preview)
    go(browser, preview)
    assert Event.objects.filter(act="note").count() == 3
    assert states(BulkRun.objects.get()) == ["done"] * 3


def test_parts_by_script_and_what_was_stopped(cast, three, at_desk):
    browser = at_desk("office.dispatcher")
    preview = browser.post("/bulk/note/", {"n": numbers(three), "text": "已联系。"})
    go(browser, preview, only=numbers(three)[:2])
    run = BulkRun.objects.get()
    assert states(run) == ["done", "done", "ready"]
    page = browser.get(f"/bulk/runs/{run.pk}/").content.decode()
    assert "Some are not done yet" in page
    assert f"/bulk/?n={numbers(three)[2]}" in page
    go(browser, preview)
    run.refresh_from_db()
    assert states(run) == ["done"] * 3
    assert Event.objects.filter(act="note").count() == 3


def test_what_somebody_did_meanwhile_is_not_overwritten(cast, three, at_desk):
    browser = at_desk("office.dispatcher")
    data = {"n": numbers(three), "to_unit": cast.unit("town")}
    preview = browser.post("/bulk/forward/", data)
    three[0].act("note", "office.dispatcher", 3, {"text": "先等等。"})
    result = browser.get(go(browser, preview)["Location"]).content.decode()
    assert states(BulkRun.objects.get()) == ["stale", "done", "left_out"]
    assert "1 changed meanwhile." in result
    assert three[0].matter.state == "identified"


def test_a_wrong_form_is_shown_again_by_field(cast, three, at_desk):
    browser = at_desk("office.dispatcher")
    data = {"n": numbers(three), "to_unit": "", "opinion": "请办。"}
    response = browser.post("/bulk/forward/", data)
    page = Page(response)
    assert response.status_code == 422
    assert 'id="id_to_unit_error"' in page.text
    assert "请办。" in page.text
    assert BulkRun.objects.count() == 0
    unknown = browser.post("/bulk/forward/", data | {"to_unit": cast.unit("office")})
    assert unknown.status_code == 422


def test_none_possible_says_why_for_each(cast, three, at_desk):
    response = at_desk("town.handler").post("/bulk/accept/", {"n": numbers(three)})
    assert response.status_code == 404  # nobody in the town sees them yet
    response = at_desk("office.dispatcher").post("/bulk/close/", {"n": numbers(three[:2])})
    assert response.status_code in {404, 409}
    supervisor = at_desk("county.supervisor")
    refused = supervisor.post("/bulk/identify/", {"n": numbers(three), **TRIAGE})
    assert refused.status_code == 409
    assert "Your post may not do this" in refused.content.decode()


def test_many_are_confirmed_by_a_second_person(cast, at_desk):
    walks = [_proposed(cast), _proposed(cast)]
    other = Walk(cast).to_handling()
    browser = at_desk("town.head")
    every = [*walks, other]
    assert (
        f"/bulk/give_opinion/?answers=1&{query(every)}"
        in Page(browser.get(f"/bulk/?{query(every)}")).links
    )
    preview = browser.post("/bulk/give_opinion/", {"n": numbers(every), "answers": "1"})
    assert "Nothing waits for confirmation here." in preview.content.decode()
    go(browser, preview)
    assert [walk.matter.state for walk in every] == ["answered", "answered", "handling"]
    assert verify().ok


def test_an_act_is_proposed_for_many(cast, at_desk):
    walks = [Walk(cast).to_handling() for _ in range(2)]
    browser = at_desk("town.handler")
    keys = {
        one.key for one in choices(several(cast.actor("town.handler"), numbers(walks)).values())
    }
    assert "give_opinion" not in keys  # each request has an answer of its own
    assert browser.get(f"/bulk/give_opinion/?{query(walks)}").status_code == 404
    assert "second person" in browser.get(f"/bulk/?{query(walks)}").content.decode()
    process = several(cast.actor("town.handler"), numbers(walks))[numbers(walks)[0]].process
    trigger = next(iter(process.acts["decide_hearing"].form["trigger"].options))
    data = {"n": numbers(walks), "trigger": trigger, "reason": "案情复杂。"}
    form = browser.get(f"/bulk/decide_hearing/?{query(walks)}").content.decode()
    assert "This needs a second person" in form
    go(browser, browser.post("/bulk/decide_hearing/", data))
    assert [walk.matter.waiting_for for walk in walks] == ["decide_hearing"] * 2


def _proposed(cast) -> Walk:
    walk = Walk(cast).to_handling()
    day = moment(8).date().isoformat()
    heard = {"heard_on": day, "way": "home", "statement": "是。"}
    walk.act("hear_statement", "town.handler", 9, heard)
    walk.act("check_facts", "town.handler", 10, {"checked_on": day, "findings": "是。"})
    walk.act("give_opinion", "town.handler", 20, OPINION)
    return walk


def test_what_the_preview_says_is_what_the_door_does(cast):
    """Over all acts: a verdict is the refusal of the door, or the door does it."""
    walks = [Walk(cast), Walk(cast).to_handling(), _proposed(cast)]
    walks[0].act("identify", "office.dispatcher", 1, TRIAGE)
    posts = ("office.dispatcher", "town.handler", "town.head", "county.supervisor")
    keys = sorted(several(cast.actor(posts[0]), numbers(walks[:1]))[numbers(walks)[0]].process.acts)
    data = {"to_unit": cast.unit("town"), "text": "联系", "reason": "因故", "opinion": "请办"}

    @settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.sampled_from(posts), st.sampled_from(keys), st.sampled_from([data, {}]))
    def check(post: str, key: str, given_data: dict[str, str]) -> None:
        actor = cast.actor(post)
        found = several(actor, numbers(walks))
        verdicts = foresee(found, numbers(walks), key, by=actor, data=given_data)
        targets = [bulk.Target(walk.pk, walk.matter.seq) for walk in walks]
        with transaction.atomic():
            outcomes = bulk.perform_many(targets, key, by=actor, data=given_data)
            transaction.set_rollback(True)
        for verdict, outcome in zip(verdicts, outcomes, strict=True):
            if outcome.done is not None:
                assert verdict.will_do
            elif verdict.will_do:  # only what a letter needs may come as a surprise
                assert {e.rule for e in outcome.refusal.errors} == {"letter_needs"}
            elif verdict.refusal is not None:
                assert outcome.refusal == verdict.refusal
            else:
                assert outcome == bulk.Outcome(outcome.target)

    check()


def test_nobody_goes_on_with_somebody_elses_run(cast, three, at_desk):
    at_desk("office.dispatcher").post("/bulk/note/", {"n": numbers(three), "text": "联系"})
    run = BulkRun.objects.get()
    for post in ("office.head", "office.window", "far.head"):
        assert at_desk(post).get(f"/bulk/runs/{run.pk}/").status_code == 404
        assert at_desk(post).post(f"/bulk/runs/{run.pk}/", {"text": "x"}).status_code == 404
    assert Event.objects.filter(act="note").count() == 0


def test_a_run_keeps_no_texts_and_old_previews_go(cast, three, at_desk):
    browser = at_desk("office.dispatcher")
    secret = "当事人的私事"
    browser.post("/bulk/note/", {"n": numbers(three), "text": secret})
    assert secret not in json.dumps(BulkRun.objects.get().rows, ensure_ascii=False)
    BulkRun.objects.update(made_at=timezone.now() - bulk.KEPT - timedelta(hours=1))
    browser.post("/bulk/note/", {"n": numbers(three), "text": secret})
    assert BulkRun.objects.count() == 1


def test_the_whole_list_with_its_filters(cast, three, at_desk, monkeypatch):
    browser = at_desk("office.dispatcher")
    page = browser.get("/bulk/?tab=unit&sort=oldest&all=1&n=")
    assert set(page.context["numbers"]) == set(numbers(three))
    narrowed = browser.get("/bulk/?tab=unit&state=identified&all=1")
    assert set(narrowed.context["numbers"]) == set(numbers(three[:2]))
    monkeypatch.setattr(bulk, "MOST", 2)
    first = browser.get("/bulk/?tab=unit&all=1")
    assert len(first.context["numbers"]) == 2
    assert "These are the first 2 of the list" in first.content.decode()
    assert browser.get("/bulk/?tab=below&all=1").status_code == 404


def test_nothing_ticked_is_said(cast, at_desk):
    response = at_desk("office.dispatcher").get("/bulk/?tab=unit&do=ticked")
    assert response.status_code == 422
    assert "No matter is ticked." in response.content.decode()
    assert at_desk("office.dispatcher").get("/bulk/note/").status_code == 404
    assert at_desk("office.dispatcher").get("/bulk/note/?n=26-0&n=%00").status_code == 404


def test_back_to_the_form_with_everything_in_it(cast, three, at_desk):
    data = {"n": numbers(three), "to_unit": cast.unit("town"), "opinion": "请办。", "_back": "1"}
    page = Page(at_desk("office.dispatcher").post("/bulk/forward/", data))
    assert "请办。" in page.text
    assert f'value="{cast.unit("town")}" selected' in page.text


def test_the_api_previews_the_same(cast, three, at_desk):
    browser = at_desk("office.dispatcher")
    matters = [{"number": walk.matter.number, "expected_seq": walk.matter.seq} for walk in three]
    matters[1]["expected_seq"] -= 1
    body = {"matters": [*matters, {"number": "26-000000-0", "expected_seq": 1}],
            "data": {"to_unit": cast.unit("town")}}  # fmt: skip
    events = Event.objects.count()
    foreseen = browser.post("/api/acts/forward/preview", json.dumps(body), "application/json")
    assert Event.objects.count() == events
    done = browser.post("/api/acts/forward", json.dumps(body), "application/json")
    said = [(one["status"], one["code"]) for one in foreseen.json()]
    assert said == [(one["status"], one["code"]) for one in done.json()]
    assert said == [(200, ""), (409, "stale"), (409, "wrong_state"), (404, "not_found")]


def test_many_matters_cost_no_more_statements(cast, three, at_desk, within_budget):
    browser = at_desk("office.dispatcher")
    walks = [*three, *(Walk(cast) for _ in range(4))]
    ticked = query(walks)
    within_budget("bulk: choose", lambda: browser.get(f"/bulk/?{ticked}"))
    within_budget("bulk: form", lambda: browser.get(f"/bulk/forward/?{ticked}"))
    data = {"n": numbers(walks), "to_unit": cast.unit("town")}
    within_budget("bulk: preview", lambda: browser.post("/bulk/forward/", data))
    run = BulkRun.objects.get()
    within_budget("bulk: result", lambda: browser.get(f"/bulk/runs/{run.pk}/"))


def test_what_is_sealed_is_done_alone(cast, at_desk):
    secret = ReportWalk(cast)
    holder = next(post for post in cast.accounts if secret.matter in _visible(cast, post))
    browser = at_desk(holder)
    number = secret.matter.number
    assert number in browser.get(f"/matters/{number}/").content.decode()
    assert browser.get(f"/bulk/?n={number}").status_code == 422
    assert browser.post("/bulk/note/", {"n": number, "text": "x"}).status_code == 404
    assert not BulkRun.objects.exists()


def _visible(cast, post: str):
    return Matter.objects.filter(policy.visible(cast.actor(post)))
