"""From a draft to a publication: two people, checked, for good, for new matters from its day."""

# ruff: noqa: E501 -- definitions in YAML, a line each
from __future__ import annotations

import pgtrigger
import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huiyin.common.ids import new_id
from huiyin.matters.errors import NotVisible, Stale
from huiyin.matters.testing import Walk
from huiyin.matters.verify.run import verify
from huiyin.methods import drafts
from huiyin.methods.errors import DraftRefused
from huiyin.methods.keeper import Tampered
from huiyin.methods.models import DraftStep, Publication
from huiyin.methods.review import review
from huiyin.methods.testing import actor, in_days, overlay, publish, submitted
from huiyin.packs import load, published
from huiyin.people.models import Account, Holding

TIGHTER = "clocks: {handle: {within: 45nd}}\n"
LONGER = "clocks: {rating: {within: 60nd}}\n"  # confidence D: a setting
LOOSER = "clocks: {handle: {within: 61nd}}\n"
STORY = (
    "stories:\n  - story: 四十五日\n    events: [2026-08-03 register, 2026-08-03 identify, 2026-08-03 accept]\n"
    "    expect: {handle: {nominal: %s}}\n"
)  # fmt: skip


def refused(code, call):
    with pytest.raises(DraftRefused) as caught:
        call()
    assert caught.value.reason.code == code


def test_what_two_people_agreed_on_rules_new_matters_and_no_old_ones(cast, admin, second):
    old = Walk(cast)
    draft = submitted(admin, TIGHTER + STORY % "2026-09-17")
    drafts.approve(draft.number, by=second, expected_seq=draft.seq)
    new = Walk(cast)
    assert new.matter.version == f"2022-05-01~{draft.number}"
    assert old.matter.version == "2022-05-01"
    for walk, day in ((old, "60"), (new, "45")):
        walk.to_handling()
        shape = load.process("national", "petition", walk.matter.version).clocks["handle"]
        assert str(shape.within) == f"{day}nd"
    spans = {
        walk.matter.version: walk.matter.next_due.date() - walk.matter.received_at.date()
        for walk in (old, new)
    }
    assert spans["2022-05-01"] > spans[new.matter.version]
    assert not verify().broken
    actions = [step.action for step in DraftStep.objects.order_by("seq")]
    assert actions == ["created", "submitted", "approved"]


def test_a_later_day_begins_on_that_day(cast, admin, time_machine_to):
    publication = publish(cast, TIGHTER, in_days(10))
    assert Walk(cast).matter.version == "2022-05-01"
    versions = load.load("national").versions["petition"]
    assert versions[0].process.version == f"2022-05-01~{publication.mark}"
    time_machine_to(in_days(10))
    assert load.process("national", "petition").version == f"2022-05-01~{publication.mark}"


def test_nobody_approves_what_they_have_written(cast, admin, second):
    draft = drafts.start("national", "改动", overlay(TIGHTER), by=admin)
    drafts.edit(draft.number, "改动", overlay(LONGER), by=second, expected_seq=draft.seq)
    draft.refresh_from_db()
    drafts.submit(draft.number, in_days(0), by=admin, expected_seq=draft.seq)
    for one in (admin, second):
        refused("same_person", lambda one=one: drafts.approve(draft.number, by=one, expected_seq=3))
    assert not Publication.objects.exists()


def test_only_administrators_write(cast):
    for post in ("county.auditor", "county.head", "office.window"):
        with pytest.raises(PermissionDenied):
            drafts.start("national", "x", overlay(TIGHTER), by=cast.actor(post))


def test_a_draft_with_mistakes_is_not_submitted(admin):
    for body in (LOOSER, "acts: {accept: {to: nowhere}}\n", TIGHTER + STORY % "2026-10-02"):
        draft = drafts.start("national", "改动", overlay(body), by=admin)
        refused("not_sound", lambda d=draft: drafts.submit(
            d.number, in_days(0), by=admin, expected_seq=d.seq))  # fmt: skip
    found = review(draft, in_days(0))
    assert not found.errors
    assert [one.failures[0].found for one in found.failed] == ["2026-09-17"]


def test_mistakes_have_file_and_line_and_effects_are_told(cast, admin):
    Walk(cast).to_served()
    draft = drafts.start("national", "x", overlay(LOOSER), by=admin)
    (problem,) = review(draft, in_days(0)).errors
    assert (problem.file, problem.line, problem.code) == ("processes/petition.yaml", 3, "loosens")
    drafts.edit(draft.number, "x", overlay(LONGER), by=admin, expected_seq=1)
    draft.refresh_from_db()
    (effect,) = review(draft, in_days(0)).effects
    assert "时限“评价”（rating）：期限 30日 → 60日" in [change.zh for change in effect.changes]
    assert (effect.open_matters, effect.running) == (1, {"rating": 1})
    assert all("rating" in failure.what for one in effect.dates for failure in one.failures)


def test_a_draft_over_an_old_version_is_told_so(cast, admin, second):
    late = submitted(admin, TIGHTER)
    publish_other = submitted(admin, LONGER)
    drafts.approve(publish_other.number, by=second, expected_seq=publish_other.seq)
    refused("not_sound", lambda: drafts.approve(late.number, by=second, expected_seq=late.seq))
    assert [one.code for one in review(late, in_days(0)).errors] == ["outdated_base"]


def test_a_change_over_a_change(cast, admin):
    publish(cast, TIGHTER)
    two = publish(cast, LONGER)
    published.refresh()
    process = load.process("national", "petition")
    assert process.version == f"2022-05-01~{two.mark}"
    assert (str(process.clocks["handle"].within), str(process.clocks["rating"].within)) == (
        "45nd", "60nd",
    )  # fmt: skip


@pytest.mark.parametrize("days", [-1, -400])
def test_no_day_before_today(admin, days):
    draft = drafts.start("national", "改动", overlay(TIGHTER), by=admin)
    refused("too_early", lambda: drafts.submit(
        draft.number, in_days(days), by=admin, expected_seq=draft.seq))  # fmt: skip


def test_steps_in_the_wrong_order_and_stale_ones(admin, second):
    draft = submitted(admin, TIGHTER)
    refused("wrong_status", lambda: drafts.edit(
        draft.number, "x", {}, by=admin, expected_seq=draft.seq))  # fmt: skip
    refused("no_reason", lambda: drafts.send_back(
        draft.number, " ", by=second, expected_seq=draft.seq))  # fmt: skip
    with pytest.raises(Stale):
        drafts.approve(draft.number, by=second, expected_seq=1)
    with pytest.raises(NotVisible):
        drafts.approve(99, by=second, expected_seq=1)
    back = drafts.send_back(draft.number, "再改", by=second, expected_seq=draft.seq)
    assert (back.status, back.valid_from) == ("writing", None)
    drafts.withdraw(draft.number, "", by=admin, expected_seq=back.seq)
    refused("wrong_status", lambda: drafts.submit(
        draft.number, in_days(0), by=admin, expected_seq=back.seq + 1))  # fmt: skip


def test_a_new_letter_comes_with_the_process_that_issues_it(cast, admin):
    letter = load.read("national")["letters/extension_notice.yaml"]
    wording = letter.replace("key: extension_notice", "key: extension_notice_2")
    files = overlay("acts: {note: {letter: extension_notice_2}}\n")
    draft = drafts.start(
        "national", "新文书", {**files, "letters/extension_notice_2.yaml": wording}, by=admin
    )
    assert not review(draft, in_days(0)).errors
    draft.files = {**files, "letters/extension_notice_2.yaml": "key: 1"}
    assert [one.code for one in review(draft, in_days(0)).errors][:1] == ["wording"]
    draft.files = {**files, "letters/extension_notice.yaml": letter}
    assert "letter_exists" in [one.code for one in review(draft, in_days(0)).errors]


def test_a_publication_is_for_good(cast, admin):
    publication = publish(cast, TIGHTER)
    rows = Publication.objects.filter(pk=publication.pk)
    with pytest.raises(Error), transaction.atomic():
        rows.update(title="x")
    with pytest.raises(Error), transaction.atomic():
        rows.delete()
    same = Publication.objects.get(pk=publication.pk)
    same.pk, same.draft_id, same.mark = new_id(), submitted(admin, "clocks: {}\n").pk, "x"
    same.approved_by, same.published_at = same.proposed_by, timezone.now()
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        same.save(force_insert=True)


def test_a_text_that_was_changed_behind_our_back_is_not_used(cast, admin):
    other = overlay(LOOSER)
    publish(cast, TIGHTER)
    with pgtrigger.ignore():
        Publication.objects.update(files=other)
    published.refresh()
    with pytest.raises(Tampered, match="has been changed"):
        load.load("national")


def test_verification_goes_on_and_says_so(cast, admin):
    other = overlay(LOOSER)
    walk = Walk(cast)
    publish(cast, TIGHTER)
    with pgtrigger.ignore():
        Publication.objects.update(files=other)
    published.refresh()
    (broken,) = verify().broken
    assert broken.number == walk.matter.number
    assert "is not what was approved" in broken.what


def test_another_process_learns_of_it_in_the_statement_that_begins_an_act(cast, admin):
    publication = publish(cast, TIGHTER)
    published.know(None)  # a process that has not heard of it
    assert load.process("national", "petition").version == "2022-05-01"
    with CaptureQueriesContext(connection) as captured:
        walk = Walk(cast)
    assert walk.matter.version == f"2022-05-01~{publication.mark}"
    stamps = [query["sql"] for query in captured if "max(published_at)" in query["sql"]]
    assert len([sql for sql in stamps if "methods_publication" in sql]) == 1
    published.know(None)  # one that only reads: an unknown version is asked for once
    assert load.process("national", "petition", walk.matter.version).version == walk.matter.version
    with pytest.raises(KeyError):
        load.process("national", "petition", "1999-01-01")


def test_who_approves_is_an_account_of_today(cast, admin, second):
    draft = submitted(admin, TIGHTER)
    Holding.objects.filter(account=second.account_id).delete()
    gone = actor(Account.objects.get(pk=second.account_id))
    with pytest.raises(PermissionDenied):
        drafts.approve(draft.number, by=gone, expected_seq=draft.seq)
