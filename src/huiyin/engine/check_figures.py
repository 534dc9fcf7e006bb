"""Are ledgers, indicators and bulletins sound? Everything they name must be there: processes, acts,
fields and the values these can have, other indicators, clocks.

No column of a ledger can be personal data: a ledger lists matters, never people (METHODS.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from huiyin.engine.definition import FormField, Process
from huiyin.engine.facts import COMPARISON
from huiyin.engine.figure_values import parts_of
from huiyin.engine.method import Method
from huiyin.engine.method_shape import BulletinShape, IndicatorShape, LedgerShape, Select
from huiyin.engine.mistakes import Problem
from huiyin.engine.pack import Pack
from huiyin.engine.source import Path, Source

COLUMNS = frozenset({
    "number", "title", "state", "owner", "holder", "place", "category", "channel", "received_at",
    "next_due", "outcome", "entered", "left",
})  # fmt: skip
"""What a ledger's column can be besides `clock KEY`, `fact NAME`, `done ACTS`, `times ACT`."""
RECORDS: Mapping[str, frozenset[str]] = {
    "grids": frozenset(), "posts": frozenset({"role", "title"}),
    "divisions": frozenset({"level", "kind"}), "points": frozenset({"kind"}),
    "pools": frozenset({"kind"}), "experts": frozenset({"kind"}), "shifts": frozenset({"rota"}),
    "duties": frozenset({"key", "filed", "zero", "late"}),
    "responsibilities": frozenset({"kind"}),
}  # fmt: skip
"""Table → what its rows can be chosen by."""
ALWAYS_STANDING = frozenset({"grids", "posts", "divisions", "pools", "experts"})
"""Tables that do not say when a row began: they can only be counted as they stand."""
_NOT_FACTS = frozenset({"text", "long", "person", "files"})
_PERSONAL = frozenset({"person", "files"})


def check_figures(method: Method, pack: Pack) -> list[Problem]:
    """Every mistake in the pack's own ledgers, indicators and bulletins, and in their stories."""
    found: list[Problem] = []
    for source in method.own:
        look = _Look(method, pack, source)
        for key in source.data.get("ledgers") or ():
            found += look.ledger(("ledgers", key), method.ledgers[key])
        for key in source.data.get("indicators") or ():
            found += look.indicator(("indicators", key), method.indicators[key])
        for key in source.data.get("bulletins") or ():
            found += look.bulletin(("bulletins", key), method.bulletins[key])
        for number, story in enumerate(source.data.get("stories") or ()):
            found += look.story(("stories", number), story)
    return found


class _Look:
    """The look over one file."""

    def __init__(self, method: Method, pack: Pack, source: Source) -> None:
        self.method, self.pack, self.source = method, pack, source

    def ledger(self, path: Path, ledger: LedgerShape) -> Iterator[Problem]:
        yield from self._select((*path, "enter"), ledger.enter)
        if ledger.exit is not None:
            yield from self._select((*path, "exit"), ledger.exit)
        for word, select in (("enter", ledger.enter), ("exit", ledger.exit)):
            if select is not None and select.records:
                yield self._wrong((*path, word), "a ledger holds matters", "台账里是事项")
        known = self._processes(ledger.enter)
        for key, column in ledger.columns.items():
            yield from self._column((*path, "columns", key), column.of, known)

    def indicator(self, path: Path, shape: IndicatorShape) -> Iterator[Problem]:
        for word, select in (("count", shape.count), ("sum", shape.sum)):
            if select is not None:
                yield from self._select((*path, word), select)
                yield from self._records((*path, word), shape, select)
        select = shape.sum or shape.count
        for name in filter(None, (shape.field, shape.distinct)):
            yield from self._fields(path, name, select, ())
        for name in parts_of(shape):
            if name not in self.method.indicators:
                yield self._unknown(path, "indicator", "指标", name)
        if _in_circle(self.method, str(path[1])):
            yield self._wrong(path, "it is made of itself", "不能由自己算出自己")

    def bulletin(self, path: Path, shape: BulletinShape) -> Iterator[Problem]:
        for word in ("received", "resolved", "rated", "satisfied"):
            select = getattr(shape, word)
            if select is not None:
                yield from self._select((*path, word), select)
        known = [process.clocks for process in self.pack.processes.values()]
        for clock in shape.clocks:
            if not any(clock in clocks for clocks in known):
                yield self._unknown((*path, "clocks"), "clock", "时限", clock)

    def story(self, path: Path, story: Mapping[str, Any]) -> Iterator[Problem]:
        """Acts that a story tells must be acts of the process."""
        if story["tells"].partition(" ")[0] not in {"ledger", "indicator"}:
            return
        for name, matter in (story.get("given") or {}).get("matters", {}).items():
            process = self.pack.processes.get(str(matter.get("process")))
            here: Path = (*path, "given", "matters", name)
            if process is None:
                yield self._unknown(here, "process", "流程", str(matter.get("process")))
                continue
            for item in matter.get("events") or ():
                act = _act_of(item)
                if act not in process.acts and "process" not in item:
                    yield self._unknown((*here, "events"), "act", "操作", act)

    def _select(self, path: Path, select: Select) -> Iterator[Problem]:
        for name in select.process:
            if name not in self.pack.processes:
                yield self._unknown((*path, "process"), "process", "流程", name)
        known = self._processes(select)
        for act in select.act:
            if known and not any(act in process.acts for process in known):
                yield self._unknown((*path, "act"), "act", "操作", act)
        if select.process:
            for name, values in select.where.items():
                yield from self._fields((*path, "where", name), name, select, values)

    def _records(self, path: Path, shape: IndicatorShape, select: Select) -> Iterator[Problem]:
        if not select.records:
            return
        for name in select.where:
            if name not in RECORDS[select.records]:
                yield self._unknown((*path, "where", name), "column", "列", name)
        if select.records in ALWAYS_STANDING and not shape.standing:
            yield self._wrong(path, "it needs `standing: true`", "要写standing: true")
        if shape.sum:
            yield self._wrong(path, "rows of a table are counted", "表里的行只能数个数")

    def _fields(
        self, path: Path, name: str, select: Select | None, values: tuple[str | bool | int, ...]
    ) -> Iterator[Problem]:
        """Some form of the processes has the field, as a fact, and it can be each of `values`."""
        known = self._processes(select) if select else []
        if not known:
            return
        fields = [field for process in known for field in fields_of(process, name)]
        by_acts = {act.sets[name] for one in known for act in one.acts.values() if name in act.sets}
        if not fields and not by_acts:
            yield self._unknown(path, "field", "字段", name)
        elif fields and not by_acts and all(field.type in _NOT_FACTS for field in fields):
            yield self._wrong(
                path, f"`{name}` is free text or personal", f"`{name}`是文字或者个人信息"
            )
        for value in values:
            if fields and not (value is False or value in by_acts or _can_be(fields, value)):
                yield self._wrong(path, f"`{name}` cannot be {value}", f"`{name}`不可能是{value}")

    def _column(self, path: Path, of: str, known: list[Process]) -> Iterator[Problem]:
        kind, _, name = of.partition(" ")
        if kind == "clock" and name:
            if known and not any(name in process.clocks for process in known):
                yield self._unknown(path, "clock", "时限", name)
        elif kind == "fact" and name:
            fields = [field for process in known for field in fields_of(process, name)]
            sets = any(name in act.sets for process in known for act in process.acts.values())
            if known and not fields and not sets:
                yield self._unknown(path, "field", "字段", name)
            if any(field.type in _PERSONAL for field in fields):
                yield self._wrong(
                    path,
                    f"`{name}` is personal data: ledgers list matters, never people",
                    f"`{name}`是个人信息：台账管事项，不列人",
                )
        elif kind in {"done", "times"} and name:
            acts = {act for process in known for act in process.acts}
            for act in name.split() if known else ():
                if act not in acts:
                    yield self._unknown(path, "act", "操作", act)
        elif of not in COLUMNS:
            yield self._unknown(path, "column", "列", of)

    def _processes(self, select: Select) -> list[Process]:
        return [self.pack.processes[key] for key in select.process if key in self.pack.processes]

    def _unknown(self, path: Path, kind: str, kind_zh: str, name: str) -> Problem:
        return self.source.problem(
            "method_name", path, place=_words(path), kind=kind, kind_zh=kind_zh, name=name
        )

    def _wrong(self, path: Path, detail: str, detail_zh: str) -> Problem:
        return self.source.problem(
            "method_value", path, place=_words(path), detail=detail, detail_zh=detail_zh
        )


def fields_of(process: Process, name: str) -> list[FormField]:
    """The fields of this name in any form; `rows.column` for a column."""
    rows, _, column = name.partition(".")
    fields = [act.form[rows] for act in process.acts.values() if rows in act.form]
    if column:
        fields = [field.fields[column] for field in fields if column in field.fields]
    return fields


def _can_be(fields: list[FormField], value: str | bool | int) -> bool:
    for field in fields:
        if field.type == "choice":
            if value in field.options:
                return True
        elif isinstance(value, bool) or field.type == "bool":
            if isinstance(value, bool) and field.type == "bool":
                return True
        elif field.type in {"int", "list", "each"}:
            if isinstance(value, int) or COMPARISON.fullmatch(value):
                return True
        elif isinstance(value, str):
            return True
    return False


def _in_circle(method: Method, key: str) -> bool:
    """Whether an indicator is made of itself."""
    seen: set[str] = set()
    waiting = list(parts_of(method.indicators[key]))
    while waiting:
        name = waiting.pop()
        if name == key:
            return True
        if name not in seen and name in method.indicators:
            seen.add(name)
            waiting += parts_of(method.indicators[name])
    return False


def _act_of(item: object) -> str:
    if isinstance(item, Mapping) and "act" in item:
        return str(item["act"])
    text = next(iter(item)) if isinstance(item, Mapping) else item
    return str(text).partition(" ")[2]


def _words(path: Path) -> str:
    return ".".join(map(str, path))
