"""Fills a benchmark's database with up to a million matters, in minutes.

`_lives` makes the first ones; every other is a copy of one of them, made by SQL: new ids and
number, another pair of units, other dates, another word in its text. Hashes of copies do not
verify, and copied letters have no bytes: pages look at neither.

Pairs are used unevenly: the first has about 8 % of all matters. About 35 % are open.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from _common import bare
from _lives import PAIRS, ROLES, County

BATCH = 50_000
SKEW = 2.2
YEAR = 2025

SHIFTED = {
    "matters_matter": ("received_at", "registered_at"),
    "matters_event": ("at", "recorded_at"),
    "matters_clock": ("started_at", "stopped_at", "nominal", "legal"),
}
"""Moments that move with the copy."""

CHANGED: Mapping[str, Mapping[str, str]] = {
    "people_person": {"id": "b.person", "phone_index": "decode(md5(b.person::text), 'hex')"},
    "matters_matter": {
        "id": "b.matter", "number": "b.number",
        "next_due": "CASE WHEN t.next_due < '9999-01-01' THEN t.next_due + b.shift ELSE t.next_due END",
        **{f"{name}_unit_id": f"pg_temp.unit(b.pair, t.{name}_unit_id)"
           for name in ("intake", "owner", "sender")},
        **{f"{name}_id": f"pg_temp.post(b.pair, t.{name}_id)" for name in ("holder", "registrar")},
    },
    "matters_event": {
        "id": "uuidv7()", "unit_id": "pg_temp.unit(b.pair, t.unit_id)",
        "post_id": "pg_temp.post(b.pair, t.post_id)",
        "data": "CASE t.act WHEN 'register' THEN replace(t.data::text, b.old_person::text, b.person::text)::jsonb "
                "WHEN 'forward' THEN jsonb_set(t.data, '{to_unit}', to_jsonb(b.bureau)) ELSE t.data END",
    },
    "matters_party": {"person_id": "b.person"},
    "matters_mattertext": {"text": "t.text || b.word", "tokens": "t.tokens || b.word"},
    "matters_file": {"id": "uuidv7()"},
}  # fmt: skip
