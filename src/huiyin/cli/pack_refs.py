"""Naming a pack, a process or a version on the command line.

`national`, a folder, `national/petition`, `national/petition@2022-05-01`. A version that was
published in this installation (`…~7`) is read from its database.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from huiyin.engine.amend import MARK
from huiyin.engine.definition import Process
from huiyin.engine.pack import Pack
from huiyin.packs import load


@dataclass(frozen=True)
class Named:
    """What was named: a pack, or one process of it."""

    pack: Pack
    process: Process | None = None

    @property
    def reference(self) -> str:
        return f"{self.pack.name}/{self.process.process}@{self.process.version}" if (
            self.process) else self.pack.name  # fmt: skip


def read(text: str) -> Named:
    """What `text` names. Raises PackNotFound, PackError."""
    if MARK in text:
        connect()
    if (Path(text) / "pack.yaml").is_file() or text in load.available():
        return Named(load.load(text))
    front, _, version = text.partition("@")
    pack, _, key = front.rpartition("/")
    if not pack:
        raise load.PackNotFound(f"no pack {text}: {', '.join(load.available())}")
    try:
        found = load.load(pack)
        return Named(found, found.process(key, version or None))
    except KeyError:
        known = [
            f"{pack}/{name}@{one.process.version}"
            for name, versions in load.load(pack).versions.items()
            for one in versions
        ]
        raise load.PackNotFound(f"no {text}: {', '.join(known)}") from None


def connect() -> None:
    """Have the installation's database at hand, and know what was published in it."""
    import django

    from huiyin.packs import published

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    django.setup()
    published.refresh()
