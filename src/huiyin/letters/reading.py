"""Reads a wording file strictly: every mistake with file, line and the rule it breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import TemplateSyntaxError
from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from huiyin.letters.phrases import facts_used
from huiyin.letters.wording import (
    BlockRule,
    EachRule,
    HeadingRule,
    ItemsRule,
    ParagraphRule,
    TableRule,
    Wording,
    alternatives,
)

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: line counted from 1, where in the file, and the rule."""

    line: int
    where: str
    rule: str


class WordingError(Exception):
    """A wording file cannot be used; `mistakes` lists everything that is wrong with it."""

    def __init__(self, name: str, mistakes: Sequence[Mistake]) -> None:
        self.name = name
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: mistake.line))
        super().__init__("\n".join(f"{name}:{m.line}: {m.where}: {m.rule}" for m in self.mistakes))


@dataclass(frozen=True, slots=True)
class _Usage:
    """A text with placeholders, where it stands, and what a loop name in it means."""

    place: Place
    text: str
    expression: bool = False
    loops: tuple[tuple[str, str], ...] = ()


def parse_wording(text: str, name: str) -> Wording:
    """Reads wording from YAML `text`; `name` is the file's name for messages.

    WordingError: not YAML, repeated or unknown keys, wrong types, unreadable placeholders, facts
    that are used but neither in `requires` nor in `optional`, or declared and never used.
    """
    source = _load(text, name)
    try:
        wording = Wording.model_validate(_plain(source))
    except ValidationError as error:
        mistakes = [_mistake(source, found["loc"], found["msg"]) for found in error.errors()]
        raise WordingError(name, mistakes) from None
    if mistakes := list(_check(wording, source)):
        raise WordingError(name, mistakes)
    return wording


def _load(text: str, name: str) -> Any:
    # The round-trip loader keeps line numbers; repeated keys are errors in it.
    try:
        return YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise WordingError(name, [Mistake(line, "file", str(error.problem))]) from None


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return str(node) if isinstance(node, str) else node


def _mistake(source: Any, place: Place, rule: str) -> Mistake:
    real = tuple(step for step in place if not str(step).startswith("<"))
    where = ".".join(str(step) for step in real) or "file"
    return Mistake(_line(source, real), where, rule)


def _line(node: Any, place: Place) -> int:
    """The line of the deepest part of `place` that is in the file."""
    line = 1
    for step in place:
        if isinstance(node, dict) and step in node:
            line = _mark(node).key(step)[0] + 1
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            line = _mark(node).item(step)[0] + 1
        else:
            break
        node = node[step]
    return line


def _mark(node: Any) -> Any:
    return node.lc


def _check(wording: Wording, source: Any) -> Iterator[Mistake]:
    required = {name for names in wording.requires for name in alternatives(names)}
    declared = required | set(wording.optional)
    used = {"unit.name"}  # the letterhead and the author of every file
    for usage in _usages(wording):
        try:
            names = facts_used(usage.text, expression=usage.expression)
        except TemplateSyntaxError as error:
            yield _mistake(source, usage.place, f"cannot be read: {error.message}")
            continue
        facts = {_unloop(fact, usage.loops) for fact in names}
        facts.discard("no" if usage.loops else "")
        used |= facts
        for fact in sorted(facts):
            if not _is_declared(fact, declared):
                rule = f"uses {fact}, which is neither in requires nor in optional"
                yield _mistake(source, usage.place, rule)
    for part in ("requires", "optional"):
        for names in getattr(wording, part):
            if unused := [name for name in alternatives(names) if name not in used]:
                rule = f"is declared but never used: {', '.join(unused)}"
                yield _mistake(source, (part, names), rule)


def _is_declared(fact: str, declared: set[str]) -> bool:
    return fact in declared or any(name.startswith(f"{fact}[]") for name in declared)


def _unloop(fact: str, loops: tuple[tuple[str, str], ...]) -> str:
    head, _, rest = fact.partition(".")
    for name, each in loops:
        if head == name:
            return f"{each}[].{rest}" if rest else f"{each}[]"
    return fact


def _usages(wording: Wording) -> Iterator[_Usage]:
    for field in ("heading", "addressee", "query_line", "signer", "contact"):
        yield _Usage((field,), getattr(wording, field))
    for field in ("attachments", "copy_to", "date"):
        if expression := getattr(wording, field):
            yield _Usage((field,), expression, expression=True)
    yield from _block_usages(wording.blocks, ("blocks",), ())


def _block_usages(
    blocks: Sequence[BlockRule], place: Place, loops: tuple[tuple[str, str], ...]
) -> Iterator[_Usage]:
    for index, block in enumerate(blocks):
        here = (*place, index)
        if block.when:
            yield _Usage((*here, "when"), block.when, expression=True, loops=loops)
        if isinstance(block, EachRule):
            yield _Usage((*here, "each"), block.each, expression=True, loops=loops)
            inner = (*loops, (block.name, _unloop(block.each, loops)))
            yield from _block_usages(block.blocks, (*here, "blocks"), inner)
        else:
            for at, text in _texts(block):
                yield _Usage((*here, *at), text, loops=loops)


def _texts(
    block: ParagraphRule | HeadingRule | ItemsRule | TableRule,
) -> Iterator[tuple[Place, str]]:
    match block:
        case ParagraphRule(p=text):
            yield ("p",), text
        case HeadingRule(heading=text):
            yield ("heading",), text
        case ItemsRule(items=items):
            for index, text in enumerate(items):
                yield ("items", index), text
        case TableRule(table=rows):
            for index, row in enumerate(rows):
                for cell, text in enumerate(row.cells):
                    yield ("table", index, "cells", cell), text
