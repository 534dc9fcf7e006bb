"""``huiyin pack publish FILES``: check files of a change and hand them to a second person.

The draft is submitted in the name of `--by`; a second administrator, signed in at the desk, looks
at it and approves it there. Nothing is published from the command line alone.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from huiyin.cli import pack_refs


def main(argv: list[str]) -> int:
    """Draft and submit: 0 it waits for a second person, 1 mistakes, 2 called wrongly."""
    parser = argparse.ArgumentParser(prog="huiyin pack publish", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, help="overlays, new processes, new letters")
    parser.add_argument("--pack", default="national", help="the pack they are laid over")
    parser.add_argument("--title", required=True, help="what changes, in a few words")
    parser.add_argument("--valid-from", type=date.fromisoformat, required=True, metavar="DAY")
    parser.add_argument("--by", required=True, help="user name of an administrator")
    parser.add_argument("--lang", choices=["zh", "en"], default="zh", help="language")
    given = parser.parse_args(argv)
    pack_refs.connect()
    return _submit(given)


def _submit(given: argparse.Namespace) -> int:
    from django.core.exceptions import PermissionDenied
    from django.db import transaction
    from django.utils import timezone

    from huiyin.cli.pack_people import actor_named
    from huiyin.methods import drafts
    from huiyin.methods.errors import DraftRefused
    from huiyin.methods.review import review
    from huiyin.methods.sentences import say_draft

    by = actor_named(given.by)
    if by is None:
        return 2
    files = {f"{file.parent.name}/{file.name}": file.read_text("utf-8") for file in given.files}
    try:
        with transaction.atomic():
            draft = drafts.start(given.pack, given.title, files, by=by)
            for found in review(draft, timezone.localdate()).problems:
                print(found.say(given.lang))
            drafts.submit(draft.number, given.valid_from, by=by, expected_seq=draft.seq)
    except DraftRefused as refused:
        print(say_draft(refused.reason), file=sys.stderr)
        return 1
    except PermissionDenied:
        print(f"{given.by} is no administrator", file=sys.stderr)
        return 2
    print(f"draft {draft.number} waits for a second person · 草案{draft.number}等第二人审核")
    return 0
