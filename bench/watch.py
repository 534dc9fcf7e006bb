"""The daily look over running clocks: `python bench/watch.py [--clocks N] [--small] [--json]`.

Fills N open matters of forty units with one running clock each; a few per cent are late or have
lain idle. Sweeps three times: everything is new, nothing is new, a tenth has been acted on since.
"""

from __future__ import annotations

import time
from typing import Any

from _common import Report, arguments, installation

TOWNS = 40
LATE, IDLE = 3, 1  # per cent
MATTER = {
    "id": "b.id", "number": "'99-' || b.n || '-0'",
    "owner_unit_id": "b.unit", "holder_id": "NULL",
    "acted_at": "now() - make_interval(days => CASE WHEN b.n %% 100 < %(idle)s"
                " THEN 20 + b.n %% 40 ELSE b.n %% 7 END)",
}  # fmt: skip
CLOCK = {
    "matter_id": "b.id", "status": "'running'", "nominal": "now()", "started_at": "now()",
    "legal": "now() + make_interval(days => CASE WHEN b.n %% 100 >= 100 - %(late)s"
             " THEN -1 - b.n / 100 %% 40 ELSE 1 + b.n %% 300 END)",
}  # fmt: skip


def main() -> None:
    given = arguments(__doc__, clocks=(1_000_000, "running clocks"))
    clocks = 20_000 if given.small else given.clocks
    report = Report(given.json)
    with installation():
        _run(clocks, report)
    report.close()


def _run(clocks: int, report: Report) -> None:
    from django.utils import timezone

    from huiyin.duties.watching.sweep import sweep

    _fill(clocks, report)
    now = timezone.now()
    for name in ("sweep that finds", "sweep again"):
        seconds, done = _timed(lambda: sweep(now))
        report.add(
            name, clocks=clocks, found=done.found, notices=done.told, settled=done.settled,
            seconds=seconds, per_second=done.found / seconds,
        )  # fmt: skip
    _act()
    seconds, done = _timed(lambda: sweep(now))
    report.add("sweep that settles", found=done.found, settled=done.settled, seconds=seconds)


def _fill(clocks: int, report: Report) -> None:
    """Copies of one accepted petition with its clock, spread over the towns."""
    from django.db import connection

    from huiyin.matters.testing import Walk
    from huiyin.people.testing import make_cast

    cast = make_cast(password=None)
    walk = Walk(cast).to_handling()
    begin = time.perf_counter()
    values = {
        "one": walk.pk, "clocks": clocks, "units": _towns(cast), "late": LATE, "idle": IDLE,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("CREATE TABLE bench_matter (n int PRIMARY KEY, id uuid, unit uuid)")
        cursor.execute(
            "INSERT INTO bench_matter SELECT n, uuidv7(),"
            " (%(units)s::uuid[])[1 + n / 7 %% %(towns)s] FROM generate_series(1, %(clocks)s) AS n",
            values | {"towns": TOWNS},
        )
        cursor.execute(_copies(cursor, "matters_matter", MATTER, "t.id = %(one)s"), values)
        which = "t.matter_id = %(one)s AND t.key = 'handle'"
        cursor.execute(_copies(cursor, "matters_clock", CLOCK, which), values)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM (ANALYZE)")
    report.note(f"{clocks:,} matters after {time.perf_counter() - begin:.0f} s")


def _towns(cast: Any) -> list[Any]:
    """Units below the county, each with a head and a handler."""
    from huiyin.people.models import Account, Holding, Post, Unit
    from huiyin.people.testing import SINCE

    units = []
    for number in range(TOWNS):
        unit = Unit.objects.create(
            code=f"town-{number}", name=f"第{number}镇", kind="township",
            division=cast.divisions["town"], parent=cast.units["county"],
        )  # fmt: skip
        for role in ("head", "handler"):
            post = Post.objects.create(unit=unit, title=role, role=role)
            account = Account.objects.create(username=f"{role}-{number}")
            Holding.objects.create(post=post, account=account, starts_on=SINCE)
        units.append(unit.pk)
    return units


def _copies(cursor: Any, table: str, own: dict[str, str], which: str) -> str:
    """INSERT … SELECT of copies of the one matter, with columns of their own."""
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped AND attidentity = ''", [table],
    )  # fmt: skip
    columns = [name for (name,) in cursor.fetchall()]
    values = ", ".join(own.get(name, f"t.{name}") for name in columns)
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) "
        f"SELECT {values} FROM bench_matter b CROSS JOIN {table} t WHERE {which}"
    )


def _act() -> None:
    """A tenth of what was found has been acted on since: clocks stopped, offices moved."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE matters_clock SET status = 'stopped' WHERE legal < now()"
            " AND matter_id IN (SELECT id FROM bench_matter WHERE n % 10 = 9)"
        )


def _timed(work: Any) -> tuple[float, Any]:
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


if __name__ == "__main__":
    main()
