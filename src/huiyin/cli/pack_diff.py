"""``huiyin pack diff A B``: what changes from one version to another, in words."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from huiyin.cli import pack_refs
from huiyin.engine.diff import Change, diff, diff_methods, diff_packs
from huiyin.packs import method_file
from huiyin.packs.load import PackNotFound

_NOTHING = {"en": "nothing differs", "zh": "没有差别"}


def main(argv: list[str]) -> int:
    """Print the differences: 0 none, 1 some; PackNotFound and PackError are the caller's."""
    parser = argparse.ArgumentParser(prog="huiyin pack diff", description=__doc__)
    help_text = "a pack, PACK/PROCESS or PACK/PROCESS@VERSION"
    parser.add_argument("old", metavar="A", help=help_text)
    parser.add_argument("new", metavar="B", help=help_text)
    parser.add_argument("--lang", choices=["zh", "en"], default="zh", help="language")
    parser.add_argument("--json", action="store_true", help="give JSON")
    given = parser.parse_args(argv)
    changes = compare(given.old, given.new)
    if given.json:
        json.dump([asdict(one) for one in changes], sys.stdout, ensure_ascii=False)
        print()
    else:
        print("\n".join(one.say(given.lang) for one in changes) or _NOTHING[given.lang])
    return 1 if changes else 0


def compare(old: str, new: str) -> list[Change]:
    """The differences between two packs or two processes. Raises PackNotFound, also when one of
    them is a pack and the other a process."""
    before, after = pack_refs.read(old), pack_refs.read(new)
    if before.process is not None and after.process is not None:
        return diff(before.process, after.process)
    if before.process is None and after.process is None:
        methods = [method_file.method(one) for one in (old, new)]
        return [*diff_packs(before.pack, after.pack), *diff_methods(*methods)]
    raise PackNotFound(f"{old} and {new} are not alike: name two packs or two processes")
