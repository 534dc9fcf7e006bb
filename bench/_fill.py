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

UNIT = "b.units[array_position((SELECT units FROM bench_pair WHERE n = 0), t.{0})]"
POST = "b.posts[array_position((SELECT posts FROM bench_pair WHERE n = 0), t.{0})]"
MOVED = "t.{0} + b.shift"
TABLES: Mapping[str, Mapping[str, str]] = {
    "people_person": {"id": "b.person", "phone_index": "decode(md5(b.person::text), 'hex')"},
    "matters_matter": {
        "id": "b.matter", "number": "b.number", "received_at": MOVED, "registered_at": MOVED,
        "next_due": "CASE WHEN t.next_due < '9999-01-01' THEN t.next_due + b.shift "
                    "ELSE t.next_due END",
        "intake_unit_id": UNIT, "owner_unit_id": UNIT, "sender_unit_id": UNIT,
        "holder_id": POST, "registrar_id": POST,
    },
    "matters_event": {
        "id": "uuidv7()", "at": MOVED, "recorded_at": MOVED, "unit_id": UNIT, "post_id": POST,
        "data": "CASE t.act"
                " WHEN 'forward' THEN jsonb_set(t.data, '{{to_unit}}', to_jsonb(b.units[2]))"
                " WHEN 'register' THEN "
                "jsonb_set(t.data, '{{petitioner,person}}', to_jsonb(b.person))"
                " ELSE t.data END",
    },
    "matters_sealedtext": {},
    "matters_clock": {"started_at": MOVED, "stopped_at": MOVED, "nominal": MOVED, "legal": MOVED},
    "matters_party": {"person_id": "b.person"},
    "matters_mattertext": {"text": "t.text || b.word", "tokens": "t.tokens || b.word"},
    "matters_file": {"id": "uuidv7()"},
}  # fmt: skip
"""Table → columns that differ from those of the matter copied (`{0}` is the column's name)."""

PREPARE = """
    CREATE TABLE bench_life AS
        SELECT row_number() OVER (ORDER BY md5(m.id::text)) - 1 AS n, m.id, p.person_id, m.is_open
        FROM matters_matter m JOIN matters_party p ON p.matter_id = m.id;
    CREATE TABLE bench_pair (n int PRIMARY KEY, units uuid[], posts uuid[]);
    CREATE UNLOGGED TABLE bench_number (n int PRIMARY KEY, number text);
    CREATE UNLOGGED TABLE bench_copy (old uuid, old_person uuid, matter uuid, person uuid,
        units uuid[], posts uuid[], number text, shift interval, word text);
"""
COPY = f"""
    INSERT INTO bench_copy
    SELECT l.id, l.person_id, uuidv7(), uuidv7(), p.units, p.posts, d.number,
        make_interval(days => -floor(CASE WHEN l.is_open THEN 60 ELSE 700 END * d.day)::int),
        chr(20000 + floor(300 * d.one)::int) || chr(21000 + floor(300 * d.two)::int)
    FROM (SELECT *, random() AS pair, random() AS day, random() AS one, random() AS two
          FROM bench_number WHERE n >= %s ORDER BY n LIMIT %s) AS d
    JOIN bench_life l ON l.n = d.n %% (SELECT count(*) FROM bench_life)
    JOIN bench_pair p ON p.n = floor({PAIRS} * power(d.pair, {SKEW}))::int
"""


def prepare(county: County) -> None:
    """Tables of our own beside the installation's: what to copy, and to which pairs."""
    with bare() as connection, connection.cursor() as cursor:
        cursor.execute(PREPARE)
        size = 2 * len(ROLES)
        for n in range(PAIRS):
            units = [unit.pk for unit in county.units[2 * n : 2 * n + 2]]
            posts = [post.pk for post in county.posts[size * n : size * (n + 1)]]
            cursor.execute("INSERT INTO bench_pair VALUES (%s, %s, %s)", [n, units, posts])


def fill(total: int, note: Callable[[str], None]) -> None:
    """Copy until there are `total` matters, then let the planner look at the tables."""
    begin = time.perf_counter()
    with bare() as connection:
        there = int(_one(connection, "SELECT count(*) FROM matters_matter"))
        _numbers(connection, there, total)
        connection.execute("SET session_replication_role = replica")  # no check of foreign keys
        for first in range(there, total, BATCH):
            connection.execute("TRUNCATE bench_copy")
            connection.execute(COPY, [first, min(BATCH, total - first)])
            for table, changed in TABLES.items():
                connection.execute(_insert(connection, table, changed))
            connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM (ANALYZE)")
        size = _one(connection, "SELECT pg_size_pretty(pg_database_size(current_database()))")
    note(f"{total:,} matters after {time.perf_counter() - begin:.0f} s, database {size}")


def _numbers(connection: Any, there: int, total: int) -> None:
    from huiyin.common.ids import matter_number

    with connection.cursor() as cursor, cursor.copy("COPY bench_number FROM STDIN") as copy:
        for n in range(there, total):
            copy.write_row((n, matter_number(YEAR, n + 1)))


def _insert(connection: Any, table: str, changed: Mapping[str, str]) -> str:
    """INSERT … SELECT of one batch into one table, whatever columns it has; ids are made anew."""
    columns = [
        name
        for name, is_generated in connection.execute(
            "SELECT attname, attidentity <> '' FROM pg_attribute "
            "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            [table],
        )
        if not is_generated
    ]
    own = {**changed} if "matter_id" not in columns else {"matter_id": "b.matter", **changed}
    values = ", ".join(own.get(name, "t.{0}").format(name) for name in columns)
    joins = {"people_person": "t.id = b.old_person", "matters_matter": "t.id = b.old"}
    join = joins.get(table, "t.matter_id = b.old")
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) "
        f"SELECT {values} FROM bench_copy b JOIN {table} t ON {join}"
    )


def _one(connection: Any, sql: str) -> Any:
    return connection.execute(sql).fetchone()[0]
