"""Is a method sound? What its parts name must be there: acts, clocks, fields, options, roles.

Ledgers and indicators are checked by `check_figures`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from huiyin.engine.clock_table import FOLLOW_UP
from huiyin.engine.definition import Process
from huiyin.engine.features import check_features
from huiyin.engine.method import Method
from huiyin.engine.mistakes import Problem, problem
from huiyin.engine.pack import Pack


def check_method(pack: Pack, method: Method, told_below: Collection[str]) -> list[Problem]:
    """Every mistake in the pack's own method files; `told_below` are names of stories of the
    packs below."""
    return [
        *_stories(method),
        *_duties(pack, method),
        *_responsibilities(pack, method),
        *_rotas(method),
        *_watches(pack, method),
        *check_features(pack, method, told_below),
    ]


def _own(method: Method, section: str) -> Iterator[str]:
    for source in method.own:
        yield from source.data.get(section) or {}


def _duties(pack: Pack, method: Method) -> Iterator[Problem]:
    for key in _own(method, "duties"):
        after = method.duties[key].after
        if after is not None:
            process = pack.processes.get(after.process)
            yield from _missing(method, ("duties", key), process, after.process, "acts", after.act)


def _responsibilities(pack: Pack, method: Method) -> Iterator[Problem]:
    for key in _own(method, "responsibilities"):
        shape = method.responsibilities[key]
        if shape.letter and shape.letter not in pack.processes:
            yield _unknown(method, ("responsibilities", key), "process", shape.letter)
        if shape.every and (shape.scope != "division" or shape.level is None):
            yield problem(
                "method_value", *method.place(("responsibilities", key)),
                f"responsibilities.{key}.every",
                {"place": key, "detail": "`every` needs a division scope with its level",
                 "detail_zh": "写every要有division范围和level"},
            )  # fmt: skip


def _rotas(method: Method) -> Iterator[Problem]:
    for key in _own(method, "rotas"):
        slots = method.rotas[key].slots
        for slot in slots.values():
            if slot.substitutes is not None and slot.substitutes not in slots:
                yield _unknown(method, ("rotas", key), "slot", slot.substitutes)


def _watches(pack: Pack, method: Method) -> Iterator[Problem]:
    grounds = _grounds(pack)
    for key in _own(method, "watches"):
        watch = method.watches[key]
        path = ("watches", key)
        for name in watch.process:
            process = pack.processes.get(name)
            if process is None:
                yield _unknown(method, path, "process", name)
        known = [pack.processes[name] for name in watch.process if name in pack.processes]
        for clock in watch.clocks:
            if not any(_has_clock(process, clock) for process in known):
                yield _unknown(method, path, "clock", clock)
        for state in watch.states:
            if not any(state in process.states for process in known):
                yield _unknown(method, path, "state", state)
        if watch.ground is not None and grounds and watch.ground not in grounds:
            yield _unknown(method, path, "ground", watch.ground)


def _has_clock(process: Process, key: str) -> bool:
    """A clock, or a follow-up as the clock that it is."""
    return key in process.clocks or key.removeprefix(FOLLOW_UP) in process.follow_ups


def _grounds(pack: Pack) -> Collection[str]:
    """Options of the grounds of a supervision order (条例第四十条); empty for a pack that stands
    beside the national one, whose orders are of that one."""
    order = pack.processes.get("supervision")
    field = order.acts["register"].form.get("grounds") if order else None
    return field.fields["ground"].options if field else ()


def _stories(method: Method) -> Iterator[Problem]:
    sections = {
        "duty": "duties", "ledger": "ledgers", "rota": "rotas", "indicator": "indicators",
        "responsibility": "responsibilities", "watch": "watches",
    }  # fmt: skip
    for story, (file, line) in zip(method.stories, method.told_at, strict=True):
        kind, _, key = story.tells.partition(" ")
        if key not in getattr(method, sections[kind]):
            values = {"place": story.story, "kind": kind, "kind_zh": kind, "name": key}
            yield problem("method_name", file, line, "stories", values)


def _missing(
    method: Method, path: tuple[str, str], process: Process | None, name: str, part: str, key: str
) -> Iterator[Problem]:
    if process is None:
        yield _unknown(method, path, "process", name)
    elif key not in getattr(process, part):
        yield _unknown(method, path, part.removesuffix("s"), key)


_KINDS = {
    "process": "流程", "act": "操作", "clock": "时限", "state": "状态", "slot": "岗",
    "ground": "督办情形",
}  # fmt: skip


def _unknown(method: Method, path: tuple[str, str], kind: str, name: str) -> Problem:
    values = {"place": ".".join(path), "kind": kind, "kind_zh": _KINDS[kind], "name": name}
    return problem("method_name", *method.place(path), ".".join(path), values)
