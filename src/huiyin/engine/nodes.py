"""YAML text as plain values, with the line of every key and row: YAML 1.2, read by libyaml.

libyaml reads some twenty times faster than a parser in Python (the national pack is half a
megabyte), but knows the words of YAML 1.1. Words are therefore told apart here: only `true` and
`false` are yes and no, so that `on`, `no` and `off` stay words, and 12:30 is no number. A day such
as 2026-05-01 is a date; a time is a word, which whoever uses it reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from typing_extensions import override
from yaml import MappingNode, MarkedYAMLError, Node, ScalarNode, SequenceNode, YAMLError
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # its stubs do not list it
from yaml.resolver import BaseResolver

__all__ = ["DuplicateKeyError", "MarkedYAMLError", "YAMLError", "plain"]

Note = Callable[[tuple[str | int, ...], int], None]
"""Told of the path of every key and row, and of its line."""

_MERGE = "<<"
_STR, _INT, _FLOAT = (f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float"))
_DAY, _NULL, _BOOL = (f"tag:yaml.org,2002:{name}" for name in ("timestamp", "null", "bool"))
_WORDS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_NUMBERS = (
    (_INT, re.compile(r"[-+]?(?:0|[1-9]\d*)|0o[0-7]+|0x[0-9a-fA-F]+")),
    (_FLOAT, re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?")),
    (_DAY, re.compile(r"\d{4}-\d\d-\d\d")),
)


class DuplicateKeyError(ValueError):
    """The same key twice in one mapping."""

    def __init__(self, key: str, line: int) -> None:
        super().__init__(f"the key {key} stands here twice")
        self.key, self.line = key, line


class _Words(BaseResolver):
    """What a plain scalar means by YAML 1.2 (core schema, and dates)."""

    @override
    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        if kind is not ScalarNode or not implicit[0]:
            return str(super().resolve(kind, value, implicit))  # type: ignore[no-untyped-call]  # untyped there
        if value in _WORDS:
            return _NULL if _WORDS[value] is None else _BOOL
        return next((tag for tag, rule in _NUMBERS if rule.fullmatch(value)), _STR)


class _Reader(CParser, _Words):
    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        _Words.__init__(self)


def plain(text: str, note: Note) -> Any:
    """The value of one YAML document; `note` is told where its keys and rows stand.

    Raises MarkedYAMLError, YAMLError, DuplicateKeyError, ValueError (an impossible date).
    """
    reader = _Reader(text)
    try:
        node = reader.get_single_node()
    finally:
        reader.dispose()
    return None if node is None else _value(node, (), note)


def _value(node: Node, path: tuple[str | int, ...], note: Note) -> Any:
    if isinstance(node, MappingNode):
        return _mapping(node, path, note)
    if isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            note((*path, index), item.start_mark.line + 1)
        return [_value(item, (*path, index), note) for index, item in enumerate(node.value)]
    return _scalar(node)


def _mapping(node: MappingNode, path: tuple[str | int, ...], note: Note) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    own: set[Any] = set()
    for key_node, value_node in node.value:
        if key_node.value == _MERGE and isinstance(key_node, ScalarNode):
            for merged in _merged(value_node):
                found = {**_mapping(merged, path, note), **found}
            continue
        key = _scalar(key_node)
        if key in own:
            raise DuplicateKeyError(str(key), key_node.start_mark.line + 1)
        own.add(key)
        note((*path, key), key_node.start_mark.line + 1)
        found[key] = _value(value_node, (*path, key), note)
    return found


def _merged(node: Node) -> Iterator[MappingNode]:
    """The mappings that `<<` lays under this one."""
    for one in node.value if isinstance(node, SequenceNode) else [node]:
        if isinstance(one, MappingNode):
            yield one


def _scalar(node: Node) -> Any:
    tag, value = node.tag, node.value
    if tag in (_NULL, _BOOL):
        return _WORDS.get(value, value)
    if tag == _INT:
        return int(value, 0)
    if tag == _FLOAT:
        return float(value)
    return date.fromisoformat(value) if tag == _DAY else value
