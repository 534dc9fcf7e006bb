"""A file as pages: PDFs as they are, pictures on A4, anything else as a page that says so.

Residents send what they have: an encrypted, broken or huge file becomes a notice, never an error.
Scripts, links and actions of a PDF do not come along; what was filled in or annotated is made part
of the page.
"""

from __future__ import annotations

from contextlib import ExitStack
from io import BytesIO
from typing import BinaryIO, cast

import pikepdf

from huiyin.archive.bundle.pictures import PICTURES, Unreadable, picture_pdf
from huiyin.matters import files
from huiyin.matters.models import File

PDF = "application/pdf"
MOST_PAGES = 2_000

# What goes wrong, as the notice says it.
ERASED = "本件已依法删除，只保留编号、日期和校验值。"
LOST = "存储中找不到本件，请查备份。"
ENCRYPTED = "本件是加密的PDF，无法打印入卷，原件以电子形式保存。"
BROKEN = "本件已损坏或者不符合格式，无法打印入卷，原件以电子形式保存。"
TOO_LONG = f"本件超过{MOST_PAGES}页，不打印入卷，原件以电子形式保存。"
ELECTRONIC = "本件是电子文件，不能打印，原件以电子形式保存。"


_FAULTS = (pikepdf.PdfError, ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError,
           ValueError)  # fmt: skip
"""What reading a broken PDF can raise."""


class Notice(Exception):
    """The file cannot be shown as pages; the message says why, in Chinese, for the notice page."""


def paper(file: File, stack: ExitStack) -> pikepdf.Pdf:
    """The pages of a file, open until `stack` closes. Raises Notice."""
    if file.erased_seq is not None:
        raise Notice(ERASED)
    try:
        if file.media_type == PDF:
            return _checked(_open_pdf(file, stack), is_ours=file.field == "letter")
        if file.media_type in PICTURES:
            return stack.enter_context(pikepdf.open(BytesIO(picture_pdf(files.read_bytes(file)))))
    except FileNotFoundError as lost:
        raise Notice(LOST) from lost
    except Unreadable as wrong:
        raise Notice(BROKEN) from wrong
    raise Notice(ELECTRONIC)


def _open_pdf(file: File, stack: ExitStack) -> pikepdf.Pdf:
    stream = cast("BinaryIO", stack.enter_context(files.open_bytes(file)))
    try:
        return stack.enter_context(pikepdf.open(stream, suppress_warnings=True))
    except pikepdf.PasswordError as encrypted:
        raise Notice(ENCRYPTED) from encrypted
    except _FAULTS as fault:
        raise Notice(BROKEN) from fault


def _checked(pdf: pikepdf.Pdf, *, is_ours: bool) -> pikepdf.Pdf:
    """The same with its annotations flattened. qpdf reads lazily: every page is looked at here, so
    that a fault shows before the file is put together."""
    try:
        count = len(pdf.pages)
        if count > MOST_PAGES:
            raise Notice(TOO_LONG)
        if not is_ours:
            _flatten(pdf)
        for page in pdf.pages:
            _ = page.mediabox, page.cropbox, page.obj.get("/Contents"), page.obj.get("/Resources")
    except Notice:
        raise
    except _FAULTS as fault:
        raise Notice(BROKEN) from fault
    if count == 0:
        raise Notice(BROKEN)
    return pdf


def _flatten(pdf: pikepdf.Pdf) -> None:
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()
    pdf.flatten_annotations(mode="print")
    for page in pdf.pages:
        for name in ("/Annots", "/AA", "/B", "/StructParents", "/Metadata", "/PieceInfo"):
            if name in page.obj:
                del page.obj[name]
