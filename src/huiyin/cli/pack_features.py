"""``huiyin pack features``: every row of the five methods, its elements, its stories."""

from __future__ import annotations

import argparse
import json
import sys

from huiyin.packs.method_rows import features, missing, rows


def main(argv: list[str]) -> int:
    """List the rows (``--missing``: only those without a feature); 1 when one is missing."""
    parser = argparse.ArgumentParser(prog="huiyin pack features", description=__doc__)
    parser.add_argument("--missing", action="store_true", help="only rows without a feature")
    parser.add_argument("--json", action="store_true", help="give JSON")
    given = parser.parse_args(argv)
    without = missing()
    wanted = without if given.missing else list(rows())
    found = features()
    if given.json:
        print(json.dumps({"rows": {key: _told(key) for key in wanted}, "missing": without},
                         ensure_ascii=False))  # fmt: skip
    else:
        for key in wanted:
            feature = found[key]
            print(f"{key} {rows()[key].pack} {rows()[key].zh}")
            for name in (*feature.elements, *feature.stories) if feature else ():
                print(f"    {name}")
        print(f"{len(rows())}行，没有做到的{len(without)}行", file=sys.stderr)
    return 1 if without else 0


def _told(key: str) -> dict[str, object]:
    feature, row = features()[key], rows()[key]
    return {
        "pack": row.pack,
        "zh": row.zh,
        "elements": list(feature.elements) if feature else [],
        "stories": list(feature.stories) if feature else [],
        "instead": row.excluded.instead if row.excluded else None,
    }
