"""What a registration costs: `python bench/registration.py [--small] [--json] [--count N]`.

Through the action, through HTTP (the desk's form, signed in), and the same rows written by bare
psycopg in one transaction each. The writers take turns by twenties, so that a busy machine slows
all alike.
Aims: HTTP ≤ 15 statements; CPU of the action ≤ 5 × bare psycopg.

The bare writers repeat the rows of one registration under new ids: the statement with lock, time
and number, then an INSERT for each row, or one for each table. They look nothing up, seal nothing,
hash nothing and compute no date; psycopg's own defaults let the server prepare their statements.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from _common import HOST, Report, Times, arguments, bare, installation, statements

Insert = tuple[str, list[Any]]
Row = dict[str, Any]
TURN = 20
TABLES = {
    "people_person": "id = (SELECT person_id FROM matters_party WHERE matter_id = %s)",
    "matters_matter": "id = %s",
    **{
        f"matters_{name}": "matter_id = %s"
        for name in ("event", "sealedtext", "clock", "party", "mattertext")
    },
}
"""In the order of the foreign keys, with the condition that finds the rows of one matter."""
BEGIN = (
    "SELECT pg_advisory_xact_lock_shared(%s), clock_timestamp(), "
    "(SELECT max(published_at) FROM places_calendarversion), nextval('matter_number')"
)
LOCK = 0x48594E
_people = itertools.count(1)


def main() -> None:
    given = arguments(__doc__, count=(400, "registrations of each kind"))
    report = Report(given.json)
    with installation():
        from huiyin.demo.seed import build_county

        build_county()
        measure(report, 60 if given.small else given.count)
    report.close()


def measure(report: Report, count: int) -> None:
    """Let the writers take turns until each has written `count`; the first turn warms up."""
    ready = count + 2 * TURN
    writers = {"action": by_action(ready), "http": by_http(ready), **by_psycopg(ready)}
    counts = {name: statements(writers[name]) for name in ("action", "http")}
    times = {name: Times() for name in writers}
    for turn in range(0, count + TURN, TURN):
        for name, write in writers.items():
            for _registration in range(TURN):
                (times[name] if turn else Times()).take(write)
    cpu = {name: taken.figures["cpu_ms"] for name, taken in times.items()}
    for name, taken in times.items():
        report.add(
            name,
            statements=counts.get(name, "-"),
            **taken.figures,
            cpu_x_row_each=cpu[name] / cpu["psycopg, row each"],
            cpu_x_table_each=cpu[name] / cpu["psycopg, table each"],
        )
    report.add("one core", registrations_per_second=1000 / cpu["action"])


def by_action(count: int) -> Callable[[], Any]:
    """Registers somebody new through the one door."""
    from django.utils import timezone

    from huiyin.matters.actions import register
    from huiyin.people.actor import actor_for

    clerk = actor_for(account(), timezone.localdate())
    forms = iter([petition() for _form in range(count)])
    return lambda: register(by=clerk, data=next(forms))


def by_http(count: int) -> Callable[[], Any]:
    """Posts the desk's register form, signed in."""
    from django.test import Client

    client = Client(headers={"host": HOST})
    client.force_login(account())
    forms = iter([flat(petition()) for _form in range(count)])

    def post() -> None:
        answer = client.post("/register/", next(forms))
        assert answer.status_code == 302, answer.content.decode()

    return post


def by_psycopg(count: int) -> dict[str, Callable[[], Any]]:
    """Two plain writers of the rows of one registration, each on a connection of its own."""
    rows = rows_of(by_action(1)().matter.pk)
    single = [inserts(copy_of(rows), 1) for _turn in range(count)]
    joined = [inserts(copy_of(rows), 100) for _turn in range(count)]
    return {"psycopg, row each": plain(single), "psycopg, table each": plain(joined)}


def plain(ready: list[list[Insert]]) -> Callable[[], Any]:
    """Writes one prepared registration at each call."""
    connection, left = bare(), iter(ready)

    def write() -> None:
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute(BEGIN, [LOCK])
            cursor.fetchone()
            for sql, values in next(left):
                cursor.execute(sql, values)

    return write


def rows_of(matter: UUID) -> dict[str, list[Row]]:
    """Every row of one matter by table, without generated numbers."""
    from psycopg.rows import dict_row
    from psycopg.types.json import Jsonb

    with bare() as connection, connection.cursor(row_factory=dict_row) as cursor:
        found = {
            table: cursor.execute(f"SELECT * FROM {table} WHERE {condition}", [matter]).fetchall()
            for table, condition in TABLES.items()
        }
    for row in itertools.chain.from_iterable(found.values()):
        if isinstance(row.get("id"), int):
            del row["id"]
    found["matters_event"][0]["data"] = Jsonb(found["matters_event"][0]["data"])
    return found


def copy_of(rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The rows of another matter of another person."""
    from huiyin.common.ids import new_id

    own = [rows[table][0]["id"] for table in ("people_person", "matters_matter", "matters_event")]
    new: dict[Any, Any] = {value: new_id() for value in own}
    new[rows["matters_matter"][0]["number"]] = f"B{next(_people):09d}"

    def renewed(value: Any) -> Any:
        return new.get(value, value) if isinstance(value, (UUID, str)) else value

    return {
        table: [{name: renewed(value) for name, value in row.items()} for row in many]
        for table, many in rows.items()
    }


def inserts(rows: dict[str, list[Row]], at_once: int) -> list[Insert]:
    """INSERT statements of at most `at_once` rows, with their values."""
    made: list[Insert] = []
    for table, many in rows.items():
        for part in (many[n : n + at_once] for n in range(0, len(many), at_once)):
            place = f"({', '.join(['%s'] * len(part[0]))})"
            columns, places = ", ".join(part[0]), ", ".join([place] * len(part))
            sql = f"INSERT INTO {table} ({columns}) VALUES {places}"
            made.append((sql, [value for row in part for value in row.values()]))
    return made


@cache
def account() -> Any:
    """Who sits at the registration window."""
    from huiyin.people.models import Account

    return Account.objects.get(username="chuangkou")


def petition() -> dict[str, Any]:
    """A filled form; every petitioner is somebody new."""
    phone = f"1390{next(_people):07d}"
    return {
        "channel": "visit", "received_at": "2026-03-02T09:00",
        "petitioner": {"name": "王小明", "phone": phone, "address": "示范路6号"},
        "people": "1", "title": "村口路灯坏了", "text": "村口路灯坏了三个月，晚上看不见路。" * 5,
        "requests": [{"request": "修好路灯"}], "read_back": "on", "purpose": "help",
        "category": category(), "place": "990101101201",
    }  # fmt: skip


@cache
def category() -> str:
    from huiyin.matters.models import Category

    return str(Category.objects.earliest("pk").pk)


def flat(value: Any, name: str = "") -> dict[str, str]:
    """Nested form data under the flat names of an HTML form (`requests-0-request`)."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    found: dict[str, str] = {}
    for key, inner in pairs:
        place = f"{name}-{key}" if name else str(key)
        found |= flat(inner, place) if isinstance(inner, (dict, list)) else {place: inner}
    return found


if __name__ == "__main__":
    main()
