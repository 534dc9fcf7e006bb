"""A pack on the terminal: an outline to read, and how its stories went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from huiyin.engine.definition import Act, ClockShape, Process
from huiyin.engine.method import Method
from huiyin.engine.pack import Pack
from huiyin.engine.stories import Result

_HEADS = {
    "zh": {
        "states": ("状态", "名称", "阶段", "群众看到的"),
        "acts": ("操作", "名称", "从 → 到", "谁来做", "要填的", "文书", "依据"),
        "clocks": ("时限", "名称", "期限", "起 → 止", "性质", "依据"),
    },
    "en": {
        "states": ("state", "name", "phase", "what the resident reads"),
        "acts": ("act", "name", "from → to", "who", "asks for", "letter", "law"),
        "clocks": ("clock", "name", "term", "start → stop", "kind", "law"),
    },
}

_SOUND = {
    "en": "{name} {version} is sound: {states} states, {acts} acts, "
    "{clocks} clocks, {stories} stories",
    "zh": "{name} {version}：状态{states}，操作{acts}，时限{clocks}，情景{stories}：没有发现错误",
}


def summary(pack: Pack, language: str) -> str:
    """One line for each process of a sound pack."""
    line = _SOUND[language]
    return "\n".join(
        line.format(
            name=process.name.say(language),
            version=process.version,
            states=len(process.states),
            acts=len(process.acts),
            clocks=len(process.clocks),
            stories=len(process.stories),
        )
        for process in pack.processes.values()
    )


_PARTS = {
    "duties": ("职责", "duties"), "rotas": ("轮值", "rotas"),
    "responsibilities": ("责任", "responsibilities"), "ledgers": ("台账", "ledgers"),
    "indicators": ("指标", "indicators"), "watches": ("督办规则", "watches"),
}  # fmt: skip


def parts(method: Method, language: str) -> str:
    """How many parts of each kind a sound method has; empty for one of processes alone."""
    counts = {name: len(getattr(method, name)) for name in _PARTS}
    told = [
        f"{counts[name]} {en}" if language == "en" else f"{zh}{counts[name]}"
        for name, (zh, en) in _PARTS.items()
        if counts[name]
    ]
    return ", ".join(told) if language == "en" else "，".join(told)


def show(pack: Pack, keys: Iterable[str], language: str) -> None:
    """Print states, acts (with who, form and letter) and clocks (with law) as tables."""
    console = Console()
    console.print(f"[bold]{escape(pack.title.say(language))}[/] {pack.name} {pack.version}")
    for key in keys:
        process = pack.process(key)
        name = escape(process.name.say(language))
        console.print(f"\n[bold]{name}[/] {key} {process.version} · {process.law}")
        console.print(_table("states", language, _states(process, language)))
        console.print(_table("acts", language, _acts(process, language)))
        console.print(_table("clocks", language, _clocks(process, language)))


def show_results(results: Sequence[Result], language: str) -> None:
    """Print each failure with its line, then the count."""
    for result in results:
        for found in result.failures:
            wanted, got = ("expected", "found") if language == "en" else ("应当是", "实际是")
            print(f"{found.file}:{found.line}: {result.story}: {found.at} {found.what}: "
                  f"{wanted} {found.expected}; {got} {found.found}")  # fmt: skip
    failed = sum(not result.passed for result in results)
    passed = len(results) - failed
    print(
        f"{passed} passed, {failed} failed"
        if language == "en"
        else f"通过{passed}个，不通过{failed}个"
    )


def _table(kind: str, language: str, rows: Iterable[Sequence[str]]) -> Table:
    table = Table(header_style="bold", show_lines=True)
    for head in _HEADS[language][kind]:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    return table


def _states(process: Process, language: str) -> Iterable[Sequence[str]]:
    for key, state in process.states.items():
        yield key, state.say(language), state.phase, state.public.say(language)


def _acts(process: Process, language: str) -> Iterable[Sequence[str]]:
    for key, act in process.acts.items():
        yield (
            key,
            act.name.say(language),
            _way(act),
            _people(act),
            _form(act, language),
            act.letter or "",
            act.law or "",
        )


def _way(act: Act) -> str:
    return f"{', '.join(act.from_states)} → {act.to or '…'}"


def _people(act: Act) -> str:
    who = ", ".join(map(str, act.who))
    return f"{who} + {act.second}" if act.second else who


def _form(act: Act, language: str) -> str:
    """Labels of the fields; a star for those that must be filled in."""
    return " · ".join(
        f"{f.say(language)}{'*' if f.required or f.must else ''}" for f in act.form.values()
    )


def _clocks(process: Process, language: str) -> Iterable[Sequence[str]]:
    for key, clock in process.clocks.items():
        way = f"{', '.join(clock.start)} → {', '.join(clock.stop)}"
        yield (
            key,
            clock.say(language),
            _length(clock),
            way,
            f"{clock.kind} {clock.confidence}",
            clock.law,
        )


def _length(clock: ClockShape) -> str:
    if clock.within is None:
        return f"→ {clock.until}"
    cases = getattr(clock.within, "cases", None)
    length = (
        ", ".join(f"{case} {term}" for case, term in cases.items()) if cases else str(clock.within)
    )
    return f"{length} + {clock.extend.by} × {clock.extend.times}" if clock.extend else length
