"""Mistakes of a mapping against the process that it fills."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from huiyin.engine.definition import NEW, FormField, Process
from huiyin.engine.mistakes import Problem
from huiyin.engine.source import Path, Source

if TYPE_CHECKING:
    from huiyin.exchange.mapping import ActShape


def mistakes(source: Source, acts: Sequence[ActShape], process: Process) -> list[Problem]:
    """Acts and fields the process does not have; a first act that does not create a matter."""
    found: list[Problem] = []
    for number, mapped in enumerate(acts):
        path: Path = ("acts", number)
        act = process.acts.get(mapped.act)
        if act is None:
            place = f"the mapping of `{process.process}`"
            found.append(
                source.problem(
                    "unknown_act", (*path, "act"), name=mapped.act, place=place, place_zh="映射"
                )
            )
            continue
        if (NEW in act.from_states) is not (number == 0):
            detail = "the first act, and only it, must create the matter"
            found.append(source.problem("bad_value", (*path, "act"), key="act", detail=detail))
        if act.second is not None:
            detail = f"`{mapped.act}` needs a second person and cannot be imported"
            found.append(source.problem("bad_value", (*path, "act"), key="act", detail=detail))
        found += _fields(source, (*path, "data"), act.form, mapped.data)
    return found


def _fields(
    source: Source, path: Path, form: dict[str, FormField], data: dict[str, Any]
) -> Iterator[Problem]:
    for name, node in data.items():
        spec = form.get(name)
        if spec is None or spec.type == "files":
            yield source.problem(
                "unknown_field", (*path, name), name=name, place="the mapping", place_zh="映射"
            )
        elif spec.fields and isinstance(node, list):
            for number, row in enumerate(node):
                if isinstance(row, dict):
                    yield from _fields(source, (*path, name, number), spec.fields, row)
