"""Files: what they really are, how large, and that only uploads become references."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.matters import files
from huiyin.matters.actions import perform, register
from huiyin.matters.errors import Refused
from huiyin.matters.files import MAX_BYTES, Upload, is_what_it_says
from huiyin.matters.models import File, Matter
from huiyin.matters.testing import PDF, petition
from huiyin.matters.verify import verify

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
JPG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + b"\xff\xd9"


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", PDF), ("a.PDF", PDF), ("a.png", PNG), ("a.jpg", JPG), ("照片.jpeg", JPG),
     ("a.txt", "说明".encode())],
)  # fmt: skip
def test_what_it_says(name, content):
    assert is_what_it_says(Upload(name, content))


def test_office_packages():
    assert is_what_it_says(Upload("a.docx", archive("word/document.xml")))
    assert is_what_it_says(Upload("a.xlsx", archive("xl/workbook.xml")))
    assert not is_what_it_says(Upload("a.xlsx", archive("word/document.xml")))


def archive(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", PNG), ("a.png", PDF), ("a.jpg", b"MZ\x90\x00" + b"\x00" * 60), ("a.txt", PNG),
     ("a.pdf", b"<html><script>alert(1)</script>"), ("a.docx", archive("evil.exe")),
     ("a.txt", b"a\x00b"), ("a.pdf", b"x"), ("a.mp4", PDF)],
)  # fmt: skip
def test_something_else(name, content):
    assert not is_what_it_says(Upload(name, content))


@given(st.sampled_from([".pdf", ".png", ".jpg", ".mp3", ".docx"]), st.binary(max_size=300))
def test_noise_is_nothing_and_never_an_error(ending, content):
    assert not is_what_it_says(Upload("x" + ending, b"\x01\x02" + content))


def faults(by, *uploads: Upload, **changes) -> set[str]:
    with pytest.raises(Refused) as caught:
        register(by=by, data=petition(**changes), uploads={"files": uploads})
    assert not Matter.objects.exists()
    assert not File.objects.exists()
    return {error.rule for error in caught.value.refusal.errors}


def test_bad_uploads_are_refused_whole(cast):
    by = cast.actor("office.window")
    good = Upload("a.pdf", PDF)
    assert faults(by, good, Upload("a.pdf", PNG)) == {"file_is_something_else"}
    assert faults(by, good, Upload("a.exe", b"MZ")) == {"file_type"}
    assert faults(by, Upload("a.pdf", b"")) == {"file_empty"}
    big = PDF + b"\x00" * (21 * 1024 * 1024)
    assert faults(by, Upload("a.pdf", big)) == {"file_too_large"}
    assert faults(by, *[good] * 21) == {"too_many_files"}


def test_just_as_large_as_allowed(cast):
    content = PDF + b" " * (MAX_BYTES - len(PDF))
    uploads = {"files": [Upload("a.pdf", content)]}
    done = register(by=cast.actor("office.window"), data=petition(), uploads=uploads)
    assert done.matter.files.get().size == MAX_BYTES


def test_a_reference_without_its_bytes(cast):
    """Knowing the hash of another matter's file does not give the file."""
    by = cast.actor("office.window")
    register(by=by, data=petition(), uploads={"files": [Upload("a.pdf", PDF)]})
    digest = hashlib.sha256(PDF).hexdigest()
    with pytest.raises(Refused) as caught:
        register(by=by, data=petition(files=[digest]))
    assert {error.rule for error in caught.value.refusal.errors} == {"files_only_as_uploads"}


def test_an_upload_under_a_field_the_form_has_not(cast):
    by = cast.actor("office.window")
    done = register(by=by, data=petition())
    for field in ("title", "text", "scan"):
        with pytest.raises(Refused):
            perform(
                done.matter.pk, "supplement", by=by, data={"text": "x"}, expected_seq=1,
                uploads={field: [Upload("a.pdf", PDF)]},
            )  # fmt: skip
    assert not File.objects.exists()


def test_the_bytes_come_back_and_are_kept_once(cast):
    by = cast.actor("office.window")
    uploads = {"files": [Upload("../../etc/材料.pdf", PDF), Upload("b.pdf", PDF)]}
    done = register(by=by, data=petition(), uploads=uploads)
    first, second = done.matter.files.order_by("pk")
    assert first.sha256 == second.sha256 == hashlib.sha256(PDF).hexdigest()
    assert done.event.data["files"] == [first.sha256, second.sha256]
    assert first.name == "材料.pdf"
    assert first.media_type == "application/pdf"
    with files.open_bytes(first) as stream:
        assert stream.read() == PDF
    assert verify(files=True).ok
