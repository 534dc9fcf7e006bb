"""``huiyin pack replay B --place CODE``: a place's matters under another method.

Arrivals, acts and staffing are those recorded in this installation; on-time share, backlog and load
per post come from a discrete-event simulation. Everything that it assumes is printed.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from huiyin.cli import pack_refs

if TYPE_CHECKING:
    from huiyin.engine.replay.values import Outcome, Share
    from huiyin.methods.replay.compare import Answer

_BUSIEST = 12


def main(argv: list[str]) -> int:
    """Replay and print: 0 done, 1 nothing came there, 2 called wrongly."""
    given = _parser().parse_args(argv)
    pack_refs.connect()
    from django.utils import timezone, translation

    from huiyin.methods.replay.compare import NothingCame, Question, compare
    from huiyin.places.models import Division

    place = Division.objects.filter(pk=given.place).first() if given.place else _root()
    if place is None:
        print(f"{given.place or '--place'}: ?", file=sys.stderr)
        return 2
    last = given.to or timezone.localdate()
    first = given.first or last - timedelta(365)
    try:
        with translation.override("en" if given.lang == "en" else "zh-hans"):
            _say(compare(Question(place, first, last, given.pack, given.effort, given.duty)), given)
    except NothingCame as nothing:
        print(f"{nothing}: 0", file=sys.stderr)
        return 1
    except ValueError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="huiyin pack replay", description=__doc__)
    parser.add_argument("pack", metavar="B", help="the other method")
    parser.add_argument("--place", help="code of the division (default: the only one at the top)")
    parser.add_argument("--from", dest="first", type=date.fromisoformat, metavar="DAY")
    parser.add_argument("--to", type=date.fromisoformat, metavar="DAY")
    parser.add_argument("--effort", type=int, default=30, help="minutes of work for one act")
    parser.add_argument("--duty", type=int, default=15, help="minutes for one duty")
    parser.add_argument("--chart", type=Path, help="write the backlog as SVG to this file")
    parser.add_argument("--lang", choices=["zh", "en"], default="zh", help="language")
    parser.add_argument("--json", action="store_true", help="give JSON")
    return parser


def _root() -> Any:
    from huiyin.places.models import Division

    roots = list(Division.objects.exclude(pack="").order_by("path")[:2])
    return roots[0] if roots else Division.objects.order_by("path").first()


def _say(answer: Answer, given: argparse.Namespace) -> None:
    from django.utils.translation import gettext as _

    from huiyin.methods.replay.assumptions import assumptions
    from huiyin.methods.replay.chart import chart, svg

    both = (answer.own, answer.other)
    said = assumptions(answer)
    if given.chart:
        drawn = chart(both, [one.plan for one in both])
        given.chart.write_text(svg(drawn, _("Backlog")), "utf-8")
    if given.json:
        told = {"own": asdict(answer.own), "other": asdict(answer.other), "assumptions": said}
        print(json.dumps(told, ensure_ascii=False, default=str))
        return
    console = Console()
    console.print(_figures(both))
    console.print(_loads(both))
    for line in said:
        console.print(f"- {line}")


def _figures(both: tuple[Outcome, Outcome]) -> Table:
    from django.utils.translation import gettext as _

    table = Table("", *(one.plan for one in both))
    rows = [
        (_("Matters"), [str(one.matters) for one in both]),
        (_("Finished"), [str(one.finished) for one in both]),
        (_("In time"), [_share(one.on_time) for one in both]),
        (_("Largest backlog"), [str(max(n for _d, n in one.backlog)) for one in both]),
    ]
    keys = sorted({key for one in both for key in one.clocks})
    rows += [
        (key, [_share(one.clocks[key]) if key in one.clocks else "—" for one in both])
        for key in keys
    ]
    for name, cells in rows:
        table.add_row(name, *cells)
    return table


def _share(share: Share) -> str:
    if share.value is None:
        return "—"
    return f"{share.value:.1%} ({share.in_time}/{share.total})"


def _loads(both: tuple[Outcome, Outcome]) -> Table:
    from django.utils.translation import gettext as _

    table = Table(_("Unit"), _("Role"), _("Posts"), *(f"{one.plan} %" for one in both))
    other = {load.desk: load for load in both[1].loads}
    busiest = sorted(both[0].loads, key=lambda load: -load.busy)[:_BUSIEST]
    for load in busiest:
        there = other.get(load.desk)
        cells = (f"{load.busy:.0%}", f"{there.busy:.0%}" if there else "—")
        table.add_row(load.desk.unit, load.desk.role, str(load.posts), *cells)
    return table
