"""Are the clocks sound: do their acts exist, can each one stop, does none run in a final state?"""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.engine.definition import Act, ByField, ClockShape, FormField, Process
from huiyin.engine.graph import Graph
from huiyin.engine.kinds import NOT_OPEN
from huiyin.engine.mistakes import Problem
from huiyin.engine.source import Path, Source

_DAYS = ("date", "datetime")


def check_clocks(process: Process, source: Source, graph: Graph) -> Iterator[Problem]:
    """Mistakes in `clocks:` and `follow_ups:`."""
    for key, clock in process.clocks.items():
        path: Path = ("clocks", key)
        yield from _names(process, source, path, clock)
        yield from _length(process, source, path, clock)
        yield from _extension(process, source, path, clock)
        if clock.pause and not clock.resume and clock.max_pause is None:
            yield source.problem("pause_for_ever", (*path, "pause"), name=key)
        ends = (*clock.stop, *clock.cancel)
        if clock.per:
            yield from _numbers(process, source, path, clock)
            ends = tuple(name for name in ends if not _numbered(process, name, clock.per))
        yield from _ends(process, source, graph, path, clock.start, ends)
    for key, duty in process.follow_ups.items():
        path = ("follow_ups", key)
        for word, names in (("after", (duty.after,)), ("done", duty.done)):
            yield from _acts(process, source, (*path, word), names)
        yield from _ends(process, source, graph, path, (duty.after,), duty.done)
    for key, act in process.acts.items():
        extended = process.clocks.get(act.extends or "")
        if extended and (extended.extend is None or extended.extend.act != key):
            yield source.problem(
                "no_extension", ("acts", key, "extends"), name=act.extends, act=key
            )


def _names(process: Process, source: Source, path: Path, clock: ClockShape) -> Iterator[Problem]:
    for word in ("start", "stop", "pause", "resume", "cancel"):
        yield from _acts(process, source, (*path, word), getattr(clock, word), moments=True)


def _acts(
    process: Process, source: Source, path: Path, names: tuple[str, ...], *, moments: bool = False
) -> Iterator[Problem]:
    """Each name is an act or, for a clock, a field that holds a moment."""
    place = f"`{'.'.join(map(str, path))}`"
    for name in names:
        fields = fields_named(process, name) if moments else []
        if name not in process.acts and not any(field.type in _DAYS for field in fields):
            code = "unknown_moment" if moments else "unknown_act"
            yield source.problem(code, path, place=place, place_zh=place, name=name)


def fields_named(process: Process, name: str) -> list[FormField]:
    """The fields of this name in any form."""
    return [act.form[name] for act in process.acts.values() if name in act.form]


def _length(process: Process, source: Source, path: Path, clock: ClockShape) -> Iterator[Problem]:
    starts = [process.acts[name] for name in clock.start if name in process.acts]
    if clock.until is not None:
        for act in starts:
            yield from need_field(source, (*path, "until"), act, clock.until, _DAYS)
    if isinstance(clock.within, ByField):
        name, here = clock.within.field, (*path, "within", "field")
        place = f"`{'.'.join(map(str, here))}`"
        fields = [field for field in fields_named(process, name) if field.type == "choice"]
        if not fields:
            yield source.problem("unknown_fact", here, place=place, place_zh=place, name=name)
        for case in clock.within.cases:
            if fields and not any(case in field.options for field in fields):
                wrong: Path = (*path, "within", "cases", case)
                yield source.problem(
                    "unknown_value", wrong, place=place, place_zh=place, name=name, value=case
                )


def _numbers(process: Process, source: Source, path: Path, clock: ClockShape) -> Iterator[Problem]:
    """Whatever starts a clock with `per` names a number, always."""
    here: Path = (*path, "per")
    for start in clock.start:
        act = process.acts.get(start)
        name = next((one for one in clock.per if act and one in act.form), clock.per[0])
        if act is not None:
            needed = not (name in act.form and act.form[name].counts)
            yield from need_field(source, here, act, name, ("int",), always=needed)


def _numbered(process: Process, name: str, per: tuple[str, ...]) -> bool:
    """Whether an act is about one number only: it does not end the others."""
    return name in process.acts and any(one in process.acts[name].form for one in per)


def _extension(
    process: Process, source: Source, path: Path, clock: ClockShape
) -> Iterator[Problem]:
    if clock.extend is None:
        return
    here: Path = (*path, "extend", "act")
    act = process.acts.get(clock.extend.act)
    if act is None:
        yield from _acts(process, source, here, (clock.extend.act,))
        return
    if act.extends != path[-1]:
        yield source.problem("not_extending", here, act=clock.extend.act, name=path[-1])
    if clock.extend.amount is not None:
        yield from need_field(
            source, (*path, "extend", "amount"), act, clock.extend.amount, ("int",)
        )


def need_field(
    source: Source,
    path: Path,
    act: Act,
    name: str,
    types: tuple[str, ...],
    *,
    always: bool = True,
) -> Iterator[Problem]:
    """`act` must have the field, of one of these types; with `always`, never left empty."""
    place = f"`{'.'.join(map(str, path))}`"
    field = act.form.get(name)
    if field is None:
        yield source.problem("unknown_field", path, place=place, place_zh=place, name=name)
    elif field.type not in types:
        expected = " / ".join(types)
        yield source.problem(
            "field_type",
            path,
            place=place,
            place_zh=place,
            name=name,
            expected=expected,
            found=field.type,
        )
    elif always and (not field.required or field.condition):
        yield source.problem("field_optional", path, place=place, place_zh=place, name=name)


def _ends(
    process: Process,
    source: Source,
    graph: Graph,
    path: Path,
    starts: tuple[str, ...],
    ends: tuple[str, ...],
) -> Iterator[Problem]:
    """From wherever the clock has started it can be ended, and is ended before the final state."""
    key, ending = path[-1], _doing(process, ends)
    begun = set(graph.after(_doing(process, starts) - ending))
    for state in sorted(begun):
        if not graph.can(state, ending):
            yield source.problem("clock_never_stops", path, name=key, state=state)
    for state in sorted(graph.reachable(begun, without=ending)):
        if state in process.states and process.states[state].phase in NOT_OPEN:
            yield source.problem("clock_in_final", path, name=key, state=state)


def _doing(process: Process, names: tuple[str, ...]) -> set[str]:
    """The acts among `names`, and those that fill in a field among them (a moment in a form)."""
    return {key for key, act in process.acts.items() if key in names or set(names) & set(act.form)}
