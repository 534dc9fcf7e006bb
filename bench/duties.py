"""Generating duties: `python bench/duties.py [--posts N] [--small] [--json]`.

A county of N grid posts, thirty in each village, with a duty for every post each day, each week and
each month, as a pack would have them. A month is generated, and generated once more, which makes
nothing; then the duty's time of day changes and what is still to come is replaced. At the end the
pages: what a post has to file, a unit's day, the county's month.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

from _common import Report, arguments, installation, statements

IN_VILLAGE = 30
IN_TOWN = 60
"""Villages of a town."""
MONTH = date(2027, 3, 1), date(2027, 3, 31)
PACK = """
pack: bench
version: "1"
name: {zh: 测试, en: Bench}
extends: national
processes: []
"""
DUTIES = """
duties:
  daily: {zh: 日排查, en: Daily check, law: 制度, every: day, due: "DUE", zero: true,
          owners: {role: grid}}
  weekly: {zh: 周走访, en: Weekly visits, law: 制度, every: week fri, owners: {role: grid}}
  monthly: {zh: 月小结, en: Monthly summary, law: 制度, every: month last, owners: {role: grid}}
"""


def main() -> None:
    given = arguments(__doc__, posts=(45_000, "posts with duties"))
    report = Report(given.json)
    with installation() as home:
        _run(1_500 if given.small else given.posts, home, report)
    report.close()


def _run(posts: int, home: Path, report: Report) -> None:
    from huiyin.packs import method_file

    pack = home / "p"
    (pack / "method").mkdir(parents=True)
    (pack / "pack.yaml").write_text(PACK, "utf-8")
    _write(pack, "17:30")
    seconds, county = _timed(lambda: _fill(posts, str(pack)))
    report.note(f"{posts:,} posts after {seconds:.0f} s")
    _generate("a month", posts, report)
    _generate("once more", posts, report)
    _write(pack, "18:00")
    method_file.method.cache_clear()
    _generate("another time of day", posts, report)
    _pages(county, report)


def _generate(name: str, posts: int, report: Report) -> None:
    from huiyin.duties.generate import generate

    seconds, done = _timed(lambda: generate(*MONTH))
    rate = (done.made + done.taken_back) / seconds
    report.add(
        name, posts=posts, made=done.made, taken_back=done.taken_back, seconds=seconds,
        per_second=rate,
    )  # fmt: skip


def _pages(county: Any, report: Report) -> None:
    from django.db import connection

    from huiyin.duties.queries import counts, lists
    from huiyin.matters.history import zone
    from huiyin.people.actor import actor_for
    from huiyin.people.models import Account, Unit

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    someone = actor_for(Account.objects.get(username="0"), MONTH[0])
    village = Unit.objects.exclude(pk=county.pk).order_by("-code").first()
    assert village is not None
    now = datetime.combine(MONTH[0] + timedelta(days=9), time_of_day(20), zone())
    works: dict[str, Callable[[], object]] = {
        "what a post has to file": lambda: lists.mine(someone, now),
        "a village's day": lambda: counts.by_duty(village.pk, now.date(), now.date(), now),
        "a village's month": lambda: counts.by_day(village.pk, *MONTH, now),
        "the county's day, by town": lambda: counts.below(county, now.date(), now.date(), now),
        "the county's month, by town": lambda: counts.below(county, *MONTH, now),
    }
    for name, work in works.items():
        work()
        seconds, _found = _timed(work)
        report.add(name, ms=seconds * 1000, statements=statements(work))


def _write(pack: Path, due: str) -> None:
    (pack / "method" / "duties.yaml").write_text(DUTIES.replace("DUE", due), "utf-8")


def _fill(posts: int, pack: str) -> Any:
    """A county, its towns, their villages, a unit in each, posts in the villages, who holds
    them. Returns the county's unit."""
    from huiyin.people.models import Account, Holding, Post, Unit
    from huiyin.places.models import Division

    code = "910102000000"
    top = Division.objects.create(code=code, name="县", level=3, pack=pack)
    county = Unit.objects.create(code="c", name="县政府", kind="government", division=top)
    villages = -(-posts // IN_VILLAGE)
    towns = -(-villages // IN_TOWN)
    town_rows = [
        Division(code=f"910102{n + 1:03}000", name=f"{n}镇", level=4, parent=top)
        for n in range(towns)
    ]
    Division.objects.bulk_create(town_rows)
    rows = [
        Division(
            code=f"910102{n // IN_TOWN + 1:03}{n % IN_TOWN + 200}", name=f"{n}村", level=5,
            parent=town_rows[n // IN_TOWN],
        )
        for n in range(villages)
    ]  # fmt: skip
    Division.objects.bulk_create(rows)
    town_units = Unit.objects.bulk_create(
        Unit(code=f"t{one.code}", name=one.name, kind="township", division=one, parent=county)
        for one in town_rows
    )
    units = Unit.objects.bulk_create(
        Unit(
            code=f"v{one.code}", name=one.name, kind="village", division=one,
            parent=town_units[n // IN_TOWN],
        )
        for n, one in enumerate(rows)
    )  # fmt: skip
    made = Post.objects.bulk_create(
        (Post(unit=units[n // IN_VILLAGE], title=f"网格员{n}", role="grid") for n in range(posts)),
        batch_size=5000,
    )
    people = Account.objects.bulk_create(
        (Account(username=str(n), display_name=f"干部{n}") for n in range(posts)), batch_size=5000
    )
    Holding.objects.bulk_create(
        (
            Holding(post=post, account=one, starts_on=date(2020, 1, 1))
            for post, one in zip(made, people, strict=True)
        ),
        batch_size=5000,
    )
    return county


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


if __name__ == "__main__":
    main()
