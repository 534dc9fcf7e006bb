from __future__ import annotations

from io import BytesIO

from docx import Document

from huiyin.matters.models import File
from huiyin.people.vault.models import Reveal


def addresses(walk):
    letter = File.objects.get(matter=walk.pk, letter__key="acceptance_notice")
    at = f"/matters/{walk.matter.number}/files/{letter.pk}/"
    return letter, at, f"{at}word/"


def test_a_letter_comes_as_pdf_and_as_word_and_both_are_recorded(walk, at_desk):
    letter, pdf, word = addresses(walk.to_handling())
    before = Reveal.objects.count()
    handler = at_desk("town.handler")
    as_pdf, as_word = handler.get(pdf), handler.get(word)
    assert b"".join(as_pdf.streaming_content).startswith(b"%PDF")
    document = Document(BytesIO(b"".join(as_word.streaming_content)))
    assert "王小明" in "".join(paragraph.text for paragraph in document.paragraphs)
    for response in (as_pdf, as_word):
        assert "attachment" in response["Content-Disposition"]
        assert response["Cache-Control"] == "no-store"
    records = Reveal.objects.order_by("-at")[:2]
    assert Reveal.objects.count() == before + 2
    assert {record.reason for record in records} == {f"file: {letter.name}"}
    assert {record.account_id for record in records} == {walk.cast.accounts["town.handler"].pk}


def test_who_may_not_have_files_gets_neither_form_and_nothing_is_recorded(walk, at_desk):
    _letter, pdf, word = addresses(walk.to_handling())
    before = Reveal.objects.count()
    for post, status in (("county.auditor", 403), ("far.handler", 404)):
        browser = at_desk(post)
        assert [browser.get(pdf).status_code, browser.get(word).status_code] == [status] * 2
    assert Reveal.objects.count() == before


def test_the_page_links_both_forms(walk, at_desk):
    _letter, pdf, word = addresses(walk.to_handling())
    page = at_desk("town.handler").get(f"/matters/{walk.matter.number}/").content.decode()
    assert f'href="{pdf}"' in page
    assert f'href="{word}"' in page
