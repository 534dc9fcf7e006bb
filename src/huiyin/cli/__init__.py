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
    "env": Command("huiyin.cli.env", "every environment variable and what it means"),
    "version": Command("huiyin.cli.version", "version of Huiyin"),
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
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.help}" for name, command in COMMANDS.items()]
    return "\n".join(
        ["huiyin COMMAND …", "", *lines, "", "Every other word is a Django command: huiyin help"]
    )


def _django(words: list[str]) -> int:
    """Hand the words to Django; a wrong setting is told in its one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    from django.core.management import execute_from_command_line

    from huiyin.config.env import SettingError

    try:
        execute_from_command_line(["huiyin", *words])
    except SettingError as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0
