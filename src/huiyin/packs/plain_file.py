"""Hard words and what to say instead: `plain.yaml` of the national pack, read strictly.

Whatever residents read is checked against it: words of the law and of the office that nobody else
uses have a plain phrase of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from huiyin.packs import load

FILE = "plain.yaml"


class PlainFileError(ValueError):
    """A list that cannot be used; the message names the file and every fault."""


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Phrase(_Shape):
    """A hard word in both languages with what to say instead; `beside` are words that explain it:
    with them in the same text it may stand (the legal name of a right)."""

    hard: str = Field(min_length=1)
    plain: str = Field(min_length=1)
    beside: str | None = None
    en_hard: str = Field(min_length=1)
    en_plain: str = Field(min_length=1)
    en_beside: str | None = None

    def is_in(self, text: str, language: str) -> bool:
        """Whether the hard word stands in `text` (`zh` or `en`) with nothing that explains it."""
        if language == "zh":
            return self.hard in text and not (self.beside and self.beside in text)
        found = re.search(rf"\b{re.escape(self.en_hard)}\b", text, re.IGNORECASE)
        return found is not None and not (self.en_beside and self.en_beside in text)

    def said(self, language: str) -> str:
        """“hard → plain”, for whoever has to write it anew."""
        pair = (self.hard, self.plain) if language == "zh" else (self.en_hard, self.en_plain)
        return " → ".join(pair)


class Allowed(_Shape):
    """A text in which a hard word may stay, and why."""

    word: str
    text: str
    why: str = Field(min_length=5)


class Plain(_Shape):
    """The whole file."""

    law: str
    phrases: tuple[Phrase, ...] = Field(strict=False)
    exceptions: tuple[Allowed, ...] = Field(default=(), strict=False)

    def hard_in(self, text: str, language: str) -> Iterator[Phrase]:
        """The phrases whose hard word stands in `text` and should not."""
        for phrase in self.phrases:
            if phrase.is_in(text, language) and not self._is_allowed(phrase, text):
                yield phrase

    def _is_allowed(self, phrase: Phrase, text: str) -> bool:
        words = (phrase.hard, phrase.en_hard)
        return any(one.word in words and one.text == text for one in self.exceptions)


@cache
def plain() -> Plain:
    """The list. Raises PlainFileError, OSError."""
    path = load.folder(load.NATIONAL) / FILE
    try:
        return Plain.model_validate(YAML(typ="safe", pure=True).load(path))
    except (YAMLError, ValidationError) as error:
        raise PlainFileError(f"{path.name}: {error}") from None
