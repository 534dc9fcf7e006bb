"""Rate of due dates on one core: `python bench/due_dates.py [COUNT]` (default one million).

Starts are spread over the published years, terms over every unit in days; no derivations.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import UTC, date, datetime, timedelta

from huiyin.engine.terms import Term, due, due_dates
from huiyin.packs.calendar_files import national

TERMS = ("15nd", "60nd", "60nd+30nd", "5wd", "10wd", "1m", "30nd", "3wd")


def main(count: int) -> None:
    draw = random.Random(1)
    calendar = national()
    terms = [Term.parse_all(text) for text in TERMS]
    first, last = date(2004, 1, 1), date(2026, 6, 30)
    starts = [first + timedelta(days=draw.randrange((last - first).days)) for _ in range(4096)]
    begin = time.perf_counter()
    for number in range(count):
        due_dates(starts[number % 4096], terms[number % len(terms)], calendar)
    plain = time.perf_counter() - begin
    explained = max(count // 20, 1)
    moments = [datetime(day.year, day.month, day.day, 9, tzinfo=UTC) for day in starts]
    begin = time.perf_counter()
    for number in range(explained):
        due(moments[number % 4096], terms[number % len(terms)], calendar, tz=UTC)
    whole = time.perf_counter() - begin
    print(f"due dates: {count} in {plain:.2f} s, {count / plain:,.0f} per second")
    print(f"with derivation: {explained} in {whole:.2f} s, {explained / whole:,.0f} per second")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
