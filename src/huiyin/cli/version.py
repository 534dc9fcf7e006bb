"""``huiyin version``."""

from __future__ import annotations

from importlib.metadata import version


def main(argv: list[str]) -> int:
    """Print the version of the installed package; words after the command are ignored."""
    del argv
    print(version("huiyin"))
    return 0
