"""Categories of content (内容分类), from packs and imports; codes stay, labels may change."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from typing_extensions import override


class Category(models.Model):
    code = models.CharField(primary_key=True, max_length=20)
    zh = models.CharField(max_length=100)
    en = models.CharField(max_length=100)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    active = models.BooleanField(default=True)

    @override
    def __str__(self) -> str:
        return self.en if (get_language() or "zh").startswith("en") else self.zh
