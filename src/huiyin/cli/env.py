"""``huiyin env``: every environment variable with its default and meaning."""

from __future__ import annotations

import textwrap

from huiyin.config import env


def main(argv: list[str]) -> int:
    """Print the list; values are not shown, since some are secrets."""
    del argv
    for name, default, meaning in env.describe():
        print(f"{name}={default}")
        print(textwrap.indent(textwrap.fill(meaning, 76), "    "))
    return 0
