"""One byte string for one value: sorted keys, UTF-8, no spaces (the JSON that hashes cover)."""

from __future__ import annotations

from typing import Any

import orjson


def canonical(value: Any) -> bytes:
    """Canonical JSON of `value` (None, bool, int, str, list, dict with str keys, UUID, datetime).

    Aware datetimes are written in UTC by the caller; orjson raises TypeError for anything else.
    """
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
