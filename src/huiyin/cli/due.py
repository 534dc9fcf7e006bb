"""``huiyin due``: when a term ends, and why."""

from __future__ import annotations

import json
import re
import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn

from typing_extensions import override

from huiyin.common.translate import translator
from huiyin.engine.calendar import Calendar
from huiyin.engine.explain import N_, render
from huiyin.engine.terms import Due, Term, Unit, due
from huiyin.packs.calendar_files import national

EXAMPLES = """\
examples:
  huiyin due 2026-02-03 15nd               fifteen natural days
  huiyin due 2026-08-03 60nd+30nd          with an extension
  huiyin due 2026-02-03T10:30 2h --json    two hours from the moment
units: h hours, wh office hours, nd natural days, wd working days, m months"""


class _Parser(ArgumentParser):
    """Tells a wrong call in one sentence instead of leaving the program."""

    @override
    def error(self, message: str) -> NoReturn:
        raise ValueError(message)


def main(argv: list[str]) -> int:
    """Print nominal due, legal due and derivation; 0 done, 2 a value or a file is wrong."""
    try:
        options = _parser().parse_args([_shielded(word) for word in argv])
        terms = Term.parse_all(options.terms.strip())
        calendar = national(extra=options.calendar)
        start = _start(options.start.strip())
        result = due(
            start,
            terms,
            calendar,
            first_day=options.first_day,
            roll=not options.no_roll,
            tz=start.tzinfo or UTC,
        )
    except (ValueError, OSError) as problem:
        print(f"huiyin due: {problem}", file=sys.stderr)
        return 2
    report = _report(options, terms, result, calendar)
    print(json.dumps(report, ensure_ascii=False) if options.json else _text(report, options.lang))
    return 0


def _parser() -> ArgumentParser:
    from argparse import RawDescriptionHelpFormatter

    parser = _Parser(
        prog="huiyin due",
        description="When a term ends, and why.",
        epilog=EXAMPLES,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("start", help="the day, or moment, from which the term runs")
    parser.add_argument("terms", help="a term such as 15nd, with extensions after a +")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--calendar",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="a calendar file laid over the national one (repeatable)",
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the text")
    parser.add_argument(
        "--first-day",
        choices=("next", "same"),
        default="next",
        help="the first counted day: the one after the start, or the start itself",
    )
    parser.add_argument("--no-roll", action="store_true", help="do not move to a working day")
    return parser


def _shielded(word: str) -> str:
    """A value such as -5nd is no option: it is to be refused as a term."""
    return f" {word}" if re.match(r"-\d", word) else word


def _start(text: str) -> datetime:
    """The start as an aware moment; one without a zone is taken as local and shown so."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(
            f"{text!r} is not a start: write a date like 2026-02-03 or a time like 2026-02-03T10:30"
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _report(
    options: Namespace, terms: tuple[Term, ...], result: Due, calendar: Calendar
) -> dict[str, Any]:
    hourly = terms[-1].unit in (Unit.HOUR, Unit.WORK_HOUR)
    zoned = datetime.fromisoformat(options.start.strip()).tzinfo is not None

    def shown(moment: datetime) -> str:
        value: date = moment if zoned else moment.replace(tzinfo=None)
        return value.isoformat() if hourly else moment.date().isoformat()

    return {
        "start": options.start.strip(),
        "terms": [str(term) for term in terms],
        "nominal": shown(result.nominal),
        "legal": shown(result.legal),
        "provisional": result.provisional,
        "calendar": calendar.version,
        "why": {lang: render(result.derivation, translator(lang)) for lang in ("zh", "en")},
    }


def _text(report: dict[str, Any], lang: str) -> str:
    say = translator(lang)
    answer = say(N_("yes")) if report["provisional"] else say(N_("no"))
    lines = [
        (say(N_("nominal due")), report["nominal"]),
        (say(N_("legal due")), report["legal"]),
        (say(N_("provisional")), answer),
        (say(N_("calendar")), report["calendar"]),
    ]
    head = [f"{name}: {value}" for name, value in lines]
    return "\n".join([*head, *(f"- {sentence}" for sentence in report["why"][lang])])
