"""Loads lists of divisions: COPY into a temporary table, then one INSERT … ON CONFLICT per year."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from huiyin.places.divisions import revise
from huiyin.places.divisions.read import ListFile, rows_of
from huiyin.places.divisions.report import Reject, Report

Advance = Callable[[ListFile, int], None]

_CREATE = """
    CREATE TEMP TABLE incoming (
        code text, name text, level smallint, listed smallint, parent text, file text, line int
    ) ON COMMIT DROP
"""
_COPY = "COPY incoming (code, name, level, listed, parent, line, file) FROM STDIN"
_INDEX = "CREATE INDEX ON incoming (code)"
# The same code twice in one year: the first row stands, equal ones are only counted.
_REPEATED = """
    DELETE FROM incoming later USING (
        SELECT code, min(ctid) AS row, (array_agg(name ORDER BY ctid))[1] AS name
        FROM incoming GROUP BY code HAVING count(*) > 1
    ) first
    WHERE later.code = first.code AND later.ctid <> first.row
    RETURNING later.name, later.file, later.line, later.name = first.name
"""
# Level by level, so that what hangs below a rejected row is rejected too.
_ORPHANS = """
    DELETE FROM incoming row
    WHERE row.level = %s AND row.parent IS NOT NULL
      AND NOT EXISTS (SELECT FROM incoming up WHERE up.code = row.parent)
      AND NOT EXISTS (SELECT FROM places_division up WHERE up.code = row.parent)
    RETURNING row.file, row.line, row.code
"""
# Rows that change nothing are left out first: ON CONFLICT would lock and rewrite each of them.
_UPSERT = """
    WITH changed AS (
        INSERT INTO places_division AS old (code, name, level, parent_id, pack)
        SELECT row.code, row.name, row.level, row.parent, ''
        FROM incoming row LEFT JOIN places_division known USING (code)
        WHERE known.code IS NULL OR (known.name <> row.name AND known.retired_on IS NULL)
        ORDER BY row.code
        ON CONFLICT (code) DO UPDATE SET name = excluded.name
        RETURNING old.xmax = 0 AS added
    )
    SELECT count(*) FILTER (WHERE added), count(*) FILTER (WHERE NOT added) FROM changed
"""
_COUNT = """
    SELECT count(*), count(*) FILTER (WHERE known.retired_on IS NOT NULL)
    FROM incoming LEFT JOIN places_division known USING (code)
"""


def import_lists(
    lists: Sequence[ListFile],
    *,
    complete_under: str | None = None,
    under: str = "",
    on: date,
    dry_run: bool = False,
    advance: Advance = lambda _file, _bytes: None,
) -> Report:
    """Load lists, years in order, in one transaction; a second run changes nothing.

    `complete_under` (a division's code, or `all`) says that each year's lists are complete below
    it at the levels they contain: codes they no longer name are retired on `on` and mapped to the
    new code with the same parent and name. `under` takes only what is below that code (2, 4, 6, 9
    or 12 digits), and what is above it. `dry_run` reports and rolls back. Raises ListError.
    """
    started = time.monotonic()
    report = Report()
    with transaction.atomic():
        for _year, group in groupby(lists, key=lambda item: item.year):
            _load_year(list(group), under, report, advance)
            if complete_under is not None:
                revise.retire_missing(complete_under, on, report)
            _execute("DROP TABLE incoming")
        if report.added or report.retired:
            # The foreign keys are checked now, so that their time is counted too.
            _execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(dry_run)
    if report.changed and not dry_run:
        _execute("ANALYZE places_division")
    report.seconds = time.monotonic() - started
    return report


def _load_year(files: list[ListFile], under: str, report: Report, advance: Advance) -> None:
    _execute(_CREATE)
    for file in files:
        _copy(file, under, report, advance)
    _execute(_INDEX)
    _execute("ANALYZE incoming")
    for name, path, line, same in _execute(_REPEATED):
        report.repeated += 1
        if not same:
            report.rejects.append(Reject(path, line, "name", name, "the code has another name"))
    for level in range(2, 6):
        for path, line, code in _execute(_ORPHANS, [level]):
            report.rejects.append(Reject(path, line, "code", code, "its parent is not known"))
    [(total, retired)] = _execute(_COUNT)
    [(added, renamed)] = _execute(_UPSERT)
    report.added += added
    report.renamed += renamed
    report.left_retired += retired
    report.same += total - added - renamed - retired


def _copy(file: ListFile, under: str, report: Report, advance: Advance) -> None:
    name = file.path.name
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY incoming (code, name, level, listed, parent, line, file) FROM STDIN"
        ) as copy,
    ):
        for row in rows_of(file.path, lambda position: advance(file, position), under):
            report.read += 1
            if isinstance(row, Reject):
                report.rejects.append(row)
            else:
                copy.write_row((*row, name))


def _execute(sql: str, params: Sequence[Any] = ()) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []
