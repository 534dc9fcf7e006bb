"""Wording and facts in, one letter out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import TemplateError

from huiyin.letters.content import Block, Heading, Items, LetterContent, Paragraph, Row, Table
from huiyin.letters.phrases import Gap, condition, template
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

Facts = Mapping[str, Any]
Writer = Callable[[Iterable[BlockRule], Facts], Iterator[Block]]


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact the law or the letter's form asks for and the matter does not have."""

    letter: str
    field: str
    zh: str
    en: str
    law: str


class MissingFactsError(Exception):
    """The letter cannot be written yet; `missing` names every fact that is not there."""

    def __init__(self, missing: Sequence[MissingFact]) -> None:
        self.missing = tuple(missing)
        named = "; ".join(f"{fact.field} {fact.zh} ({fact.law})" for fact in missing)
        super().__init__(f"{missing[0].letter}: missing {named}")


class ComposeError(Exception):
    """A fact has a value that the wording cannot use, such as a date that is none."""


def compose(wording: Wording, facts: Facts) -> LetterContent:
    """The letter as a preview, without a number; `.issued(number)` makes it the real one.

    MissingFactsError lists all required facts that are missing; ComposeError for a fact of the
    wrong kind. Facts are inserted as they are: nothing in them is ever read as a template.
    """
    if missing := missing_facts(wording, facts):
        raise MissingFactsError(missing)
    try:
        return _letter(wording, facts, _blocks)
    except (TemplateError, ValueError, TypeError) as error:
        raise ComposeError(f"{wording.key}: {error}") from error


def compose_partly(wording: Wording, facts: Facts) -> LetterContent:
    """The letter as far as it goes: what cannot be written yet is a gap in it. For reading while
    the form is filled in, never for issuing. ComposeError when not even its head can be written.
    """
    try:
        return _letter(wording, facts, _blocks_partly)
    except (TemplateError, ValueError, TypeError) as error:
        raise ComposeError(f"{wording.key}: {error}") from error


def _blocks_partly(rules: Iterable[BlockRule], facts: Facts) -> Iterator[Block]:
    for rule in rules:
        try:
            yield from tuple(_blocks((rule,), facts))
        except (TemplateError, ValueError, TypeError):
            yield Paragraph(text=Gap.of("……"))


def missing_facts(wording: Wording, facts: Facts) -> list[MissingFact]:
    """Required facts that are not there, in the order of the wording file."""
    return [
        MissingFact(wording.key, field, need.zh, need.en, need.law or wording.law)
        for field, need in wording.requires.items()
        if not any(_is_there(name.split("."), facts) for name in alternatives(field))
    ]


def _is_there(path: list[str], value: Any) -> bool:
    """`a.b` must have a value; `a[].b` one for every element of a list that is not empty."""
    if not path:
        return value is not None and value != [] and (type(value) is not str or bool(value.strip()))
    step, rest = path[0], path[1:]
    if not isinstance(value, Mapping):
        return False
    if not step.endswith("[]"):
        return _is_there(rest, value.get(step))
    elements = value.get(step[:-2])
    return (
        isinstance(elements, Sequence)
        and len(elements) > 0
        and all(_is_there(rest, element) for element in elements)
    )


def _letter(wording: Wording, facts: Facts, blocks: Writer) -> LetterContent:
    return LetterContent(
        key=wording.key,
        title=_fill(wording.heading, facts) or wording.title.zh,
        issuer=_fill("{{ unit.name }}", facts),
        addressee=_fill(wording.addressee, facts),
        blocks=tuple(blocks(wording.blocks, facts)),
        query_line=_fill(wording.query_line, facts),
        attachments=_list(wording.attachments, facts),
        signer=_fill(wording.signer, facts),
        date=_day(wording.date, facts),
        contact=_fill(wording.contact, facts),
        copy_to=_list(wording.copy_to, facts),
        numbered=wording.series is not None,
        seal=wording.seal,
        preview=True,
        layout=wording.layout,
    )


def _blocks(rules: Iterable[BlockRule], facts: Facts) -> Iterator[Block]:
    for rule in rules:
        if rule.when and not condition(rule.when)(**facts):
            continue
        match rule:
            case ParagraphRule(p=text):
                yield from (Paragraph(text=line) for line in _lines(_fill(text, facts)))
            case HeadingRule(heading=text, level=level):
                yield Heading(text=_fill(text, facts), level=level)
            case ItemsRule(items=texts):
                filled = (_fill(text, facts) for text in texts)
                yield Items(items=tuple(item for item in filled if item))
            case TableRule(table=rows):
                yield Table(rows=tuple(_row(row.cells, row.lines, facts) for row in rows))
            case EachRule(each=each, name=name, blocks=inner):
                for number, element in enumerate(condition(each)(**facts) or (), start=1):
                    yield from _blocks(inner, {**facts, name: element, "no": number})


def _row(cells: Sequence[str], lines: int, facts: Facts) -> Row:
    # Wide spaces before 年, 月 and 日 are room to write in.
    filled = (template(cell).render(facts).strip(" \n\t") for cell in cells)
    return Row(cells=tuple(filled), lines=lines)


def _fill(text: str, facts: Facts) -> str:
    return template(text).render(facts).strip() if text else ""


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _list(expression: str | None, facts: Facts) -> tuple[str, ...]:
    value = condition(expression)(**facts) if expression else None
    if not value:
        return ()
    found = value.splitlines() if isinstance(value, str) else value
    return tuple(str(item).strip() for item in found if str(item).strip())


def _day(expression: str | None, facts: Facts) -> dt.date | None:
    value = condition(expression)(**facts) if expression else None
    if not value or isinstance(value, Gap):
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10])
