from __future__ import annotations

import hashlib
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from pypdf import PdfReader

from huiyin.engine.standing import Step
from huiyin.letters import issue, preview, wordings
from huiyin.letters.docx import render_docx
from huiyin.letters.models import Letter, NumberSeries
from huiyin.letters.numbers import number
from huiyin.letters.wording import Need
from huiyin.matters import files
from huiyin.matters.errors import Refused
from huiyin.matters.models import Event, File
from huiyin.matters.testing import OPINION, TRIAGE, Walk, moment

EXTEND = {"days": 20, "reason": "需要协调多个责任主体。"}


def words(pdf: bytes) -> str:
    """The text of a PDF without spaces: justified lines are read with gaps between characters."""
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def issued(key: str) -> tuple[Letter, str]:
    letter = Letter.objects.select_related("file").get(key=key)
    return letter, words(files.read_bytes(letter.file))


def test_accepting_issues_a_numbered_letter_with_the_facts_of_the_matter(handling):
    letter, text = issued("acceptance_notice")
    assert letter.number == "松石受〔2025〕1号"
    assert letter.unit == handling.cast.units["town"]
    for fact in ("王小明", "村口路灯坏了", handling.matter.number, "松岭县信访局", letter.number):
        assert fact in text, fact
    # accepted on 2025-03-07, sixty natural days
    assert "2025年5月6日" in text


def test_the_letter_is_a_file_of_the_matter_and_its_hash_is_in_the_chain(handling):
    letter, _text = issued("acceptance_notice")
    content = files.read_bytes(letter.file)
    assert hashlib.sha256(content).hexdigest() == letter.file.sha256
    event = Event.objects.get(matter=handling.pk, act="letter", data__letter="acceptance_notice")
    assert event.data["sha256"] == letter.file.sha256
    assert event.step == Step.SYSTEM


def test_an_issued_letter_cannot_be_changed_or_deleted(handling):
    letter = Letter.objects.filter(matter=handling.pk).first()
    for change in (
        lambda: Letter.objects.filter(pk=letter.pk).update(title="别的"),
        letter.delete,
        lambda: File.objects.filter(pk=letter.file_id).update(sha256="0" * 64),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_petitioners_name_is_nowhere_in_plain_beside_the_letter(handling):
    with connection.cursor() as cursor:
        cursor.execute("SELECT letters_letter::text FROM letters_letter")
        rows = " ".join(row[0] for row in cursor.fetchall())
    assert "王小明" not in rows
    assert "王小明".encode().hex() not in rows


def test_numbers_run_without_gaps_per_unit_series_and_year(walk):
    def go(walk):
        walk.to_handling()

    go(walk)
    for _again in range(2):
        go(Walk(walk.cast))
    serials = list(
        Letter.objects.filter(key="acceptance_notice")
        .order_by("serial")
        .values_list("serial", flat=True)
    )
    assert serials == [1, 2, 3]
    assert NumberSeries.objects.get(word="松石受", year=2025).last == 3


def test_an_act_that_fails_after_numbering_leaves_no_gap(handling, monkeypatch):
    def burn(*_args, **_kwargs):
        msg = "the printer is on fire"
        raise OSError(msg)

    handling.act("extend", "town.handler", 9, EXTEND)
    before = handling.matter.seq
    with monkeypatch.context() as patch:
        patch.setattr(issue, "render_pdf", burn)
        with pytest.raises(OSError, match="on fire"):
            handling.act("extend", "town.head", 10)
    assert handling.matter.seq == before
    assert not NumberSeries.objects.filter(word="松石延").exists()
    handling.act("extend", "town.head", 10)
    letter, text = issued("extension_notice")
    assert letter.serial == 1
    assert "2025年5月26日" in text  # sixty days and twenty more
    assert "人民政府head干部" in text  # who approved it


def test_a_letter_that_lacks_a_fact_refuses_the_act_and_names_it(handling, monkeypatch):
    rule = wordings.wording("national", "extension_notice")
    wanted = {**rule.requires, "matter.seal_of_office": Need(zh="公章编号", en="seal number")}
    monkeypatch.setattr(
        issue, "wording", lambda _pack, _key: rule.model_copy(update={"requires": wanted})
    )
    handling.act("extend", "town.handler", 9, EXTEND)
    before = handling.matter.seq
    with pytest.raises(Refused) as refused:
        handling.act("extend", "town.head", 10)
    (error,) = refused.value.refusal.errors
    assert (error.field, error.rule, error.law) == (
        "matter.seal_of_office",
        "letter_needs",
        rule.law,
    )
    assert handling.matter.seq == before


def test_the_opinion_answers_every_request_and_names_the_body_of_review(walk):
    walk.to_archive()
    _letter, text = issued("opinion")
    for fact in (
        "修好路灯",
        "予以支持",
        "十日内修复",
        "某规定第三条",
        "松岭县中心路1号",
        "三十日内",
    ):
        assert fact in text, fact


def test_proof_of_service_names_the_letter_that_was_served(walk):
    walk.to_archive()
    opinion, _text = issued("opinion")
    receipt, text = issued("service_receipt")
    assert receipt.number == ""
    assert opinion.number in text


def test_imported_acts_issue_nothing(walk):
    from huiyin.matters.actions import perform

    perform(
        walk.pk, "identify", by=walk.cast.actor("office.dispatcher"), data=TRIAGE,
        expected_seq=1, at=moment(1), via="import",
    )  # fmt: skip
    perform(
        walk.pk, "accept", by=walk.cast.actor("office.handler"), data={}, expected_seq=2,
        at=moment(2), via="import",
    )  # fmt: skip
    assert not Letter.objects.exists()


def test_a_preview_is_the_letter_without_a_number_and_writes_nothing(handling):
    day = moment(8).date().isoformat()
    heard = {"heard_on": day, "way": "face", "statement": "看不见。"}
    handling.act("hear_statement", "town.handler", 8, heard)
    handling.act("check_facts", "town.handler", 9, {"checked_on": day, "findings": "属实。"})
    seq, letters = handling.matter.seq, Letter.objects.count()
    by = handling.cast.actor("town.handler")
    content = preview.preview(handling.matter, "give_opinion", by=by, data=OPINION)
    assert content.preview
    assert "十日内修复" in str(content.to_dict())
    assert (handling.matter.seq, Letter.objects.count()) == (seq, letters)
    assert not NumberSeries.objects.filter(word="松石意").exists()

    handling.act("give_opinion", "town.handler", 12, OPINION)
    head = handling.cast.actor("town.head")
    second = preview.preview(handling.matter, "give_opinion", by=head, data={})
    assert second.blocks == content.blocks
    assert words(preview.preview_pdf(handling.matter, "give_opinion", by=head, data={}))


def test_word_and_pdf_come_from_the_same_content(handling):
    letter, text = issued("acceptance_notice")
    content = issue.content_of(letter)
    from docx import Document

    document = Document(BytesIO(render_docx(content)))
    word = "".join(p.text for p in document.paragraphs)
    for fact in ("王小明", letter.number, handling.matter.number):
        assert fact in word
        assert fact in text


def test_the_number_is_printed_as_the_standard_asks():
    assert number("松信受", 2026, 12) == "松信受〔2026〕12号"
