"""Files as residents send them: whole, encrypted, broken, turned, filled in; and reading PDFs."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from PIL import Image
from pypdf import PdfReader

ENCRYPTED_WITH = "s3cret"


def pdf_of(pages: int, *, turn: int = 0, size: tuple[float, float] = (595, 842)) -> bytes:
    """A PDF whose page N says `PAGE-N`."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1,
                              BaseFont=pikepdf.Name.Helvetica)  # fmt: skip
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=size)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(b"BT /F1 24 Tf 72 400 Td (PAGE-%d) Tj ET" % number)
        if turn:
            page.Rotate = turn
    return _saved(pdf)


def filled_form(value: str) -> bytes:
    """A PDF with one text field filled in, a script that runs when it is opened, and a link."""
    with pikepdf.open(BytesIO(pdf_of(1))) as pdf:
        field = pdf.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx,
            T="name", V=value, Rect=[72, 300, 300, 330], F=4, DA="/Helv 12 Tf 0 g",
            AA=pikepdf.Dictionary(E=_script()),
        ))  # fmt: skip
        page = pdf.pages[0]
        page.Annots = pdf.make_indirect([field])
        page.AA = pikepdf.Dictionary(O=_script())
        helv = page.Resources.Font.F1
        pdf.Root.AcroForm = pikepdf.Dictionary(
            Fields=[field], DA="/Helv 12 Tf 0 g", NeedAppearances=True,
            DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=helv)),
        )  # fmt: skip
        pdf.Root.OpenAction = _script()
        return _saved(pdf)


def encrypted(content: bytes) -> bytes:
    with pikepdf.open(BytesIO(content)) as pdf:
        out = BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user=ENCRYPTED_WITH))
        return out.getvalue()


def picture(kind: str, size: tuple[int, int] = (400, 300), *, turned: bool = False,
            mode: str = "RGB") -> bytes:  # fmt: skip
    """A picture, its upper left quarter black; `turned` has to be turned by 90° to be upright."""
    image = Image.new(mode, size, "white" if mode != "RGBA" else (255, 255, 255, 0))
    image.paste(0 if mode in {"L", "1"} else (0, 0, 0, 255)[: len(mode)],
                (0, 0, size[0] // 2, size[1] // 2))  # fmt: skip
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
    out = BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def words(pdf: bytes) -> list[str]:
    """The text of each page, without spaces."""
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def _script() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('hello')")


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()
