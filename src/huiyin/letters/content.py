"""What one letter says, without how it looks: the same value makes the PDF and the Word file.

The value is frozen and turns into JSON and back; that JSON is kept with an issued letter.
Texts are plain data. Control characters, which neither PDF nor Word can hold, are dropped here,
so both files always carry the same words.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from typing_extensions import override

# Byte order mark, and the embeddings, overrides, isolates and marks of Unicode's UAX 9.
_TURNING = frozenset(
    "\ufeff\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def clean(text: str) -> str:
    """The text with plain line ends and without control characters and half characters.

    XML 1.0 (Word files) allows no control characters but tab and line feed; a lone surrogate
    is no character at all and becomes U+FFFD. Marks that turn the reading direction around
    are dropped too: they could make an official letter read differently from what it says.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_allowed(char) for char in lines)


def _allowed(char: str) -> str:
    if char in "\t\n":
        return char
    if char in _TURNING:
        return ""
    if char in "\u2028\u2029\x85":
        return "\n"
    category = unicodedata.category(char)
    if category == "Cs":
        return "\ufffd"
    # U+FFFE, U+FFFF and their kin are not characters (Unicode 23.7).
    return "" if category == "Cc" or ord(char) & 0xFFFE == 0xFFFE else char


Text = Annotated[str, BeforeValidator(lambda value: clean(value) if type(value) is str else value)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Paragraph(_Part):
    """Body text, first line indented by two characters."""

    kind: Literal["paragraph"] = "paragraph"
    text: Text


class Heading(_Part):
    """A heading in the text: level 1 in 黑体, level 2 in 楷体 (GB/T 9704 7.3.3)."""

    kind: Literal["heading"] = "heading"
    text: Text
    level: Literal[1, 2] = 1


class Items(_Part):
    """A numbered list, `1. … 2. …`."""

    kind: Literal["items"] = "items"
    items: tuple[Text, ...]


class Row(_Part):
    """One row of a form table: label, value, or label, value, label, value; `lines` high."""

    cells: Annotated[tuple[Text, ...], Field(min_length=2, max_length=4)]
    lines: Annotated[int, Field(ge=1, le=12)] = 1

    @override
    def model_post_init(self, _context: Any) -> None:
        """ValueError when cells are not pairs of label and value."""
        if len(self.cells) % 2:
            raise ValueError("a row has two or four cells: label and value in turn")


class Table(_Part):
    """A form to be filled in by hand, such as the proof of service (送达回证)."""

    kind: Literal["table"] = "table"
    rows: tuple[Row, ...]


Block = Annotated[Paragraph | Heading | Items | Table, Field(discriminator="kind")]


class LetterContent(_Part):
    """A whole letter.

    `layout` is `letter` (信函格式, GB/T 9704-2012 10.1: red name of the issuer, two red double
    rules) or `sheet` (a plain form). `seal` leaves room for the seal over name and date.
    `preview` marks a letter that has not been issued; `numbered` is false for forms, such as a
    proof of service, that carry no number of their own.
    """

    key: str
    title: Text
    issuer: Text
    number: Text = ""
    numbered: bool = True
    addressee: Text = ""
    blocks: tuple[Block, ...] = ()
    query_line: Text = ""
    attachments: tuple[Text, ...] = ()
    signer: Text = ""
    date: dt.date | None = None
    contact: Text = ""
    copy_to: tuple[Text, ...] = ()
    seal: bool = True
    preview: bool = True
    layout: Literal["letter", "sheet"] = "letter"

    def issued(self, number: str = "") -> Self:
        """The same letter with its number, no longer a preview.

        ValueError when a numbered letter gets no number, or another letter gets one.
        """
        if self.numbered != bool(number):
            raise ValueError(f"{self.key}: {'needs' if self.numbered else 'has no'} number")
        return type(self).model_validate({**self.to_dict(), "number": number, "preview": False})

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready snapshot; `from_dict` gives the same value back."""
        return self.model_dump(mode="json")

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Reads a snapshot; pydantic's ValidationError names what is wrong with it."""
        return cls.model_validate(data)
