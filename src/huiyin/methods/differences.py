"""What differs between two versions of a process, or between two whole methods."""

from __future__ import annotations

from huiyin.engine.diff import Change, diff, diff_methods, diff_packs
from huiyin.methods import simulate
from huiyin.packs import load, method_file


def between(old: str, new: str) -> list[Change]:
    """`PACK/PROCESS[@VERSION]` against another, or pack against pack: processes, letters, duties,
    rotas, responsibilities, ledgers, indicators, watches. Raises NotVisible."""
    packs = load.available()
    if old in packs and new in packs:
        return [
            *diff_packs(load.load(old), load.load(new)),
            *diff_methods(method_file.method(old), method_file.method(new)),
        ]
    return diff(simulate.named(old).process, simulate.named(new).process)
