from __future__ import annotations

import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.letters.compose import compose
from huiyin.letters.content import LetterContent, Paragraph, Row, Table
from huiyin.letters.docx import LAYOUT, fixed_zip, render_docx
from huiyin.letters.layout.make_docx import build
from huiyin.letters.tests.sample import LETTERS, facts, facts_of, squeezed, wording
from huiyin.letters.tests.test_pdf import NASTY, letter
from huiyin.letters.tests.test_pdf import said as said_by_pdf


def opened(content: LetterContent) -> docx.document.Document:
    return docx.Document(BytesIO(render_docx(content)))


def said(content: LetterContent) -> str:
    document = opened(content)
    section = document.sections[0]
    nodes = [
        *section.first_page_header._element.iter(qn("w:t")),
        *document.element.body.iter(qn("w:t")),
    ]
    return squeezed("".join(node.text or "" for node in nodes))


@pytest.mark.parametrize(("pack", "key"), LETTERS)
def test_word_and_pdf_say_the_same(pack: str, key: str) -> None:
    rule = wording(key, pack)
    content = compose(rule, facts_of(rule))
    content = content.issued("松水受〔2026〕12号" if content.numbered else "")
    pdf = said_by_pdf(content)
    # Page numbers are fields in Word, so they are no words there.
    for page in range(1, 9):
        pdf = pdf.replace(f"—{page}—", "")
    # PDF readers may order the pieces of a table differently: compare the characters.
    assert sorted(said(content)) == sorted(pdf)


def test_the_layout_file_is_what_its_script_makes() -> None:
    buffer = BytesIO()
    build().save(buffer)
    assert fixed_zip(buffer.getvalue()) == LAYOUT.read_bytes()


def test_same_content_same_bytes() -> None:
    first = render_docx(letter(Paragraph(text="甲")))
    render_docx(letter(Paragraph(text="乙")))
    assert render_docx(letter(Paragraph(text="甲"))) == first


def test_page_faces_and_properties_follow_the_standard() -> None:
    document = opened(letter(Paragraph(text="正文")))
    section = document.sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(size.mm) for size in sizes] == [210, 297, 37, 28]
    assert document.styles["Normal"].font.size.pt == 16
    faces = document.styles["Normal"].element.rPr.rFonts
    assert faces.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert document.core_properties.title == "告知书"
    assert document.core_properties.created.year == 2026


def test_properties_come_in_the_order_word_wants() -> None:
    order = [qn(f"w:{name}") for name in ("pStyle", "keepNext", "pBdr", "snapToGrid", "spacing",
                                          "ind", "jc")]  # fmt: skip
    document = opened(letter(Paragraph(text="正文"), Table(rows=(Row(cells=("甲", "乙")),))))
    for properties in document.element.iter(qn("w:pPr")):
        places = [order.index(child.tag) for child in properties if child.tag in order]
        assert places == sorted(places)


@pytest.mark.parametrize("where", ["title", "issuer", "number", "addressee", "query_line",
                                   "signer", "contact"])  # fmt: skip
def test_texts_are_never_tags(where: str) -> None:
    assert squeezed(NASTY) in said(letter(**{where: NASTY}))


def test_texts_in_blocks_are_never_tags() -> None:
    table = Table(rows=(Row(cells=(NASTY, "值")), Row(cells=("甲", NASTY, "乙", "丙"))))
    content = letter(Paragraph(text=NASTY), table, attachments=[NASTY, "乙"], copy_to=[NASTY])
    assert said(content).count(squeezed(NASTY)) == 5


def test_a_preview_shows_that_it_is_one() -> None:
    assert "预览稿未编号" in said(letter(preview=True))
    assert "（印章）" in said(letter(preview=True))
    assert "预览" not in said(letter())
    assert "印章" not in said(letter())


def test_no_placeholder_is_left_in_any_part() -> None:
    content = compose(wording("service_receipt"), facts())
    with zipfile.ZipFile(BytesIO(render_docx(content))) as file:
        for name in file.namelist():
            data = file.read(name)
            assert b"{{" not in data, name
            assert b"{%" not in data, name


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
def test_any_text_survives(text: str) -> None:
    content = letter(Paragraph(text=text), Table(rows=(Row(cells=("甲", text)),)))
    paragraph = content.blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert squeezed(paragraph.text) in said(content)
