"""Import rate: `python bench/import_rate.py [ROWS]` (default 10 000), or FILE and MAPPING.

Loads fictional rows into a database of its own, then writes the same rows by bare psycopg, and
prints rows per second, peak memory, statements per batch and the ratio of the two.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

MAPPING = """\
source: bench
unit: {code: bench, name: 测速单位, division: "990000000000", create: true}
id: no
acts:
  - act: register
    at: when
    data:
      channel: web
      petitioner: {name: {column: who}, phone: {column: phone}}
      title: {column: what}
      text: {column: story}
      requests: [{request: {column: what}}]
  - act: identify
    when: answered
    at: answered
    data: {class: inquiry}
  - act: reply_directly
    when: answered
    at: answered
    data: {reply: {column: answer}, reply_by: web}
"""
TABLES = ("matter", "event", "sealedtext", "clock", "party", "mattertext")
STORY = "柳树路口的路灯坏了三天，晚上看不清路，老人和孩子走过时很不安全，希望尽快派人来看一看。"


def make_rows(path: Path, count: int) -> None:
    draw = random.Random(1)
    first = datetime.fromisoformat("2025-01-02 08:00:00")
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["no", "when", "what", "story", "who", "phone", "answered", "answer"])
        for number in range(count):
            at = first + timedelta(minutes=draw.randrange(400_000))
            answered = at + timedelta(hours=draw.randrange(1, 900))
            what = f"第{draw.randrange(500)}号路灯不亮"
            phone = f"1380000{draw.randrange(10_000):04d}"
            out.writerow([number, at, what, STORY * draw.randrange(1, 6), f"林{number % 97}", phone,
                          answered, "已经派人修好，请您查看。"])  # fmt: skip


def load(path: Path, text: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from huiyin.exchange.mapping import parse
    from huiyin.exchange.run import BATCH, Options, run

    mapping = parse("bench.yaml", text)
    begin, cpu = time.perf_counter(), time.process_time()
    report = run(path, mapping, Options(rejects=path.with_name("rejects.csv")))
    whole, cpu = time.perf_counter() - begin, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bare = bare_copy()
    with CaptureQueriesContext(connection) as queries:
        run(path, mapping, Options(limit=BATCH, rejects=path.with_name("rejects.csv")))
    print(
        f"import: {report.loaded} of {report.read} rows in {whole:.1f} s ({cpu:.1f} s of Python), ",
        end="",
    )
    print(f"{report.loaded / whole:,.0f} per second, peak {peak:.0f} MB")
    print(f"import: the same rows by bare psycopg in {bare:.1f} s, ratio {whole / bare:.1f}")
    print(f"import: a batch that is there already takes {len(queries)} statements")


def bare_copy() -> float:
    """Seconds to write what was loaded once more, row by row through COPY, into equal tables."""
    from django.db import connection

    seconds = 0.0
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE matters_{table} INCLUDING ALL)")
            cursor.execute(f"SELECT * FROM matters_{table}")
            rows = cursor.fetchall()
            begin = time.perf_counter()
            with cursor.copy(f"COPY bare_{table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            seconds += time.perf_counter() - begin
    return seconds


def main(words: list[str]) -> None:
    home = Path(tempfile.mkdtemp(prefix="hy-"))
    home.chmod(0o711)
    os.environ.update(HUIYIN_HOME=str(home), DJANGO_SETTINGS_MODULE="huiyin.config.settings")
    os.environ.pop("DATABASE_URL", None)
    import django
    from django.core.management import call_command
    from django.db import connection

    from huiyin.cli.db import main as db

    django.setup()
    try:
        call_command("migrate", verbosity=0, skip_checks=True)
        if len(words) == 2:
            load(Path(words[0]), Path(words[1]).read_text("utf-8"))
        else:
            path = home / "rows.csv"
            make_rows(path, int(words[0]) if words else 10_000)
            load(path, MAPPING)
    finally:
        connection.close()
        db(["stop"])
        shutil.rmtree(home)


if __name__ == "__main__":
    main(sys.argv[1:])
