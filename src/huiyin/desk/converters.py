"""Parts of addresses."""

from __future__ import annotations

from django.urls.converters import StringConverter


class NumberConverter(StringConverter):
    """A matter's number as it is written; anything else is no address."""

    regex = r"[0-9]{2}-[0-9]{6,9}-[0-9]"
