"""``huiyin pack law``: every row of the law, how sure it is, and the stories that show it."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from huiyin.packs.law_rows import coverage, rows


def main(argv: list[str]) -> int:
    """List the rows (``--without``: only those without a story); 1 when a row has none."""
    parser = argparse.ArgumentParser(prog="huiyin pack law", description=__doc__)
    parser.add_argument("--without", action="store_true", help="only rows without a story")
    parser.add_argument("--json", action="store_true", help="give JSON")
    given = parser.parse_args(argv)
    shown = coverage()
    without = [key for key in rows() if not shown[key]]
    wanted = without if given.without else list(rows())
    if given.json:
        found = {
            key: {
                "zh": rows()[key].zh,
                "confidence": rows()[key].confidence,
                "stories": [asdict(one) for one in shown[key]],
            }
            for key in wanted
        }
        print(json.dumps({"rows": found, "without": without}, ensure_ascii=False))
    else:
        for key in wanted:
            _say(key, [f"{one.process} · {one.story}" for one in shown[key]])
        print(f"{len(rows())}行，没有情景的{len(without)}行", file=sys.stderr)
    return 1 if without else 0


def _say(key: str, stories: list[str]) -> None:
    row = rows()[key]
    print(f"{key} [{row.confidence}] {row.zh}")
    for story in stories:
        print(f"    {story}")
