"""Reading issued letters. Whoever asks has come to the matter or the file through policy."""

from __future__ import annotations

from django.db.models import QuerySet

from huiyin.letters.models import Letter
from huiyin.matters.models import File, Matter


def letter_of(file: File) -> Letter | None:
    """The letter whose PDF this file is; None for any other file."""
    return Letter.objects.filter(file=file).first()


def readable(matter: Matter) -> QuerySet[Letter]:
    """Letters of a matter whose words have not been erased, newest first."""
    kept = Letter.objects.filter(matter=matter, file__erased_seq__isnull=True)
    return kept.exclude(content__isnull=True).order_by("-seq")
