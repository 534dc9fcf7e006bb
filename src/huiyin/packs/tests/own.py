"""What each pack brings or changes itself: loops over packs do not repeat what is inherited."""

from __future__ import annotations

from collections.abc import Mapping

from huiyin.engine.definition import Process
from huiyin.packs import load


def own(pack: str) -> Mapping[str, Process]:
    """The processes in force of a pack, by key, without those taken over unchanged from the pack
    that it extends."""
    inherited = {
        (one.process.process, one.process.version)
        for versions in load.load(pack).versions.values()
        for one in versions
        if not one.own
    }
    processes = load.load(pack).processes
    return {key: one for key, one in processes.items() if (key, one.version) not in inherited}


def every_own() -> list[tuple[str, str, Process]]:
    """(pack, key, process) for each pack's own processes, the national pack's first."""
    return [(pack, key, one) for pack in load.available() for key, one in own(pack).items()]
