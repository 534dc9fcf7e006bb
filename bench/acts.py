"""What whole lives of matters cost: `python bench/acts.py [--small] [--json] [--matters N]`.

The demo county's matters, from registration to archive with their letters, through the one door.
Aim: 200 matters with their thousand and more acts in 25 s on one core.
"""

from __future__ import annotations

import time

from _common import Report, arguments, installation


def main() -> None:
    given = arguments(__doc__, matters=(200, "matters to live through"))
    report = Report(given.json)
    with installation():
        measure(report, 30 if given.small else given.matters)
    report.close()


def measure(report: Report, count: int) -> None:
    """Seed the county's matters; packs and calendars are read before the clock starts."""
    from huiyin.demo import seed
    from huiyin.letters.models import Letter
    from huiyin.matters.models import Event
    from huiyin.packs import calendar_files, load

    seed.build_county()
    load.process("national", "petition")
    calendar_files.national()
    wall, cpu = time.perf_counter(), time.process_time()
    for _done in seed.seed_matters(seed.plans(count)):
        pass
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    acts = Event.objects.exclude(step="system").count()
    report.add("matters", count=count, acts=acts, letters=Letter.objects.count())
    report.add("time", wall_s=wall, cpu_s=cpu)
    report.add("an act", cpu_ms=cpu / acts * 1000, acts_per_second=acts / wall)


if __name__ == "__main__":
    main()
