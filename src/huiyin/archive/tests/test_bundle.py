"""One matter one file: complete, paged, catalogued, and readable whatever residents sent."""

from __future__ import annotations

import re
from contextlib import ExitStack
from io import BytesIO
from unittest.mock import patch

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from huiyin.archive.bundle import bundle, papers
from huiyin.archive.bundle.papers import BROKEN, ELECTRONIC, ENCRYPTED
from huiyin.archive.tests.long_ago import PHOTO, PROOF
from huiyin.archive.tests.papers import encrypted, filled_form, pdf_of, picture, words
from huiyin.letters.models import Letter
from huiyin.matters.erasure import erase
from huiyin.matters.errors import NotVisible
from huiyin.matters.files import Upload
from huiyin.matters.models import Access, File, Matter
from huiyin.matters.tests.test_files import archive as package
from huiyin.people.models import Reveal

FRONT, BACK = 2, 1
"""Pages of the cover and catalogue, and of the closing note."""


@pytest.fixture
def file_of(cast):
    """`file_of(walk)`: the words of each page of the matter's file, as the town's handler gets."""
    return lambda walk, by="town.handler": words(bundle(walk.matter, cast.actor(by)))


@pytest.fixture
def sent(cast, walk, file_of):
    """`sent(upload, …)`: the pages made of files that a resident sent, without front and back."""

    def make(*uploads: Upload) -> list[str]:
        files = {"files": list(uploads)}
        walk.act("supplement", "office.window", 0, {"text": "材料"}, uploads=files)
        pages = file_of(walk, "office.window")
        history = next(page for page in pages if "办理情况记录" in page and "第1件" in page)
        return pages[pages.index(history) + 1 : -BACK]

    return make


def test_everything_is_in_it_in_order_of_time(archived, file_of):
    walk = archived()
    text = file_of(walk)
    letters = Letter.objects.filter(matter=walk.pk).order_by("issued_on", "seq")
    expected = ["办理情况记录", PHOTO, PROOF, *(letter.title for letter in letters)]
    assert {"信访事项处理意见书", "送达回证"} <= set(expected)
    catalogue = text[1]
    places = [catalogue.index(f"{title}") for title in expected]
    assert places == sorted(places)
    for letter in letters:
        assert any(letter.title in page and letter.number in page for page in text[FRONT:])
    assert text[-1].startswith("卷内备考表")


def test_the_cover_says_what_it_is_and_how_long_it_is_kept(archived, file_of):
    walk = archived()
    cover = file_of(walk)[0]
    for said in ("松石镇人民政府", walk.matter.number, "村口路灯坏了", "2014年3月3日至2014年5月3日",
                 "10年（至2024年12月31日）", "2014年5月3日", "支持"):  # fmt: skip
        assert said in cover, said
    assert "尚未归档" not in cover


def test_before_archiving_the_cover_says_so(walk, file_of):
    cover = file_of(walk, "office.window")[0]
    assert "（尚未归档，仅供查阅）" in cover


def test_pages_are_numbered_and_the_catalogue_is_right(archived, file_of):
    text = file_of(archived())
    stamps = [re.findall(r"第(\d+)件第(\d+)页", page)[-1] for page in text[FRONT:-BACK]]
    assert [int(page) for _document, page in stamps] == list(range(1, len(stamps) + 1))
    ranges: dict[str, list[str]] = {}
    for document, page in stamps:
        ranges.setdefault(document, []).append(page)
    told = [pages[0] + (f"—{pages[-1]}" if len(pages) > 1 else "") for pages in ranges.values()]
    days = re.findall(r"20140\d{3}([\d—]+?)(?=\d[^\d—]|$)", text[1])
    assert days == told
    assert f"共{len(ranges)}件，{len(stamps)}页" in text[0]


def test_the_bookmarks_lead_to_the_documents(archived, cast):
    walk = archived()
    reader = PdfReader(BytesIO(bundle(walk.matter, cast.actor("town.handler"))))
    marks = {item.title: reader.get_destination_page_number(item) for item in reader.outline}
    assert marks["封面"] == 0
    assert marks["卷内备考表"] == len(reader.pages) - 1
    [opinion] = [name for name in marks if "信访事项处理意见书松石意" in name]
    assert "处理意见书" in reader.pages[marks[opinion]].extract_text().replace(" ", "")
    assert reader.metadata.title == f"{walk.matter.number} 村口路灯坏了"


def test_the_history_has_every_act_with_its_form_in_chinese(archived, cast):
    walk = archived()
    with override("en"):
        pages = words(bundle(walk.matter, cast.actor("town.handler")))
    history = "".join(page for page in pages if "第1件" in page)
    wanted = ["登记", "村口路灯坏了三个月，晚上看不见路。", "送达方式：直接送达", "按期完成"]
    wanted += ["保管期限：10年", "第二人审核同意", "补充照片和证明", "法定到期"]
    assert [said for said in wanted if said not in history] == []
    assert not re.search(r"Registered|Serve|in time", history)


def test_who_may_open_personal_data_has_it_printed_others_have_it_masked(archived, file_of):
    walk = archived()
    full, masked = file_of(walk), file_of(walk, "county.supervisor")
    assert "13800001234" in "".join(full)
    assert "13800001234" not in "".join(masked)


def test_asking_for_a_file_is_recorded(archived, cast):
    walk = archived()
    before = Reveal.objects.count()
    bundle(walk.matter, cast.actor("town.handler"))
    record = Reveal.objects.latest("at")
    assert Reveal.objects.count() == before + 1
    assert (record.matter_id, record.reason) == (walk.pk, "archive bundle")
    assert record.account == cast.accounts["town.handler"]


def test_who_may_not_have_files_or_see_the_matter_gets_none(archived, cast):
    walk = archived()
    before = Reveal.objects.count()
    with pytest.raises(PermissionDenied):
        bundle(walk.matter, cast.actor("county.auditor"))
    with pytest.raises(NotVisible):
        bundle(walk.matter, cast.actor("far.head"))
    assert Reveal.objects.count() == before


def test_a_sealed_matter_is_a_file_for_those_named_only(archived, cast, file_of):
    walk = archived()
    Matter.objects.filter(pk=walk.pk).update(sealed=True)
    Access.objects.create(matter_id=walk.pk, kind="named", post=cast.posts["town.handler"])
    assert walk.matter.number in file_of(walk)[0]
    before = Reveal.objects.count()
    for post in ("town.head", "town.window", "office.head", "county.head", "county.supervisor"):
        with pytest.raises(NotVisible):
            bundle(walk.matter, cast.actor(post))
    assert Reveal.objects.count() == before


def test_pictures_become_pages_with_their_name(sent):
    pages = sent(
        Upload("一.jpg", picture("JPEG")), Upload("二.png", picture("PNG", mode="RGBA")),
        Upload("三.webp", picture("WEBP")), Upload("四.png", picture("PNG", mode="L")),
    )  # fmt: skip
    assert [page.partition("第")[0] for page in pages] == ["一.jpg", "二.png", "三.webp", "四.png"]


def test_a_turned_photo_is_upright_and_jpeg_keeps_its_bytes(cast, walk):
    photo = picture("JPEG", (400, 300), turned=True)
    upload = {"files": [Upload("照片.jpg", photo)]}
    walk.act("supplement", "office.window", 0, {"text": "材料"}, uploads=upload)
    with pikepdf.open(BytesIO(bundle(walk.matter, cast.actor("office.window")))) as pdf:
        page = pdf.pages[-1 - BACK]
        assert page.rotation == 90
        [image] = page.get_images().values()
        assert image.read_raw_bytes() == photo


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [(595, 842), (1191, 842), (200, 300)])
def test_the_stamp_is_upright_in_the_upper_right_however_a_page_is_turned(walk, cast, turn, size):
    upload = {"files": [Upload("图.pdf", pdf_of(1, turn=turn, size=size))]}
    walk.act("supplement", "office.window", 0, {"text": "材料"}, uploads=upload)
    with pikepdf.open(BytesIO(bundle(walk.matter, cast.actor("office.window")))) as pdf:
        [page] = [one for one in pdf.pages if b"PAGE-1" in _content(one)]
        left, bottom, right, top, direction = _strip(page, turn, size)
    across, up = size if turn in {0, 180} else size[::-1]
    assert direction == pytest.approx((1, 0), abs=0.01)
    assert (right, top) == pytest.approx((across - 14, up - 14), abs=0.5)
    assert left >= 13
    assert bottom > up / 2


def _content(page: pikepdf.Page) -> bytes:
    parts = page.obj.Contents
    streams = parts if isinstance(parts, pikepdf.Array) else [parts]
    return b"".join(stream.read_bytes() for stream in streams)


def _strip(page: pikepdf.Page, turn: int, size: tuple[int, int]):
    """Edges of the strip on the page as it is seen, and which way its text runs."""
    matrix, name = None, None
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "cm":
            matrix = pikepdf.Matrix(tuple(float(value) for value in operands))
        elif str(operator) == "Do":
            name = str(operands[0])
    form = page.resources.XObject[name]
    own = tuple(float(value) for value in form.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    matrix = pikepdf.Matrix(own) @ matrix
    x1, y1, x2, y2 = (float(value) for value in form.BBox)
    width, height = size

    def seen(x: float, y: float) -> tuple[float, float]:
        x, y = matrix.transform((x, y))
        return {0: (x, y), 90: (y, width - x), 180: (width - x, height - y),
                270: (height - y, x)}[turn]  # fmt: skip

    corners = [seen(x, y) for x in (x1, x2) for y in (y1, y2)]
    start, end = seen(x1, y1), seen(x2, y1)
    long = max(abs(end[0] - start[0]), abs(end[1] - start[1]))
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    direction = ((end[0] - start[0]) / long, (end[1] - start[1]) / long)
    return min(xs), min(ys), max(xs), max(ys), direction


def test_a_filled_in_form_keeps_what_was_filled_in_and_loses_its_scripts(cast, walk):
    upload = {"files": [Upload("申请表.pdf", filled_form("Zhang San"))]}
    walk.act("supplement", "office.window", 0, {"text": "材料"}, uploads=upload)
    pdf = bundle(walk.matter, cast.actor("office.window"))
    reader = PdfReader(BytesIO(pdf))
    page = next(page for page in reader.pages if "PAGE-1" in page.extract_text())
    assert "Zhang San" in page.extract_text()
    assert "/Annots" not in page
    assert "/AA" not in page
    assert "/OpenAction" not in reader.root_object
    assert b"JavaScript" not in pdf


def test_an_encrypted_or_broken_pdf_and_other_files_become_a_page_that_says_so(sent):
    broken = b"%PDF-1.7\n" + b"\x00garbage" * 40
    many = [
        ("加密.pdf", encrypted(pdf_of(1)), ENCRYPTED),
        ("坏的.pdf", broken, BROKEN),
        ("说明.docx", package("word/document.xml"), ELECTRONIC),
        ("好的.pdf", pdf_of(1), "PAGE-1"),
        ("说明.txt", b"hello", ELECTRONIC),
    ]
    pages = sent(*(Upload(name, content) for name, content, _why in many))
    for page, (name, _content, why) in zip(pages, many, strict=True):
        assert why.replace(" ", "") in page, name
        if why != "PAGE-1":
            digest = File.objects.get(name=name).sha256
            assert name in page
            assert digest in page


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_damage_to_a_pdf_is_ever_an_error(data):
    """Bytes cut off, overwritten or doubled: pages come out, or the reason why not."""
    whole = bytearray(filled_form("value") if data.draw(st.booleans()) else pdf_of(3))
    for _wound in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=20))
    if data.draw(st.booleans()):
        del whole[data.draw(st.integers(1, max(1, len(whole) - 1))) :]
    file = File(media_type="application/pdf", field="files", sha256="0" * 64, name="x.pdf")
    opened = patch.object(papers.files, "open_bytes", lambda _file: BytesIO(bytes(whole)))
    with opened, ExitStack() as stack, pikepdf.new() as target:
        try:
            found = papers.paper(file, stack)
        except papers.Notice:
            return
        target.pages.extend(found.pages)
        target.save(BytesIO())


def test_a_picture_that_is_none_becomes_a_notice(sent):
    whole = picture("JPEG", (1000, 1000))
    pages = sent(Upload("半张.jpg", whole[:30]), Upload("整张.jpg", whole))
    assert BROKEN in pages[0]
    assert pages[1].startswith("整张.jpg")


def test_an_erased_file_leaves_its_place(archived, cast, file_of):
    walk = archived()
    erase(walk.pk, 2, "files.0", by=cast.actor("office.head"), reason="与本事无关")
    text = "".join(file_of(walk))
    assert "本件已依法删除" in text
    assert PHOTO not in text
