"""Revisions of codes: what a new list no longer names is retired and mapped to its successor."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from huiyin.places.codes import CODE_DIGITS, pad
from huiyin.places.divisions.read import ListError
from huiyin.places.divisions.report import Reject, Report, Undecided
from huiyin.places.models import Division

# Which of the known codes at this level, below the root, the complete list does not name.
_RETIRE = """
    UPDATE places_division old SET retired_on = %(on)s
    WHERE old.level = %(level)s AND old.retired_on IS NULL
      AND old.path <@ %(root)s::ltree
      AND EXISTS (SELECT FROM incoming WHERE listed = %(level)s)
      AND NOT EXISTS (SELECT FROM incoming row WHERE row.code = old.code)
"""
_RETIRE_ALL = _RETIRE.replace("AND old.path <@ %(root)s::ltree", "")
# A successor has the same name and the same parent, or the parent's successor. Where there is none,
# divisions there whose names begin the same are shown to a person (乡 that became 镇).
# Provinces have no parent, so a person decides on them.
_CANDIDATES = """
    SELECT old.code, old.name,
           array_agg(new.code ORDER BY new.code) FILTER (WHERE new.name = old.name),
           array_agg(new.code ORDER BY new.code) FILTER (WHERE new.name <> old.name)
    FROM places_division old
    LEFT JOIN places_division up ON up.code = old.parent_id
    CROSS JOIN LATERAL (SELECT greatest(1, least(2, length(old.name) - 1))) stem (length)
    LEFT JOIN places_division new
      ON new.level = old.level
     AND left(new.name, stem.length) = left(old.name, stem.length)
     AND new.retired_on IS NULL
     AND new.parent_id = COALESCE(up.replaced_by_id, old.parent_id)
    WHERE old.level = %(level)s AND old.retired_on = %(on)s AND old.replaced_by_id IS NULL
    GROUP BY old.code, old.name ORDER BY old.code
"""
_MAP = """
    UPDATE places_division old SET replaced_by_id = pair.new
    FROM unnest(%s::text[], %s::text[]) AS pair (old, new) WHERE old.code = pair.old
"""


def retire_missing(root: str, on: date, report: Report) -> None:
    """Retire what table `incoming` lacks below `root` (a code or `all`), top levels first."""
    params: dict[str, Any] = {"on": on}
    sql = _RETIRE_ALL
    if root != "all":
        sql = _RETIRE
        params["root"] = Division.objects.get(pk=pad(root)).path
    for level in range(1, 6):
        with connection.cursor() as cursor:
            cursor.execute(sql, {**params, "level": level})
            retired = cursor.rowcount
            report.retired += retired
            if retired:
                cursor.execute(_CANDIDATES, {"on": on, "level": level})
                _map_found(cursor.fetchall(), report)


def _map_found(
    rows: Sequence[tuple[str, str, list[str] | None, list[str] | None]], report: Report
) -> None:
    pairs = []
    for code, name, same, near in rows:
        if same and len(same) == 1:
            pairs.append((code, same[0]))
        else:
            report.undecided.append(Undecided(code, name, tuple(same or near or ())))
    _write_pairs(pairs)
    report.mapped += len(pairs)


def _write_pairs(pairs: Sequence[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MAP, [[old for old, _ in pairs], [new for _, new in pairs]])


def apply_revision(path: Path, *, on: date, dry_run: bool = False) -> Report:
    """Apply a file of `old_code,new_code`: the old code is retired on `on` and points to the new.

    A row with an unknown code, or a code mapped to itself, is a reject. A second run changes
    nothing. Raises ListError when the columns are not there.
    """
    report = Report()
    with path.open(encoding="utf-8-sig", newline="") as text, transaction.atomic():
        reader = csv.DictReader(text)
        if not {"old_code", "new_code"} <= set(reader.fieldnames or ()):
            raise ListError(f"{path.name}: the first row must name old_code and new_code")
        rows = [
            (line, pad((row["old_code"] or "").strip()), pad((row["new_code"] or "").strip()))
            for line, row in enumerate(reader, start=2)
            if (row["new_code"] or "").strip()  # left open: decided another day
        ]
        report.read = len(rows)
        codes = {code for _line, *pair in rows for code in pair}
        known = Division.objects.in_bulk(codes)
        for line, old, new in rows:
            reject = _revision_reject(path.name, line, old, new, known)
            if reject:
                report.rejects.append(reject)
            else:
                _revise(known[old], known[new], on, report)
        transaction.set_rollback(dry_run)
    return report


def write_undecided(path: Path, undecided: Sequence[Undecided]) -> None:
    """Write a revision file to complete by hand; a single candidate is filled in already."""
    with path.open("w", encoding="utf-8-sig", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(["old_code", "new_code", "old_name", "candidates"])
        for item in undecided:
            sure = item.candidates[0] if len(item.candidates) == 1 else ""
            writer.writerow([item.code, sure, item.name, " ".join(item.candidates)])


def _revision_reject(
    file: str, line: int, old: str, new: str, known: dict[Any, Division]
) -> Reject | None:
    for field, code in (("old_code", old), ("new_code", new)):
        if len(code) != CODE_DIGITS or code not in known:
            return Reject(file, line, field, code, "not a known division")
    if old == new:
        return Reject(file, line, "new_code", new, "a code cannot replace itself")
    return None


def _revise(old: Division, new: Division, on: date, report: Report) -> None:
    if old.replaced_by_id == new.pk:
        report.same += 1
        return
    report.retired += old.retired_on is None
    report.mapped += 1
    old.retired_on = old.retired_on or on
    old.replaced_by = new
    old.save(update_fields=["retired_on", "replaced_by"])
