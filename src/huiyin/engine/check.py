"""Is a pack sound? Every mistake that can be found without running it, with file and line.

Unreachable states, dead ends, acts nobody can do, clocks that cannot stop, names that lead nowhere
(PEERS.md §4.5: the check before publishing). `check` goes over a whole pack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from huiyin.engine.check_clocks import check_clocks
from huiyin.engine.check_fields import check_conditions, check_forms
from huiyin.engine.check_persons import check_persons
from huiyin.engine.check_stories import check_stories
from huiyin.engine.definition import BACK, NEW, Act, Process, Relation, Role
from huiyin.engine.graph import Graph
from huiyin.engine.mistakes import Problem
from huiyin.engine.pack import Loaded, Pack
from huiyin.engine.source import Path, Source
from huiyin.engine.standing import DID


def check(pack: Pack) -> list[Problem]:
    """Mistakes and warnings of the pack's own processes, in the order of files and lines."""
    return check_only(
        pack, [one for versions in pack.versions.values() for one in versions if one.own]
    )


def check_only(pack: Pack, chosen: Iterable[Loaded]) -> list[Problem]:
    """The same for some of its processes (those that a draft changes)."""
    problems = list(_letters(pack))
    for loaded in chosen:
        problems += check_process(loaded, pack.letters, pack.processes)
        problems += _elsewhere(loaded, pack.processes)
    return sorted(problems, key=lambda found: (found.file, found.line, found.code))


def check_process(
    loaded: Loaded, letters: tuple[str, ...], others: Mapping[str, Process] | None = None
) -> list[Problem]:
    """Mistakes and warnings of one process, given the letters that its pack lists and the
    processes it has."""
    process, source = loaded.process, loaded.source
    graph = Graph(process)
    checks: tuple[Callable[[Process, Source, Graph], Iterator[Problem]], ...] = (
        _states, _people, _references, _help, check_forms, check_conditions, check_clocks,
    )  # fmt: skip
    problems = [found for one in checks for found in one(process, source, graph)]
    problems += _issued(process, source, letters)
    problems += check_persons(process, source)
    problems += check_stories(process, source, loaded.base, others or {})
    return problems


def _help(process: Process, source: Source, _graph: Graph) -> Iterator[Problem]:
    """Help is for acts that there are."""
    for key in process.help:
        if key not in process.acts:
            yield _unknown(source, "act", ("help", key), key)


def _elsewhere(loaded: Loaded, others: Mapping[str, Process]) -> Iterator[Problem]:
    """What acts and doors say of other processes of the pack. States that are entered only from
    another process are known by `others` (`check_process` looks at one process alone)."""
    source = loaded.source
    for key, act in loaded.process.acts.items():
        if act.becomes is None:
            continue
        path: Path = ("acts", key, "becomes")
        if act.becomes not in others:
            yield _unknown(source, "process", path, act.becomes)
        elif act.to not in others[act.becomes].states:
            yield _unknown(source, "state", ("acts", key, "to"), act.to or "")
    for key, door in loaded.process.doors.items():
        path = ("doors", key, "opens")
        if door.opens not in others:
            yield _unknown(source, "process", path, door.opens)
            continue
        opening = others[door.opens].acts.get(door.act)
        if opening is None or NEW not in opening.from_states:
            yield _unknown(source, "act", ("doors", key, "act"), door.act)
        elif door.field not in opening.form or opening.form[door.field].type != "matter":
            yield source.problem(
                "unknown_fact", ("doors", key, "field"), place=f"`doors.{key}`",
                place_zh=f"`doors.{key}`", name=door.field,
            )  # fmt: skip


def _letters(pack: Pack) -> Iterator[Problem]:
    for index, name in enumerate(pack.letters):
        if name not in pack.wordings:
            yield pack.source.problem("no_wording", ("letters", index), name=name)


def _issued(process: Process, source: Source, letters: tuple[str, ...]) -> Iterator[Problem]:
    for key, act in process.acts.items():
        if act.letter is not None and act.letter not in letters:
            yield source.problem(
                "unknown_letter", ("acts", key, "letter"), act=key, name=act.letter
            )


def _states(process: Process, source: Source, graph: Graph) -> Iterator[Problem]:
    if NEW in process.states:
        yield source.problem("state_new", ("states", NEW))
    for key, act in process.acts.items():
        to = () if act.becomes or act.to in (None, BACK) else (act.to,)
        for name in (*act.from_states, *to):
            if name not in graph.states:
                path: Path = ("acts", key, "to" if name == act.to else "from")
                yield _unknown(source, "state", path, name)
    if not graph.moves[NEW]:
        yield source.problem("no_first_act", ("acts",))
        return
    finals = {key for key, state in process.states.items() if state.phase == "final"}
    for key in process.states:
        yield from _state(key, finals, source, graph)


def _state(key: str, finals: set[str], source: Source, graph: Graph) -> Iterator[Problem]:
    path: Path = ("states", key)
    exits = graph.exits(key)
    if key not in graph.reached:
        yield source.problem("unreachable", path, name=key)
    elif key in finals:
        for act in exits:
            yield source.problem("final_exit", ("acts", act, "from"), name=key, act=act)
    elif not exits and key not in graph.left:
        yield source.problem("dead_end", path, name=key)
    elif not (finals | graph.left) & graph.reachable([key]):
        yield source.problem("no_final", path, name=key)


def _people(process: Process, source: Source, graph: Graph) -> Iterator[Problem]:
    moves_on = any(act.owner and NEW not in act.from_states for act in process.acts.values())
    for key, act in process.acts.items():
        path: Path = ("acts", key)
        if not graph.reached & set(act.from_states) and set(act.from_states) <= graph.states:
            yield source.problem("never_done", path, name=key)
        if not moves_on and all(who.relation is Relation.SENDER for who in act.who):
            yield source.problem("nobody", (*path, "who"), name=key, relation=Relation.SENDER)
        if act.second is not None:
            yield from _second(key, act, source, moves_on=moves_on)


def _second(key: str, act: Act, source: Source, *, moves_on: bool) -> Iterator[Problem]:
    path: Path = ("acts", key, "second")
    assert act.second is not None  # noqa: S101 -- the caller has looked
    if NEW in act.from_states:
        yield source.problem("second_on_new", path, name=key)
    if act.second.role is Role.RESIDENT:
        yield source.problem("second_resident", path, name=key)
    if act.second.relation is Relation.SENDER and not moves_on:
        yield source.problem("nobody", path, name=key, relation=Relation.SENDER)


def _references(process: Process, source: Source, _graph: Graph) -> Iterator[Problem]:
    """Names of acts, clocks and states wherever they are used (clocks' own acts: check_clocks)."""
    acts: list[tuple[Path, str]] = []
    clocks: list[tuple[Path, str]] = []
    for key, act in process.acts.items():
        acts += [
            (("acts", key, "needs", "acts"), name) for name in (act.needs.acts if act.needs else ())
        ]
        for word in ("done", "barred", "again"):
            acts += [(("acts", key, word), name) for name in getattr(act, word)]
        if act.owner and act.owner.startswith(DID):
            acts.append((("acts", key, "owner"), act.owner.removeprefix(DID)))
        named = {"before": act.before, "after": act.after, "extends": act.extends}
        clocks += [(("acts", key, word), name) for word, name in named.items() if name]
    for key, outcome in process.outcomes.items():
        acts.append((("outcomes", key, "after"), outcome.after))
        clocks += [(("outcomes", key, "window"), outcome.window)] if outcome.window else []
    acts += [(("doors", key, "of"), door.of) for key, door in process.doors.items() if door.of]
    clocks += [
        (("ladder", index, "clock"), rung.clock) for index, rung in enumerate(process.ladder)
    ]
    doors = [
        (("doors", key, "from"), name)
        for key, door in process.doors.items()
        for name in door.from_states
    ]
    tables = (
        ("act", acts, process.acts),
        ("clock", clocks, process.clocks),
        ("state", doors, process.states),
    )
    for kind, names, known in tables:
        for path, name in names:
            if name not in known:
                yield _unknown(source, kind, path, name)


def _unknown(source: Source, kind: str, path: Path, name: str) -> Problem:
    word = f"`{'.'.join(map(str, path))}`"
    return source.problem(f"unknown_{kind}", path, place=word, place_zh=word, name=name)
