"""Makes `official.docx`, the Word layout of letters, so that the binary can be reproduced.

    python -m huiyin.letters.layout.make_docx

The layout follows GB/T 9704-2012, letter format 10.1, like `official.typ` beside it. Its
placeholders are filled in by docxtpl (`huiyin.letters.docx` lists them). An office may change
the look of the file in Word and keep its placeholders.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from huiyin.letters.docx import fixed_zip

TARGET = Path(__file__).with_name("official.docx")
RED = "D7000F"
FANGSONG, SONG_TITLE, HEI, KAI = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"
# 22 lines of 28 characters on 225 mm by 156 mm (GB/T 9704 5.2.3).
LINE_PITCH = Pt(225 / 25.4 * 72 / 22)
CHARACTER_PITCH_PT = 156 / 25.4 * 72 / 28
KEPT_STYLES = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid",
               "Header", "Header Char", "Footer", "Footer Char", "Heading 1", "Heading 1 Char",
               "Heading 2", "Heading 2 Char", "Heading 3", "Heading 3 Char"}  # fmt: skip
CENTER, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
LEFT, JUSTIFY = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY


def main() -> None:
    """Writes the layout file; the same code gives the same bytes."""
    document = build()
    buffer = BytesIO()
    document.save(buffer)
    TARGET.write_bytes(fixed_zip(buffer.getvalue()))


def build() -> Any:
    """The layout as a python-docx document."""
    document = Document()
    slim(document)
    page(document)
    styles(document)
    first_page(document)
    later_pages(document)
    body(document)
    return document


def slim(document: Any) -> None:
    """Drops what python-docx's own template brings and letters do not use: 90 % of the bytes."""
    for style in list(document.styles):
        if style.name not in KEPT_STYLES:
            style.delete()
    relations = document.part.rels
    for key in [key for key, rel in relations.items() if rel.reltype.endswith("WithEffects")]:
        del relations[key]


def page(document: Any) -> None:
    """A4, margins and the grid of lines and characters (5.1, 5.2)."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.bottom_margin, section.right_margin = Mm(35), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(20)
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    for old in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001 - no public way to the grid
        section._sectPr.remove(old)  # noqa: SLF001 - as above
    # A grid of lines only: with one of characters some programs set 14 characters a line, because
    # 3号 is a little wider than a 28th of the text. The style draws the characters closer instead.
    grid = element("w:docGrid", type="lines", linePitch=str(round(LINE_PITCH.pt * 20)))
    section._sectPr.append(grid)  # noqa: SLF001 - as above


def styles(document: Any) -> None:
    """Body 3号仿宋, title 2号小标宋, headings 3号黑体 and 楷体, foot 4号."""
    normal = document.styles["Normal"]
    font(normal, FANGSONG, 16)
    closer = element("w:spacing", val=str(round((CHARACTER_PITCH_PT - 16) * 20)))
    normal.element.get_or_add_rPr().insert_element_before(closer, "w:sz", "w:szCs")
    spaced(normal.paragraph_format)
    for name, face, size in (
        ("Heading 1", SONG_TITLE, 22),
        ("Heading 2", HEI, 16),
        ("Heading 3", KAI, 16),
    ):
        style = document.styles[name]
        font(style, face, size)
        style.font.bold = False
        style.font.color.rgb = RGBColor(0, 0, 0)
        spaced(style.paragraph_format)
        style.paragraph_format.keep_with_next = True
    title = document.styles["Heading 1"].paragraph_format
    # Exact heights: a taller line would be rounded up to two lines of the grid.
    title.alignment, title.line_spacing = CENTER, Pt(34)
    title.space_after = LINE_PITCH  # 7.3.2


def first_page(document: Any) -> None:
    """Issuer in red over a double rule; the second double rule at the foot (10.1)."""
    section = document.sections[0]
    header = section.first_page_header
    header.is_linked_to_previous = False
    tag(header, "{%p if layout == 'letter' %}", header.paragraphs[0])
    mark = line(header, "{{ issuer }}", CENTER)
    run = mark.runs[0]
    font(run, SONG_TITLE, 36)
    run.font.color.rgb = RGBColor.from_string(RED)
    for size in ("w:sz", "w:szCs"):
        properties = run._r.get_or_add_rPr()  # noqa: SLF001 - the size itself is a placeholder
        for old in properties.findall(qn(size)):
            properties.remove(old)
        properties.append(element(size, val="{{ mark_size }}"))
    mark.paragraph_format.line_spacing = Pt(40)
    mark.paragraph_format.space_before = Mm(15)  # the name begins 30 mm below the edge
    wide(mark)
    border(mark, "thickThinSmallGap", space="11")
    tag(header, "{%p else %}")
    line(header, "", LEFT).paragraph_format.line_spacing = Pt(1)
    tag(header, "{%p endif %}")
    footer = section.first_page_footer
    footer.is_linked_to_previous = False
    tag(footer, "{%p if layout == 'letter' %}", footer.paragraphs[0])
    rule = line(footer, "", CENTER)
    rule.paragraph_format.line_spacing = Pt(1)
    wide(rule)
    border(rule, "thinThickSmallGap", space="0")
    tag(footer, "{%p else %}")
    page_number(footer.add_paragraph(), RIGHT)
    tag(footer, "{%p endif %}")


def later_pages(document: Any) -> None:
    """`— 2 —` in 4号, odd pages right, even pages left, one character in (7.5)."""
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        header.paragraphs[0].paragraph_format.line_spacing = Pt(1)
    for footer, side in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        footer.is_linked_to_previous = False
        page_number(footer.paragraphs[0], side)


def body(document: Any) -> None:
    """The letter's parts in the order of the standard (7.3)."""
    for old in list(document.paragraphs):
        old._p.getparent().remove(old._p)  # noqa: SLF001 - python-docx cannot delete a paragraph
    when(document, "number_line", RIGHT).paragraph_format.space_before = Pt(14)
    tag(document, "{%p if layout == 'letter' %}")
    for _ in range(2):  # 10.1: two lines between number and title
        line(document, "", LEFT)
    tag(document, "{%p endif %}")
    line(document, "{{ title }}", CENTER, style="Heading 1")
    when(document, "addressee", JUSTIFY, "{{ addressee }}：")
    blocks(document)
    indent(when(document, "query_line", LEFT))
    attachments(document)
    signature(document)
    indent(when(document, "contact", JUSTIFY, "（{{ contact }}）"))
    copies = when(document, "copies", JUSTIFY, "抄送：{{ copies }}。")
    font(copies.runs[0], FANGSONG, 14)
    copies.paragraph_format.left_indent = Pt(14 * 4)
    copies.paragraph_format.first_line_indent = Pt(-14 * 3)
    copies.paragraph_format.space_before = LINE_PITCH


def blocks(document: Any) -> None:
    """Paragraphs, headings, lists and forms, one after the other."""
    tag(document, "{%p for block in blocks %}")
    tag(document, "{%p if block.kind == 'paragraph' %}")
    indent(line(document, "{{ block.text }}", JUSTIFY))
    for level in (1, 2):
        tag(document, f"{{%p elif block.kind == 'heading' and block.level == {level} %}}")
        indent(line(document, "{{ block.text }}", LEFT, style=f"Heading {level + 1}"))
    tag(document, "{%p elif block.kind == 'items' %}")
    tag(document, "{%p for entry in block.entries %}")
    indent(line(document, "{{ loop.index }}. {{ entry }}", JUSTIFY))
    tag(document, "{%p endfor %}")
    tag(document, "{%p elif block.kind == 'table' %}")
    form(document)
    tag(document, "{%p endif %}")
    tag(document, "{%p endfor %}")


def form(document: Any) -> None:
    """Rows of label and value, twice or once; a single value takes the rest of the row."""
    table = document.add_table(rows=7, cols=4)
    table.style, table.autofit, table.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.CENTER
    widths = [Mm(width) for width in (32, 46, 32, 46)]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    tags = {0: "{%tr for row in block.rows %}", 1: "{%tr if row.cells|length == 4 %}",
            3: "{%tr else %}", 5: "{%tr endif %}", 6: "{%tr endfor %}"}  # fmt: skip
    for index, text in tags.items():
        table.cell(index, 0).paragraphs[0].add_run(text)
    table.cell(4, 1).merge(table.cell(4, 3))
    for row, places in ((table.rows[2], (0, 1, 2, 3)), (table.rows[4], (0, 1))):
        height = element("w:trHeight", val="{{ row.height }}", hRule="atLeast")
        row._tr.get_or_add_trPr().append(height)  # noqa: SLF001 - the height is a placeholder
        for place in places:
            cell_text(row.cells[place], f"{{{{ row.cells[{place}] }}}}", label=place % 2 == 0)
    for place, width in enumerate(widths):
        table.cell(2, place).width = width
    table.cell(4, 0).width, table.cell(4, 1).width = widths[0], sum(widths[1:], Mm(0))


def cell_text(cell: Any, text: str, *, label: bool) -> None:
    """A cell in small four (12 pt), labels centred."""
    paragraph = cell.paragraphs[0]
    font(paragraph.add_run(text), FANGSONG, 12)
    paragraph.alignment = CENTER if label else LEFT
    paragraph.paragraph_format.line_spacing = Pt(17)
    insert(paragraph, element("w:snapToGrid", val="0"))
    cell.vertical_alignment = 1


def attachments(document: Any) -> None:
    """「附件：」 below the text, names under one another (7.3.4)."""
    tag(document, "{%p for entry in attachments %}")
    paragraph = line(document, "{{ entry.lead }}{{ entry.name }}", JUSTIFY)
    paragraph.paragraph_format.left_indent = Pt(16 * 5)
    paragraph.paragraph_format.first_line_indent = Pt(-16 * 3)
    tag(document, "{%p endfor %}")


def signature(document: Any) -> None:
    """Room for the seal, the signer centred over the date, the date four characters in."""
    tag(document, "{%p if signer %}")
    for text in ("", "{% if seal and preview %}（印章）{% endif %}"):
        room = line(document, text, RIGHT)
        room.paragraph_format.keep_with_next = True
        room.paragraph_format.right_indent = Pt(16 * 5)
    for text, place in (("{{ signer }}", "signer_indent"), ("{{ date }}", "date_indent")):
        paragraph = line(document, text, RIGHT)
        paragraph.paragraph_format.keep_with_next = text == "{{ signer }}"
        insert(paragraph, element("w:ind", right=f"{{{{ {place} }}}}"))
    tag(document, "{%p endif %}")


def when(document: Any, name: str, side: Any, text: str = "") -> Any:
    """A paragraph that is left out when its value is empty."""
    tag(document, f"{{%p if {name} %}}")
    paragraph = line(document, text or f"{{{{ {name} }}}}", side)
    tag(document, "{%p endif %}")
    return paragraph


def tag(parent: Any, text: str, paragraph: Any = None) -> None:
    """A paragraph that only steers docxtpl and is not in the result."""
    (paragraph if paragraph is not None else parent.add_paragraph()).add_run(text)


def line(parent: Any, text: str, side: Any, style: str = "Normal") -> Any:
    """A paragraph with one run."""
    paragraph = parent.add_paragraph(style=style)
    paragraph.add_run(text)
    paragraph.alignment = side
    return paragraph


def page_number(paragraph: Any, side: Any) -> None:
    """Adds `— PAGE —`."""
    paragraph.alignment = side
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
    paragraph.paragraph_format.space_after = Mm(3)
    font(paragraph.add_run("— "), "宋体", 14)
    run = paragraph.add_run()
    font(run, "宋体", 14)
    for kind in ("begin", "instr", "end"):
        part = element("w:fldChar", fldCharType=kind)
        if kind == "instr":
            part = element("w:instrText")
            part.text = "PAGE"
        run._r.append(part)  # noqa: SLF001 - python-docx has no fields
    font(paragraph.add_run(" —"), "宋体", 14)


def font(target: Any, face: str, size: float) -> None:
    """Sets face and size of a style or a run, for Chinese and Latin letters alike."""
    target.font.name, target.font.size = face, Pt(size)
    faces = target.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        faces.attrib.pop(qn(kind), None)
    for kind in ("w:eastAsia", "w:ascii", "w:hAnsi", "w:cs"):
        faces.set(qn(kind), face)


def spaced(paragraph_format: Any) -> None:
    """The standard's line pitch, exactly."""
    paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph_format.line_spacing = LINE_PITCH
    paragraph_format.space_before = paragraph_format.space_after = Pt(0)


def indent(paragraph: Any) -> None:
    """First line two characters in (7.3.3)."""
    paragraph.paragraph_format.first_line_indent = Pt(CHARACTER_PITCH_PT * 2)


def wide(paragraph: Any) -> None:
    """170 mm, centred on the page: 8 mm and 6 mm beyond the text."""
    paragraph.paragraph_format.left_indent = Mm(-8)
    paragraph.paragraph_format.right_indent = Mm(-6)


def border(paragraph: Any, kind: str, *, space: str) -> None:
    """A red double rule below a paragraph; `space` in points."""
    borders = element("w:pBdr")
    borders.append(element("w:bottom", val=kind, sz="18", space=space, color=RED))
    insert(paragraph, borders)


def insert(paragraph: Any, part: Any) -> None:
    """Adds a paragraph property where the schema wants it: Word rejects another order."""
    order = ("w:pBdr", "w:snapToGrid", "w:spacing", "w:ind", "w:jc")
    later = order[order.index(f"w:{part.tag.rpartition('}')[2]}") + 1 :]
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx lacks these properties
    properties.insert_element_before(part, *later)


def element(name: str, **attributes: str) -> Any:
    """An element of WordprocessingML with attributes of the same namespace."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


if __name__ == "__main__":
    main()
