"""The command line: our commands by name, every other word goes to Django."""

from __future__ import annotations

import importlib
import os
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A command of ours: the module whose ``main(argv) -> int`` does it, and a line of help."""

    module: str
    help: str


# Each module is imported only when its command is called, so `huiyin due` starts in no time.
COMMANDS = {
    "up": Command("huiyin.cli.up", "start everything: database, pages, worker, demo county"),
    "due": Command("huiyin.cli.due", "when a term ends, and why"),
    "pack": Command("huiyin.cli.pack", "check, show, draw and try a work method"),
    "db": Command(
        "huiyin.cli.db", "start, stop, psql, where, status, backup, restore of the database"
    ),
    "live": Command("huiyin.cli.live", "tell open pages what changes, beside the web server"),
    "env": Command("huiyin.cli.env", "every environment variable and what it means"),
    "version": Command("huiyin.cli.version", "version of Huiyin"),
}

# Commands on the records: Django runs them, on a database that is made ready at first use.
RECORDS = {
    "import": "load matters from a table of another system",
    "count": "count what came in a period: pieces, batches, persons, indicators",
    "verify": "check every chain, signature and list column",
    "divisions": "load administrative divisions and their code revisions",
    "calendar": "publish a year of days off, list what is published",
    "categories": "bring the categories of content up to the pack",
    "root": "sign, list the daily roots; show the public key",
    "vault": "rotate the key of the personal data, show how far it is",
    "erase": "erase one text, person or file lawfully",
    "retention": "what is due at the end of its retention, carry out approved lists",
    "ladder": "tell who is on duty which terms run out",
    "watch": "look over all open matters for what supervision rules say",
    "recompute": "follow a published calendar by hand",
    "indicators": "indicators of a work method, computed from events, with their raw counts",
    "rates": "response, solution and satisfaction of the hotline, by unit",
    "sign_in": "forget somebody's second factors, end their sessions",
    "duties": "make the duties of a month, show which are missing",
    "demo": "fill an empty installation with the fictional county, or one of the five places",
    "worker": "do the jobs that wait",
}


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 called wrongly."""
    words = sys.argv[1:] if argv is None else argv
    if not words or words[0] in {"-h", "--help"}:
        print(_help())
        return 0
    command = COMMANDS.get(words[0])
    if command is None:
        return _django(words)
    result: int = importlib.import_module(command.module).main(words[1:])
    return result


def _help() -> str:
    """List our commands, and say where Django's are."""
    told = {name: command.help for name, command in COMMANDS.items()} | RECORDS
    width = max(map(len, told))
    lines = [f"  {name:<{width}}  {text}" for name, text in told.items()]
    return "\n".join(
        ["huiyin COMMAND …", "", *lines, "", "Every other word is a Django command: huiyin help"]
    )


def _django(words: list[str]) -> int:
    """Hand the words to Django; a wrong setting is told in its one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    from django.core.management import execute_from_command_line

    from huiyin.config.env import SettingError

    try:
        if words[0] in RECORDS and not {"-h", "--help"} & set(words):
            _make_ready()
        execute_from_command_line(["huiyin", *words])
    except SettingError as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


def _make_ready() -> None:
    """Make the tables of a database that has none, so that a new home needs no other command."""
    import django

    django.setup()
    from huiyin.cli import prepare

    if prepare.is_new():
        prepare.migrate()
        prepare.sync_categories()
        print("新数据库已就绪 · a new database was made ready", file=sys.stderr)
