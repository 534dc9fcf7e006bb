"""``huiyin pack``: check, show, draw and try a work method. Needs neither Django nor a database."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfo

from huiyin.cli import Command, pack_outline
from huiyin.engine import method_stories
from huiyin.engine.calendar import Calendar
from huiyin.engine.diagram import mermaid
from huiyin.engine.pack import Pack
from huiyin.engine.schema import json_schema
from huiyin.engine.stories import Result, run_stories
from huiyin.packs import calendar_files, load, method_check, method_file

# Words with a module of their own; the last three work on this installation's database.
MORE = {
    "law": Command("huiyin.cli.pack_law", "rows of the law and the stories that show them"),
    "features": Command("huiyin.cli.pack_features", "rows of the five methods, what does them"),
    "diff": Command("huiyin.cli.pack_diff", "what changes from one version to another, in words"),
    "replay": Command("huiyin.cli.pack_replay", "a place's year under another method"),
    "simulate": Command("huiyin.cli.pack_simulate", "walk a process step by step"),
    "drafts": Command("huiyin.cli.pack_drafts", "drafts and publications of this installation"),
    "publish": Command("huiyin.cli.pack_publish", "hand files to a second person as a draft"),
    "migrate": Command("huiyin.cli.pack_migrate", "move running matters to another version"),
}


def main(argv: list[str]) -> int:
    """Run one word of ``huiyin pack``: 0 sound or passed, 1 mistakes or failures, 2 no pack."""
    if argv and argv[0] in MORE:
        return _more(argv[0], argv[1:])
    parser = _parser()
    given = parser.parse_args(argv)
    words = {
        "check": _check,
        "show": _show,
        "diagram": _diagram,
        "stories": _stories,
        "schema": _schema,
    }
    try:
        return words[given.word](given)
    except load.PackNotFound as problem:
        print(problem, file=sys.stderr)
        return 2
    except load.PackError as error:
        for found in error.problems:
            print(found.say(given.lang), file=sys.stderr)
        return 1


def _more(word: str, argv: list[str]) -> int:
    """A word with a module of its own."""
    try:
        result: int = importlib.import_module(MORE[word].module).main(argv)
    except load.PackNotFound as problem:
        print(problem, file=sys.stderr)
        return 2
    except load.PackError as error:
        print(error, file=sys.stderr)
        return 1
    return result


def _parser() -> argparse.ArgumentParser:
    told = "\n".join(f"  {word:<20}{one.help}" for word, one in MORE.items())
    parser = argparse.ArgumentParser(
        prog="huiyin pack",
        description=__doc__,
        epilog=f"more words, each with its own --help:\n{told}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    words = parser.add_subparsers(required=True, dest="word", metavar="WORD")
    about = {
        "check": "every mistake with file, line and a sentence",
        "show": "an outline: states, acts, clocks",
        "diagram": "the states as Mermaid text",
        "stories": "run the stories of the pack",
        "schema": "the JSON Schema of pack files, for editors",
    }
    for word, line in about.items():
        one = words.add_parser(word, help=line, description=line)
        one.add_argument(
            "--lang", choices=["zh", "en"], default="zh", help="language of the output"
        )
        if word == "schema":
            one.add_argument("--out", type=Path, help="write to this file")
            continue
        one.add_argument("pack", nargs="?", default="national", help="name, or path of a folder")
        if word in {"check", "stories"}:
            one.add_argument("--json", action="store_true", help="give JSON")
        else:
            one.add_argument("--process", help="only this process")
    return parser


def _check(given: argparse.Namespace) -> int:
    pack, problems = load.examine(given.pack)
    if pack is not None:
        problems = [*problems, *method_check.examine(pack)]
    errors = [found for found in problems if found.severity == "error"]
    if given.json:
        print(
            json.dumps(
                {"ok": not errors, "problems": [asdict(p) for p in problems]}, ensure_ascii=False
            )
        )
        return 1 if errors else 0
    for found in problems:
        print(found.say(given.lang))
    if pack is not None and not errors:
        print(pack_outline.summary(pack, given.lang))
        print(pack_outline.parts(method_file.method(given.pack), given.lang))
    return 1 if errors else 0


def _show(given: argparse.Namespace) -> int:
    pack = load.load(given.pack)
    pack_outline.show(pack, _chosen(pack, given.process), given.lang)
    return 0


def _diagram(given: argparse.Namespace) -> int:
    pack = load.load(given.pack)
    for key in _chosen(pack, given.process):
        print(mermaid(pack.process(key), given.lang))
    return 0


def _stories(given: argparse.Namespace) -> int:
    pack = load.load(given.pack)
    results = stories(pack, calendar_files.national())
    results += method_stories.run(
        method_file.method(given.pack), calendar_files.national(), ZoneInfo(pack.zone)
    )
    failures = [asdict(f) | {"story": r.story} for r in results for f in r.failures]
    failed = sum(not result.passed for result in results)
    if given.json:
        counts = {"passed": len(results) - failed, "failed": failed, "failures": failures}
        print(json.dumps(counts, ensure_ascii=False))
    else:
        pack_outline.show_results(results, given.lang)
    return 1 if failed else 0


def stories(pack: Pack, calendar: Calendar) -> list[Result]:
    """Run the stories of every version of the pack's own processes."""
    zone = ZoneInfo(pack.zone)
    return [
        result
        for versions in pack.versions.values()
        for loaded in versions
        if loaded.own
        for result in run_stories(loaded.process, loaded.source, calendar, zone, pack.processes)
    ]


def _schema(given: argparse.Namespace) -> int:
    text = json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    if given.out is None:
        print(text, end="")
    else:
        given.out.write_text(text, "utf-8")
    return 0


def _chosen(pack: Pack, key: str | None) -> list[str]:
    if key is not None and key not in pack.processes:
        raise load.PackNotFound(f"no process {key} in {pack.name}: {', '.join(pack.processes)}")
    return [key] if key else list(pack.processes)
