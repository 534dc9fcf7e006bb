"""Issued letters and the series their numbers come from."""

from __future__ import annotations

import pgtrigger
from django.db import models
from typing_extensions import override

from huiyin.common.ids import new_id
from huiyin.matters.models import File, Matter
from huiyin.people.models import Unit

_ONLY_ERASED = """
    IF EXISTS (
        SELECT FROM matters_file f WHERE f.id = NEW.file_id AND f.erased_seq IS NOT NULL
    ) THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
"""


class NumberSeries(models.Model):
    """The last number given in one series (机关代字) of a unit in a year.

    Its row is locked by the act that takes a number until that act is committed, so an act that
    fails leaves no gap.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    word = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "word", "year"], name="number_series"),
        ]


class Letter(models.Model):
    """A letter as issued: its number, the PDF, and the content it was made from.

    `content` is the letter's JSON sealed by the vault's key, because it carries the petitioner's
    name and address; the Word file is made from it on demand. It is gone once the file has been
    lawfully erased: number, day and title stay.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="letters")
    seq = models.PositiveIntegerField()
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=100)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    word = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField()
    content = models.BinaryField(null=True)
    file = models.OneToOneField(File, models.PROTECT, related_name="letter")

    class Meta:
        ordering = ["matter", "seq"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "word", "year", "serial"], name="letter_number"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="issued", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="only_resealed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["content"]),
            ),
            pgtrigger.Trigger(
                name="only_erased",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__content__isnull=True),
                func=_ONLY_ERASED,
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()
