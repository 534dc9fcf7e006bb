"""Reading issued letters. Whoever asks has come to the matter or the file through policy."""

from __future__ import annotations

from huiyin.letters.models import Letter
from huiyin.matters.models import File


def letter_of(file: File) -> Letter | None:
    """The letter whose PDF this file is; None for any other file."""
    return Letter.objects.filter(file=file).first()
