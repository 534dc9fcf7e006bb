"""Letters as Word files, with the same words and the same look as the PDF.

The layout is `layout/official.docx`, filled in by docxtpl. The same content gives the same
bytes.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
import zipfile
from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment, Template
from markupsafe import Markup, escape
from typing_extensions import override

from huiyin.letters.content import Block, Heading, Items, LetterContent, Paragraph, Table
from huiyin.letters.phrases import cn_date

LAYOUT = Path(__file__).with_name("layout") / "official.docx"
_UNDATED = dt.date(2000, 1, 1)
_TWIPS_PER_CHARACTER = 320  # 3号 is 16 pt, a twip a twentieth of a point
_TEXT_WIDTH_PT = 442  # 156 mm
_FORM_LINE_TWIPS = 340
_PLAIN_DATE = "　　年　月　日"


class _CachedEnvironment(Environment):
    """Compiles each part of the layout once; docxtpl would do it for every letter."""

    @override
    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Template:
        return _compiled(self, source)


@lru_cache(maxsize=64)
def _compiled(env: Environment, source: str) -> Template:
    return Environment.from_string(env, source)


@lru_cache(maxsize=64)
def _patched(source: str) -> str:
    return str(DocxTemplate.patch_xml(None, source))


class _Letter(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """docxtpl with its preparation of the layout done once per process."""

    @override
    def patch_xml(self, src_xml: str) -> str:
        return _patched(src_xml)

    @override
    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """Title and dates are set as plain values, not rendered as templates."""


_ENV = _CachedEnvironment(autoescape=True)


def render_docx(content: LetterContent) -> bytes:
    """The letter as a .docx file."""
    letter = _Letter(BytesIO(_layout()))
    letter.render(_context(content), _ENV, autoescape=True)
    _describe(letter.docx.core_properties, content)
    out = BytesIO()
    letter.docx.save(out)
    return fixed_zip(out.getvalue())


def fixed_zip(data: bytes) -> bytes:
    """The same zip file with fixed times, so that equal content means equal bytes."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return out.getvalue()


@lru_cache(maxsize=1)
def _layout() -> bytes:
    return LAYOUT.read_bytes()


def _describe(properties: Any, content: LetterContent) -> None:
    day = dt.datetime.combine(content.date or _UNDATED, dt.time())
    # Word's own limit of 255 characters for a property.
    properties.title, properties.author = content.title[:255], content.issuer[:255]
    properties.last_modified_by = ""
    properties.created = properties.modified = day
    properties.language, properties.revision = "zh-CN", 1


def _context(content: LetterContent) -> dict[str, Any]:
    date = cn_date(content.date) if content.date else _PLAIN_DATE
    signer_indent, date_indent = _indents(content.signer, date)
    return {
        "layout": content.layout,
        "issuer": _safe(content.issuer),
        # Half points: 36 pt, less when the name is wider than the text (GB/T 9704 10.1).
        "mark_size": int(2 * min(36, _TEXT_WIDTH_PT / max(_width(content.issuer), 1))),
        "number_line": _safe(_number_line(content)),
        "title": _safe(content.title),
        "addressee": _safe(content.addressee),
        "blocks": [_block(block) for block in content.blocks],
        "query_line": _safe(content.query_line),
        "attachments": list(_attachments(content.attachments)),
        "signer": _safe(content.signer),
        "signer_indent": signer_indent,
        "date": date,
        "date_indent": date_indent,
        "contact": _safe(content.contact),
        "copies": _safe("，".join(content.copy_to)),
        "seal": content.seal,
        "preview": content.preview,
    }


def _number_line(content: LetterContent) -> str:
    if content.preview:
        return "预览稿　未编号" if content.numbered else "预览稿"
    return content.number


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(text=text):
            return {"kind": "paragraph", "text": _safe(text)}
        case Heading(text=text, level=level):
            return {"kind": "heading", "text": _safe(text), "level": level}
        case Items(items=items):
            return {"kind": "items", "entries": [_safe(item) for item in items]}
        case Table(rows=rows):
            cells = [
                {"cells": [_safe(cell) for cell in row.cells], "height": _height(row.lines)}
                for row in rows
            ]
            return {"kind": "table", "rows": cells}


def _height(lines: int) -> int:
    return lines * _FORM_LINE_TWIPS + 160


def _attachments(names: tuple[str, ...]) -> Iterable[dict[str, Any]]:
    for index, name in enumerate(names, start=1):
        lead = "附件：" if index == 1 else "　　　"
        yield {"lead": lead, "name": _safe(f"{index}. {name}" if len(names) > 1 else name)}


def _safe(text: str) -> Markup:
    """Escaped for XML; docxtpl turns `{_{` in a result into `{{`, so underscores are escaped."""
    return Markup(escape(text).replace("_", Markup("&#95;")))  # noqa: S704 - escaped one call in


def _indents(signer: str, date: str) -> tuple[int, int]:
    """Right indents in twips: the date four characters in, the signer centred over it."""
    wider = (_width(signer) - _width(date)) / 2
    date_indent = max(4.0, min(wider, 20.0))
    return (
        round(max(date_indent - wider, 0) * _TWIPS_PER_CHARACTER),
        round(date_indent * _TWIPS_PER_CHARACTER),
    )


def _width(text: str) -> float:
    """Width in Chinese characters; Latin letters and digits count half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)
