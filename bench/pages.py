"""Worklist, matter and search pages among 10 000, 100 000 and 1 000 000 matters.

`python bench/pages.py [--small] [--json] [--requests N]`; `--small` stops at 20 000. Needs about
7 GB of disk and ten minutes for all three sizes.

Every request is of another post and a restricted one: handlers and heads see their own unit (the
first of 500 has 8 % of all matters), a supervisor the 200 units of a region; busy handlers come as
often as they have matters. Pages are rendered in full, signed in, in this process; every visit is
made three times and the quickest counts. `x_bare` is the wall time against a bare psycopg
connection that runs the same SELECTs and fetches their rows; `x_first` is the p95 against that at
the first size.
Aims: worklist and matter page ≤ 12 statements; p95 of the worklist at a million ≤ 1.5 × at 10 000.
"""

from __future__ import annotations

import itertools
import random
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from _common import HOST, Report, Times, arguments, bare, installation
from _fill import SKEW, fill, prepare
from _lives import NAME, PAIRS, PAIRS_OF_REGION, County, build, live

SIZES, SMALL = (10_000, 100_000, 1_000_000), (2_000, 20_000)
ATTEMPTS = 3
"""Of these the quickest counts, so that other work on the machine does not."""
COUNTED = 25
"""So many requests of each kind are made once more, to count and replay their statements."""
Visit = tuple[Any, str]
"""A signed-in client and an address."""


def main() -> None:
    given = arguments(__doc__, requests=(220, "requests of each kind and size"))
    report = Report(given.json)
    with installation():
        county = build()
        live(county, 100 if given.small else 300)
        prepare(county)
        run = Run(county, report, 60 if given.small else given.requests)
        for size in SMALL if given.small else SIZES:
            fill(size, report.note)
            run.measure(size)
    report.close()


@dataclass
class Run:
    """All sizes of one run; the first size's p95 is what the others are compared with."""

    county: County
    report: Report
    requests: int

    def __post_init__(self) -> None:
        self.first: dict[str, float] = {}
        self.draw = random.Random(3)
        self.clients: dict[str, Any] = {}

    def measure(self, size: int) -> None:
        """Visit every kind of page from many posts."""
        for name, visits in self.kinds().items():
            self.warm_up(visits)
            times = Times()
            for visit in visits:
                times.take(lambda visit=visit: get(visit), best_of=ATTEMPTS)
            counts, plain = replayed(visits[:: max(1, len(visits) // COUNTED)])
            figures = times.figures
            first = self.first.setdefault(name, figures["p95_ms"])
            self.report.add(
                f"{name} {size:,}",
                statements=max(counts),
                **figures,
                x_first=figures["p95_ms"] / first,
                x_bare=figures["wall_ms"] / plain,
            )
        for tab, user in (
            ("mine", "bureau0 handler"),
            ("unit", "bureau0 head"),
            ("below", "supervisor"),
        ):
            self.report.add(f"index of “{tab}” {size:,}", used=", ".join(indexes(tab, user)))

    def kinds(self) -> dict[str, list[Visit]]:
        """Name of a page → visits to it, each from another post as far as there are posts."""
        busy = self.busy_pairs()
        pairs = [busy[n % len(busy)] for n in range(self.requests)]
        handlers = [f"bureau{n} handler" for n in pairs]
        heads = [f"bureau{n} head" for n in pairs]
        below = [handler for n, handler in zip(pairs, handlers, strict=True) if n < PAIRS_OF_REGION]
        return {
            "worklist, handler": [self.visit(user, "/?tab=mine") for user in handlers],
            "worklist, busy handler": [
                self.visit(f"bureau{n} handler", "/?tab=mine") for n in self.by_work(busy)
            ],
            "worklist, head": [self.visit(user, "/?tab=unit") for user in heads],
            "worklist, supervisor": [self.visit("supervisor", "/?tab=below")] * len(pairs),
            "matter, handler": [self.visit(user, self.matter_of(user)) for user in handlers],
            "matter, supervisor": [self.visit("supervisor", self.matter_of(u)) for u in below],
            "search, rare word": [
                self.visit(user, f"/search/?q={self.word()}") for user in handlers
            ],
            "search, common word": [self.visit(user, "/search/?q=路灯") for user in handlers],
            "search, name": [self.visit(user, f"/search/?q={NAME}") for user in handlers],
        }

    def busy_pairs(self) -> list[int]:
        """Pairs whose bureau has an open matter, the busiest first."""
        from huiyin.matters.models import Matter

        owners = set(Matter.objects.filter(is_open=True).values_list("owner_unit", flat=True))
        return [n for n in range(PAIRS) if self.county.units[2 * n + 1].pk in owners]

    def by_work(self, busy: Sequence[int]) -> list[int]:
        """Pairs as often as they have matters: who has more work looks more often."""
        drawn = (int(PAIRS * self.draw.random() ** SKEW) for _endless in itertools.count())
        return list(itertools.islice((n for n in drawn if n in busy), self.requests))

    def visit(self, username: str, path: str) -> Visit:
        """An address as seen by somebody, who is signed in the first time."""
        if username not in self.clients:
            from django.test import Client

            from huiyin.people.models import Account

            client = Client(headers={"host": HOST})
            client.force_login(Account.objects.get(username=username))
            self.clients[username] = client
        return self.clients[username], path

    def matter_of(self, username: str) -> str:
        """The address of one of the most urgent open matters of this person's unit."""
        from huiyin.matters.models import Matter

        number = next(n for n, one in enumerate(self.county.accounts) if one.username == username)
        unit = self.county.posts[number].unit_id
        urgent = Matter.objects.filter(owner_unit=unit, is_open=True).order_by("next_due", "id")
        return f"/matters/{self.draw.choice(urgent.values_list('number', flat=True)[:40])}/"

    def word(self) -> str:
        """One of the two-character words that `_fill` adds to the texts of copies."""
        return chr(20000 + self.draw.randrange(300)) + chr(21000 + self.draw.randrange(300))

    def warm_up(self, visits: Sequence[Visit]) -> None:
        """Templates and statements are in memory as in a running installation; rows are not."""
        for visit in visits[-20:]:
            get(visit)


def get(visit: Visit) -> None:
    client, path = visit
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)


def replayed(visits: Sequence[Visit]) -> tuple[list[int], float]:
    """Statements of each visit, and the median milliseconds of their SELECTs in bare psycopg."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts, times = [], Times()
    with bare() as plain:
        plain.autocommit = True
        for visit in visits:
            with CaptureQueriesContext(connection) as captured:
                get(visit)
            queries = [
                query["sql"] for query in captured if query["sql"].lstrip().startswith("SELECT")
            ]
            counts.append(len(captured))
            times.take(lambda queries=queries: read(plain, queries), best_of=ATTEMPTS)
    return counts, statistics.median(times.wall)


def read(connection: Any, queries: Sequence[str]) -> None:
    for query in queries:
        connection.execute(query, prepare=False).fetchall()


def indexes(tab: str, username: str) -> list[str]:
    """Indexes of matters that the keys of a tab are found by, from the plan."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from huiyin.matters.queries.worklist import worklist
    from huiyin.people.actor import actor_for
    from huiyin.people.models import Account

    actor = actor_for(Account.objects.get(username=username), timezone.localdate())
    with CaptureQueriesContext(connection) as captured:
        worklist(actor, tab)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + captured[0]["sql"].replace("%", "%%"))
        plan = "\n".join(line for (line,) in cursor.fetchall())
    return sorted(set(re.findall(r"(?:using|Scan on) (matter\w+)", plan)))


if __name__ == "__main__":
    main()
