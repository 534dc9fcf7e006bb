"""Letters and own files: what is for the resident, what never is, and the record of reading."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from huiyin.letters.models import Letter
from huiyin.letters.reading import parse_wording
from huiyin.matters.erasure import erase
from huiyin.matters.files import Upload
from huiyin.matters.models import File
from huiyin.matters.testing import PDF, Walk
from huiyin.packs import load
from huiyin.people.testing import make_cast
from huiyin.people.vault.models import Reveal
from huiyin.portal.tests.following import joint, open_it

pytestmark = pytest.mark.django_db
BETWEEN_OFFICES = {
    "transfer_letter", "handover_letter", "objection_letter", "objection_answer", "closing_report",
    "supervision_letter", "advice_letter", "urgent_report", "joint_handling_letter",
    "competence_decision", "service_receipt", "registration_form", "hearing_record",
    "report_receipt", "judicial_confirmation_application", "hotline_order",
    "task_slip", "case_assignment", "emergency_plan_sheet", "responsibility_letter",
    "risk_assessment_report",
}  # fmt: skip
"""Letters to other offices, proofs, and records that hold what others said."""


@pytest.fixture
def cast(db):
    cache.clear()
    return make_cast()


def letter(walk, key):
    return Letter.objects.get(matter=walk.pk, key=key)


def address(kind, pk):
    return reverse(f"portal:{kind}", args=[pk])


def test_the_letters_for_residents_are_the_ones_that_say_so():
    for pack in load.available():
        for name, text in load.texts(pack).items():
            if name.startswith("letters/"):
                rule = parse_wording(text, name)
                assert rule.for_resident == (rule.key not in BETWEEN_OFFICES), rule.key


def test_a_letter_to_the_resident_is_read_and_kept_and_the_reading_is_recorded(client, cast):
    walk = Walk(cast).to_served()
    open_it(client, walk.matter)
    opinion = letter(walk, "opinion")
    page = client.get(address("letter", opinion.pk))
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    text = page.content.decode()
    assert "十日内修复。" in text
    assert opinion.number in text
    pdf = client.get(address("letter_pdf", opinion.pk))
    assert pdf.getvalue().startswith(b"%PDF")
    assert "no-store" in pdf.headers["Cache-Control"]
    reads = Reveal.objects.filter(matter_id=walk.pk, by_kind="resident")
    assert {one.reason for one in reads} == {f"file: {opinion.file.name}"}
    assert reads.count() == 2


@pytest.mark.parametrize("key", ["transfer_letter", "service_receipt"])
def test_letters_between_offices_are_not_there(client, cast, key):
    walk = Walk(cast).to_served()
    page = open_it(client, walk.matter)
    hidden = letter(walk, key)
    assert str(hidden.pk) not in page
    assert client.get(address("letter", hidden.pk)).status_code == 404
    assert client.get(address("letter_pdf", hidden.pk)).status_code == 404
    assert client.get(address("file", hidden.file_id)).status_code == 404


def test_papers_of_another_matter_are_not_there_and_without_a_matter_the_code_is_asked(
    client, cast
):
    walk, other = Walk(cast).to_served(), Walk(cast).to_served()
    theirs = letter(other, "opinion")
    assert client.get(address("letter", theirs.pk)).status_code == 302
    open_it(client, walk.matter)
    assert client.get(address("letter", theirs.pk)).status_code == 404
    assert client.get(address("file", theirs.file_id)).status_code == 404


def test_an_erased_letter_is_not_there(client, cast):
    walk = Walk(cast).to_served()
    open_it(client, walk.matter)
    opinion = letter(walk, "opinion")
    erase(walk.pk, opinion.seq, "letter", by=cast.actor("town.head"), reason="依法删除")
    assert client.get(address("letter", opinion.pk)).status_code == 404


def test_own_files_are_those_of_acts_that_residents_do(client, cast):
    walk = Walk(cast).to_handling()
    given = {"files": [Upload("照片.pdf", PDF)]}
    walk.act("supplement", "town.window", 5, {"text": "照片"}, uploads=given)
    inner = {"files": [Upload("内部.pdf", PDF + b"\n")]}
    walk.act("note", "town.handler", 6, {"text": "内部"}, uploads=inner)
    page = open_it(client, walk.matter)
    mine = File.objects.get(matter=walk.pk, name="照片.pdf")
    theirs = File.objects.get(matter=walk.pk, name="内部.pdf")
    assert "照片.pdf" in page
    assert "内部.pdf" not in page
    answer = client.get(address("file", mine.pk))
    assert answer.getvalue() == PDF
    assert "attachment" in answer.headers["Content-Disposition"]
    assert client.get(address("file", theirs.pk)).status_code == 404


def test_of_a_joint_letter_nobody_gets_the_first_ones_code_or_later_papers(client, cast):
    walk = joint(cast).to_handling()
    given = {"files": [Upload("照片.pdf", PDF)]}
    walk.act("supplement", "town.window", 5, {"text": "照片"}, uploads=given)
    notice = letter(walk, "acceptance_notice")
    page = open_it(client, walk.matter, 2)
    assert "照片.pdf" not in page
    read = client.get(address("letter", notice.pk))
    assert read.status_code == 200
    assert "查询码" not in read.content.decode()
    assert client.get(address("letter_pdf", notice.pk)).status_code == 404
    open_it(client, walk.matter)
    pdf = client.get(address("letter_pdf", notice.pk))
    assert pdf.getvalue().startswith(b"%PDF")


def test_the_code_stands_in_no_block_of_a_letter_that_is_shown():
    for pack in load.available():
        for name, text in load.texts(pack).items():
            if name.startswith("letters/"):
                rule = parse_wording(text, name)
                assert not rule.for_resident or "access_code" not in repr(rule.blocks), name
