"""``huiyin pack migrate FROM TO``: move open matters from one version to another.

Each matter gets its own event and its own transaction; a run that was stopped is started again.
What waits for a second person, and what would give a running statutory clock more time, stays.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import track

from huiyin.cli import pack_refs

if TYPE_CHECKING:
    from huiyin.methods.migrate_many import Moved


def main(argv: list[str]) -> int:
    """Move (or only say what would move): 0 all of them, 1 some stay, 2 called wrongly."""
    parser = argparse.ArgumentParser(prog="huiyin pack migrate", description=__doc__)
    parser.add_argument("source", metavar="FROM", help="PACK/PROCESS@VERSION")
    parser.add_argument("target", metavar="TO", help="PACK/PROCESS@VERSION")
    parser.add_argument("--matter", nargs="+", default=[], metavar="NUMBER", help="only these")
    parser.add_argument("--state", nargs="+", default=[], metavar="OLD=NEW",
                        help="states that are called otherwise there")  # fmt: skip
    parser.add_argument("--reason", default="", help="why; it is kept with every matter")
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    parser.add_argument("--lang", choices=["zh", "en"], default="zh", help="language")
    given = parser.parse_args(argv)
    if not given.dry_run and not given.reason.strip():
        parser.error("give a --reason")
    if any("=" not in pair for pair in given.state):
        parser.error("--state takes OLD=NEW")
    pack_refs.connect()
    source, target = (pack_refs.read(one) for one in (given.source, given.target))
    if source.process is None or target.process is None:
        parser.error("FROM and TO are PACK/PROCESS@VERSION")
    return _run(given, source.reference, target.reference)


def _run(given: argparse.Namespace, source: str, target: str) -> int:
    from django.utils import translation

    from huiyin.methods.migrate_many import UnknownNumbers, count, migrate_many
    from huiyin.people.actor import SYSTEM

    mapping = dict(pair.split("=", 1) for pair in given.state)
    moves = migrate_many(
        source, target, given.reason, by=SYSTEM, numbers=given.matter, mapping=mapping,
        dry_run=given.dry_run,
    )  # fmt: skip
    try:
        total = count(source, given.matter)
        with translation.override("en" if given.lang == "en" else "zh-hans"):
            return _show(_tracked(moves, total), source, dry_run=given.dry_run)
    except UnknownNumbers as unknown:
        print(f"no open matters of {source}: {unknown}", file=sys.stderr)
        return 2


def _tracked(moves: Iterator[Moved], total: int) -> Iterator[Moved]:
    yield from track(moves, total=total, console=Console(stderr=True), description="")


def _show(moves: Iterator[Moved], source: str, *, dry_run: bool) -> int:
    from huiyin.methods.migrate import definition
    from huiyin.methods.sentences import say_migration

    process = definition(source)
    counts: Counter[str] = Counter()
    for moved in moves:
        counts["stay" if moved.reasons else "move"] += 1
        for reason in moved.reasons:
            print(f"{moved.number}: {say_migration(reason, process)}")
        if dry_run and moved.later:
            print(f"{moved.number}: {', '.join(moved.later)}")
    word = "would move" if dry_run else "moved"
    print(f"{counts['move']} {word}, {counts['stay']} stay")
    return 1 if counts["stay"] else 0
