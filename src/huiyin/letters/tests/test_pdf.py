from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from huiyin.letters.compose import compose
from huiyin.letters.content import Heading, LetterContent, Paragraph, Row, Table
from huiyin.letters.pdf import render_pdf
from huiyin.letters.tests.sample import LETTERS, facts_of, squeezed, wording

DAY = dt.date(2026, 3, 5)
NASTY = (
    "#let x = 1 {{ 7*7 }} {% raw %} $x$ <b>&amp; {_{ }_} \\u{41} #emph[a] // /* `code` "
    '_u_ *b* = h @ref "q" \\ ~ -- ... 😀'
)


def letter(*blocks: Paragraph | Heading | Table, **more: object) -> LetterContent:
    return LetterContent.from_dict(
        {"key": "note", "title": "告知书", "issuer": "松河县水务局", "date": DAY, "preview": False,
         "signer": "松河县水务局", "blocks": [block.model_dump() for block in blocks], **more}
    )  # fmt: skip


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def said(content: LetterContent) -> str:
    return squeezed("".join(page.extract_text() for page in read(render_pdf(content)).pages))


@pytest.mark.parametrize(("pack", "key"), LETTERS)
def test_every_letter_says_everything(pack: str, key: str) -> None:
    rule = wording(key, pack)
    content = compose(rule, facts_of(rule))
    content = content.issued("松水受〔2026〕12号" if content.numbered else "")
    pdf = render_pdf(content)
    assert b"pdfuaid:part" in pdf  # archival and accessible, not the plain way out
    text = said(content)
    for page in range(1, 9):
        text = text.replace(f"—{page}—", "")  # a sentence may run over to the next page
    parts = [content.title, content.number, content.addressee, content.query_line, content.contact]
    parts += [*content.attachments, *content.copy_to]
    for block in content.blocks:
        values = block.model_dump()
        parts += [values.get("text", ""), *values.get("items", ())]
        parts += [cell for row in values.get("rows", ()) for cell in row["cells"]]
    assert [part for part in parts if squeezed(part) not in text] == []
    assert not content.signer or "2026年3月5日" in text


def test_layout_is_a4_with_title_language_and_tags() -> None:
    reader = read(render_pdf(letter(Paragraph(text="正文"))))
    width, height = (float(side) * 25.4 / 72 for side in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)
    assert reader.metadata is not None
    assert reader.metadata.title == "告知书"
    root = reader.trailer["/Root"]
    assert root["/Lang"].startswith("zh")
    assert root["/MarkInfo"]["/Marked"]
    xmp = root["/Metadata"].get_data().decode()
    assert "pdfuaid:part" in xmp
    assert "pdfaid:part" in xmp


def test_same_content_same_bytes() -> None:
    first = render_pdf(letter(Paragraph(text="甲")))
    render_pdf(letter(Paragraph(text="乙")))
    assert render_pdf(letter(Paragraph(text="甲"))) == first
    assert render_pdf(letter(Paragraph(text="甲"), date="2026-03-06")) != first


@pytest.mark.parametrize("where", ["title", "issuer", "number", "addressee", "query_line",
                                   "signer", "contact"])  # fmt: skip
def test_texts_are_never_markup(where: str) -> None:
    assert squeezed(NASTY) in said(letter(**{where: NASTY}))


def test_texts_in_blocks_are_never_markup() -> None:
    table = Table(rows=(Row(cells=(NASTY, "值")),))
    text = said(letter(Paragraph(text=NASTY), Heading(text=NASTY), table,
                       attachments=[NASTY, "乙"], copy_to=[NASTY]))  # fmt: skip
    assert text.count(squeezed(NASTY)) >= 4  # a narrow cell may break inside an emoji's run


def test_a_paragraph_of_5000_characters_runs_over_pages() -> None:
    content = letter(Paragraph(text="情" * 5000), number="松水受〔2026〕1号")
    reader = read(render_pdf(content))
    pages = [page.extract_text() for page in reader.pages]
    assert sum(page.count("情") for page in pages) == 5000
    # 28 characters on each of the 22 lines of a full page (GB/T 9704 5.2.3).
    assert squeezed(pages[1]).count("情") == 28 * 22
    assert "—1—" not in squeezed(pages[0])  # a letter shows no number on its first page
    assert "—2—" in squeezed(pages[1])
    assert "松河县水务局" in pages[-1]


def test_the_signature_is_never_alone_on_a_page() -> None:
    for count in range(140, 480, 14):
        for last in (Paragraph(text="情" * count), Paragraph(text="情此告知。")):
            content = letter(Paragraph(text="事" * count), last, contact="联系电话：1")
            assert "情" in read(render_pdf(content)).pages[-1].extract_text()


def test_long_words_stay_inside_the_page() -> None:
    text = said(letter(Paragraph(text="W" * 3000), Table(rows=(Row(cells=("N" * 80, "V" * 900)),))))
    assert (text.count("W"), text.count("N"), text.count("V")) == (3000, 80, 900)


def test_a_preview_shows_that_it_is_one() -> None:
    assert "预览稿未编号" in said(letter(preview=True))
    assert "（印章）" in said(letter(preview=True))
    assert "预览" not in said(letter())
    assert "印章" not in said(letter())


def test_a_character_that_no_font_has_does_not_stop_the_letter() -> None:
    text = said(letter(Paragraph(text="前\U00020bb7后")))
    assert "前" in text
    assert "后" in text


def test_only_such_a_character_costs_the_standards() -> None:
    assert b"pdfuaid:part" in render_pdf(letter(Paragraph(text=NASTY)))
    assert b"pdfuaid:part" not in render_pdf(letter(Paragraph(text="\U00020bb7")))


def test_threads_share_one_typesetter() -> None:
    letters = [letter(Paragraph(text=f"第{number}封")) for number in range(12)]
    alone = [render_pdf(each) for each in letters]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(render_pdf, letters)) == alone


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_survives(text: str, cell: str) -> None:
    content = letter(Paragraph(text=text), Table(rows=(Row(cells=(cell, text)),)), title=cell)
    pdf = render_pdf(content)
    assert pdf.startswith(b"%PDF-")
    assert len(read(pdf).pages) >= 1


@settings(max_examples=60, deadline=None)
@given(st.text("简体中文公文正文一二三四五abcXYZ0129#${}<>&_*@\\/`~[]()", min_size=1, max_size=120))
def test_text_comes_out_literally(text: str) -> None:
    assert squeezed(text) in said(letter(Paragraph(text=text), layout="sheet", signer=""))
