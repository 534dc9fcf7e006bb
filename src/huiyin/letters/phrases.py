"""The sandbox in which placeholders of letter wording are filled in.

Wording is written by offices, facts by residents and officials: neither may run code. Facts are
inserted as they are and never read as templates again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Template, TemplateSyntaxError, Undefined, UndefinedError, nodes
from jinja2.environment import TemplateExpression
from jinja2.sandbox import ImmutableSandboxedEnvironment
from typing_extensions import override

_DIGITS = "零一二三四五六七八九"
_ENDS = "。！？；.!?;”）"


class Gap(str):
    """Stands for a fact that is not there yet, in a letter that is shown while it is written: its
    own words, between two marks of the private use area that `gaps_in` finds again."""

    __slots__ = ()
    BEGINS, ENDS = "\ue000", "\ue001"

    @classmethod
    def of(cls, words: str) -> Gap:
        return cls(f"{cls.BEGINS}{words}{cls.ENDS}")


def gaps_in(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is the words of a gap."""
    for part in text.split(Gap.BEGINS):
        words, ended, rest = part.partition(Gap.ENDS)
        if ended:
            yield words, True
        if plain := rest if ended else words:
            yield plain, False


class _Absent(Undefined):
    """A fact that is not there: false in a condition, an error where it would be printed."""

    @override
    def __str__(self) -> str:
        raise UndefinedError(self._undefined_message)

    @override
    def __len__(self) -> int:
        raise UndefinedError(self._undefined_message)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Looks up facts by key only, so a fact called `items` is not a method of its mapping."""

    @override
    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping):
            if attribute in obj:
                return obj[attribute]
            return self.undefined(obj=obj, name=attribute)
        if isinstance(obj, _Absent):
            return self.undefined(name=attribute)
        return super().getattr(obj, attribute)


def cn_date(value: object) -> str:
    """A day as official letters write it (GB/T 9704 7.3.5.4): `2026年3月5日`.

    Takes a date, a datetime (its own local day) or an ISO text; ValueError for anything else.
    """
    if isinstance(value, Gap):
        return value
    # Of an absent fact, str() raises with its name.
    day = value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10])
    return f"{day.year}年{day.month}月{day.day}日"


def cn_time(value: object) -> str:
    """A moment as notices write it: `2026年3月5日9时30分`, on the hour `2026年3月5日9时`.

    Takes a datetime or an ISO text with a time; ValueError for anything else.
    """
    if isinstance(value, Gap):
        return value
    moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
    minutes = f"{moment.minute}分" if moment.minute else ""
    return f"{cn_date(moment)}{moment.hour}时{minutes}"


def cn_number(value: int) -> str:
    """A number of a heading, 1–99, in Chinese: 1 → 一, 12 → 十二, 30 → 三十."""
    if not 1 <= value <= 99:
        raise ValueError(f"{value} is not between 1 and 99")
    tens, ones = divmod(value, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return lead + (_DIGITS[ones] if ones else "")


def sentence(value: object) -> str:
    """The text without outer spaces, with a full stop when it has no closing mark."""
    text = str(value).strip()
    return text if not text or text[-1] in _ENDS else f"{text}。"


def column(rows: Iterable[Mapping[str, Any]], name: str) -> list[str]:
    """One field (`person.name`: of what is in it) of every row, without those that lack it."""
    found = (_within(row, name.split(".")) for row in rows)
    return [str(value) for value in found if value]


def _within(node: Any, path: list[str]) -> Any:
    for step in path:
        node = node.get(step) if isinstance(node, Mapping) else None
    return node


def joined(values: Iterable[object], mark: str = "、") -> str:
    """The texts of a list with a mark between them."""
    return mark.join(str(value) for value in values)


def numbered(values: Iterable[object]) -> str:
    """The texts of a list, one a line, with numbers when there is more than one."""
    texts = [str(value) for value in values]
    if len(texts) < 2:
        return "".join(texts)
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, start=1))


def _sandbox() -> _Sandbox:
    # Letters are plain text: typst and Word get them as data and do their own escaping.
    env = _Sandbox(undefined=_Absent, autoescape=False, keep_trailing_newline=False)
    env.globals.clear()
    env.filters = {
        "cn_date": cn_date, "cn_time": cn_time, "cn_number": cn_number, "sentence": sentence,
        "column": column, "joined": joined, "numbered": numbered, "length": len,
    }  # fmt: skip
    return env


_ENV = _sandbox()


@lru_cache(maxsize=2048)
def template(text: str) -> Template:
    """A compiled placeholder text; TemplateSyntaxError when it cannot be read."""
    return _ENV.from_string(text)


@lru_cache(maxsize=512)
def condition(text: str) -> TemplateExpression:
    """A compiled expression; calling it with facts gives its value (absent facts are false)."""
    return _ENV.compile_expression(text, undefined_to_none=False)


def facts_used(text: str, *, expression: bool = False) -> set[str]:
    """Dotted names of the facts a text (or a bare expression) refers to.

    TemplateSyntaxError when it cannot be read, or uses a filter that does not exist or a
    construct that wording has no business with (loops, macros, imports).
    """
    tree = _ENV.parse(f"{{{{ {text} }}}}" if expression else text)
    for banned in tree.find_all(_BANNED):
        raise TemplateSyntaxError(f"{type(banned).__name__} is not allowed here", banned.lineno)
    for used in tree.find_all(nodes.Filter):
        if used.name not in _ENV.filters:
            raise TemplateSyntaxError(f"no filter named {used.name}", used.lineno)
    return set(_paths(tree))


_BANNED = (nodes.For, nodes.Macro, nodes.CallBlock, nodes.Include, nodes.Import, nodes.FromImport,
           nodes.Extends, nodes.Block, nodes.Assign, nodes.AssignBlock, nodes.Call)  # fmt: skip


def _paths(node: nodes.Node) -> Iterator[str]:
    if path := _dotted(node):
        yield path
        return
    if isinstance(node, nodes.Filter) and node.name == "column" and node.node is not None:
        rows, (name,) = _dotted(node.node), node.args
        yield f"{rows}[].{name.as_const()}"
        return
    for child in node.iter_child_nodes():
        yield from _paths(child)


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr) and (base := _dotted(node.node)):
        return f"{base}.{node.attr}"
    return ""
