"""The sweep over running clocks: `python bench/ladder.py [--clocks N] [--small] [--json]`.

Fills N dues of running clocks, most of them in the future, and sweeps: how long a sweep takes that
finds nothing, and how long one notice takes, with its ratio to the same rows inserted by bare
psycopg. Then the dues of a tenth of the matters are made anew, as after an import.
"""

from __future__ import annotations

import time
from typing import Any

from _common import Report, arguments, bare, installation

SHARE = 100  # one due in so many has come up
INSERT = """
    INSERT INTO notices_notice (id, account_id, matter_id, kind, topic, params, legal, created_at,
        show_from, in_digest) VALUES (%s, %s, %s, 'ladder', %s, '{}', now(), now(), now(), false)
"""


def main() -> None:
    given = arguments(__doc__, clocks=(200_000, "running clocks"))
    clocks = 20_000 if given.small else given.clocks
    report = Report(given.json)
    with installation():
        _run(clocks, report)
    report.close()


def _run(clocks: int, report: Report) -> None:
    from django.utils import timezone

    from huiyin.notices import catch_up, sweep
    from huiyin.notices.models import Notice, Projected

    matters = _fill(clocks, report)
    now = timezone.now()
    seconds, told = _timed(lambda: sweep.sweep(now))
    report.add("sweep that tells", clocks=clocks, notices=told, seconds=seconds)
    idle, _none = _timed(lambda: sweep.sweep(now))
    report.add("sweep that finds nothing", clocks=clocks, ms=idle * 1000)
    rows = list(Notice.objects.values_list("account_id", "matter_id", "topic"))
    Notice.objects.all().delete()
    plain, _none = _timed(lambda: _insert(rows))
    report.add(
        "a notice", ms=seconds * 1000 / max(told, 1), bare_ms=plain * 1000 / max(len(rows), 1),
        ratio=seconds / plain,
    )  # fmt: skip
    Projected.objects.filter(matter__in=matters[: len(matters) // 10]).delete()
    seconds, count = _timed(catch_up.catch_up)
    report.add("matters brought up", matters=count, seconds=seconds, per_second=count / seconds)


def _fill(clocks: int, report: Report) -> list[Any]:
    """Copies of one accepted petition with one clock each; a hundredth has seven days left."""
    from django.db import connection

    from huiyin.matters.testing import Walk
    from huiyin.notices import catch_up
    from huiyin.notices.models import Notice
    from huiyin.people.testing import make_cast

    cast = make_cast(password=None)
    walk = Walk(cast).to_handling()
    begin = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in ("matters_matter", "matters_clock"):
            cursor.execute(_copy(cursor, table), {"one": walk.pk, "clocks": clocks})
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM (ANALYZE)")
    report.note(f"{clocks:,} matters after {time.perf_counter() - begin:.0f} s")
    seconds, count = _timed(catch_up.catch_up)
    report.add("matters brought up at first", matters=count, per_second=count / seconds)
    Notice.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notices_due SET told_at = NULL, at = now() - interval '1 minute' WHERE rung = 2"
            " AND matter_id IN (SELECT id FROM bench_matter WHERE n %% %s = 0)", [SHARE],
        )  # fmt: skip
        cursor.execute("VACUUM (ANALYZE) notices_due")
        cursor.execute("SELECT id FROM bench_matter")
        return [row[0] for row in cursor.fetchall()]


def _copy(cursor: Any, table: str) -> str:
    """INSERT … SELECT of copies of the one matter, each with its own id, number and due."""
    if table == "matters_matter":
        cursor.execute("CREATE TABLE bench_matter (n int PRIMARY KEY, id uuid)")
        own = {"id": "b.id", "number": "'99-' || b.n || '-0'"}
        return (
            "INSERT INTO bench_matter SELECT n, uuidv7() FROM generate_series(1, %(clocks)s) n;"
            + _insert_select(cursor, table, own, "t.id = %(one)s")
        )
    own = {
        "matter_id": "b.id", "legal": "now() + make_interval(days => 20 + b.n %% 300)",
        "nominal": "now()", "started_at": "now()", "status": "'running'",
    }  # fmt: skip
    return _insert_select(cursor, table, own, "t.matter_id = %(one)s AND t.key = 'handle'")


def _insert_select(cursor: Any, table: str, own: dict[str, str], which: str) -> str:
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


def _insert(rows: list[Any]) -> None:
    from huiyin.common.ids import new_id

    with bare() as connection, connection.cursor() as cursor:
        cursor.executemany(INSERT, [(new_id(), *row) for row in rows])


def _timed(work: Any) -> tuple[float, Any]:
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


if __name__ == "__main__":
    main()
