"""A picture on an A4 page, upright or lying as it is taken; JPEG and PNG keep their own bytes."""

from __future__ import annotations

import warnings
from io import BytesIO

import img2pdf
from PIL import Image, ImageOps

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
MOST_PIXELS = 150_000_000
"""A photo has 12 to 50 million; a picture made to fill the memory has more."""

_A4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
_MARGIN = (img2pdf.mm_to_pt(25), img2pdf.mm_to_pt(15))


class Unreadable(Exception):
    """The bytes are no picture that can be shown."""


def picture_pdf(content: bytes) -> bytes:
    """One A4 page with the picture as large as it fits, turned as its EXIF data says, as PDF.

    Raises Unreadable.
    """
    layout = img2pdf.get_layout_fun(
        _A4, border=_MARGIN, fit=img2pdf.FitMode.into, auto_orient=True
    )  # fmt: skip
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            made: bytes = img2pdf.convert(
                _plain(content), layout_fun=layout, first_frame_only=True,
                rotation=img2pdf.Rotation.ifvalid,
            )  # fmt: skip
    except Exception as wrong:
        raise Unreadable from wrong
    return made


def _plain(content: bytes) -> bytes:
    """The same bytes, unless PDF has no such picture: transparent, WebP, sixteen bits, CMYK."""
    with Image.open(BytesIO(content)) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Unreadable
        fits = image.format in {"JPEG", "PNG"} and image.mode in {"1", "L", "RGB", "P"}
        if fits and "transparency" not in image.info:
            return content
        return _redrawn(ImageOps.exif_transpose(image))


def _redrawn(image: Image.Image) -> bytes:
    """The picture on white paper."""
    layer = image.convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer)
    out = BytesIO()
    paper.save(out, "JPEG", quality=90)
    return out.getvalue()
