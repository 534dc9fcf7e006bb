"""``huiyin pack drafts``: drafts and publications of this installation, the newest first."""

from __future__ import annotations

import argparse
import json
from typing import Any

from rich.console import Console
from rich.table import Table

from huiyin.cli import pack_refs


def main(argv: list[str]) -> int:
    """Print the list."""
    parser = argparse.ArgumentParser(prog="huiyin pack drafts", description=__doc__)
    parser.add_argument("--json", action="store_true", help="give JSON")
    given = parser.parse_args(argv)
    pack_refs.connect()
    rows = _rows()
    if given.json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    table = Table("number", "pack", "status", "valid from", "by", "title")
    for row in rows:
        table.add_row(*(str(row[name] or "") for name in
                        ("number", "pack", "status", "valid_from", "author", "title")))  # fmt: skip
    Console().print(table)
    return 0


def _rows() -> list[dict[str, Any]]:
    from huiyin.methods.models import Draft

    found = Draft.objects.select_related("author").order_by("-number")
    return [
        {"number": one.number, "pack": one.pack, "title": one.title, "status": one.status,
         "valid_from": one.valid_from.isoformat() if one.valid_from else None,
         "author": str(one.author), "files": sorted(one.files)}
        for one in found
    ]  # fmt: skip
