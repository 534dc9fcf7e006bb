"""Putting the file together: pages of every document, numbers on them, catalogue in front.

The catalogue names pages, so every document is opened first; the cover, the catalogue and the
closing note carry no page numbers of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BytesIO
from tempfile import TemporaryFile
from typing import BinaryIO, cast

import pikepdf
from django.utils import timezone
from django.utils.translation import override

from huiyin.archive.bundle import front, told
from huiyin.archive.bundle.documents import Document, documents
from huiyin.archive.bundle.papers import Notice, paper
from huiyin.archive.bundle.pictures import PICTURES
from huiyin.archive.bundle.sheets import Sheets, sheets
from huiyin.archive.bundle.stamping import stamp
from huiyin.archive.reading import opened
from huiyin.letters.issue import office_fonts
from huiyin.matters.models import File, Matter
from huiyin.people.actor import Actor

CHINESE = "zh-hans"
"""The file is an official document: Chinese whatever the language of the page it was asked from."""
COVER, CATALOGUE, CLOSING = "封面", "卷内目录", "卷内备考表"


@dataclass
class Part:
    """A document with its pages. `why` says what stands in their place when they cannot be shown;
    `first` is the number of its first page in the file."""

    document: Document
    pdf: pikepdf.Pdf | None = None
    pages: range = range(0)
    why: str = ""
    first: int = 0

    @property
    def numbers(self) -> range:
        """The numbers of its pages."""
        return range(self.first, self.first + len(self.pages))


@dataclass
class _Work:
    """What is open while a file is put together."""

    sheets: Sheets
    stack: ExitStack
    parts: list[Part] = field(default_factory=list)

    def open(self, content: bytes) -> pikepdf.Pdf:
        return self.stack.enter_context(pikepdf.open(BytesIO(content)))


def bundle(matter: Matter, actor: Actor) -> bytes:
    """The whole file of a matter as PDF; reading it is recorded. Raises NotVisible and
    PermissionDenied (a role that may not have files)."""
    out = BytesIO()
    write_bundle(matter.number, actor, out)
    return out.getvalue()


def bundle_file(number: str, actor: Actor) -> BinaryIO:
    """The same as an open temporary file, which need not fit into memory; raises as `bundle`."""
    made = cast("BinaryIO", TemporaryFile())  # noqa: SIM115 -- the caller closes it
    try:
        write_bundle(number, actor, made)
        made.seek(0)
    except BaseException:
        made.close()
        raise
    return made


def write_bundle(number: str, actor: Actor, out: BinaryIO) -> None:
    """The same into a binary stream."""
    with override(CHINESE), ExitStack() as stack:
        reading = opened(actor, number)
        page = reading.page
        work = _Work(sheets(office_fonts()), stack)
        made = front.made_by(actor, timezone.localtime())
        history = work.open(work.sheets.set("history", told.history(page, reading.parties)))
        work.parts = [_part(document, stack) for document in documents(page)]
        work.parts[0].pdf, work.parts[0].pages = history, range(len(history.pages))
        _notices(work)
        _number(work.parts)
        cover = work.open(work.sheets.set("front", front.front(page, work.parts, made)))
        closing = work.open(work.sheets.set("closing", front.closing(page, work.parts, made)))
        target = stack.enter_context(pikepdf.new())
        _assemble(target, cover, work, closing)
        _outline(target, len(cover.pages), work.parts)
        with target.open_metadata() as metadata:
            metadata["dc:title"] = f"{page.matter.number} {page.matter.title}"
            metadata["dc:creator"] = [page.matter.owner_unit.name]
        target.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _part(document: Document, stack: ExitStack) -> Part:
    if document.file is None:
        return Part(document)
    try:
        pdf = paper(document.file, stack)
    except Notice as notice:
        return Part(document, why=str(notice))
    return Part(document, pdf, range(len(pdf.pages)))


def _notices(work: _Work) -> None:
    """Set a page for each file that cannot be shown."""
    silent = [part for part in work.parts if part.why]
    if not silent:
        return
    files = [(part.document, part.why) for part in silent]
    pdf = work.open(work.sheets.set("notices", {"notices": front.notices(files)}))
    for place, part in enumerate(silent):
        part.pdf, part.pages = pdf, range(place, place + 1)


def _number(parts: Sequence[Part]) -> None:
    first = 1
    for part in parts:
        part.first = first
        first += len(part.pages)


def _assemble(
    target: pikepdf.Pdf, cover: pikepdf.Pdf, work: _Work, closing: pikepdf.Pdf
) -> None:  # fmt: skip
    target.pages.extend(cover.pages)
    strips = work.open(work.sheets.set("stamps", {"stamps": _strips(work.parts)}))
    done = 0
    for part in work.parts:
        assert part.pdf is not None  # noqa: S101 -- every part has its pages by now
        for place in part.pages:
            target.pages.append(part.pdf.pages[place])
            stamp(target.pages[-1], strips.pages[done])
            done += 1
    target.pages.extend(closing.pages)


def _strips(parts: Sequence[Part]) -> list[dict[str, object]]:
    return [
        {"document": no, "page": page, "caption": _caption(part.document.file)}
        for no, part in enumerate(parts, start=1)
        for page in part.numbers
    ]


def _caption(file: File | None) -> str:
    """A picture does not say what it is; every other page does."""
    return file.name if file is not None and file.media_type in PICTURES else ""


def _outline(target: pikepdf.Pdf, cover: int, parts: Sequence[Part]) -> None:
    with target.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(COVER, 0))
        outline.root.append(pikepdf.OutlineItem(CATALOGUE, 1))
        for no, part in enumerate(parts, start=1):
            name = f"{no}. {part.document.title}{part.document.number}"
            outline.root.append(pikepdf.OutlineItem(name, cover + part.first - 1))
        outline.root.append(pikepdf.OutlineItem(CLOSING, len(target.pages) - 1))
