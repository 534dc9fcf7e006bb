"""Facts as SQL: what `huiyin.engine.facts` folds from events in memory, read by the database.

The value of a field at an event is what the newest act up to it recorded; a confirmed act records
what had been proposed, and acts set values by themselves. Each look-up goes back over the events of
one matter by their index, so a query pays only for the events that it selects.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigIntegerField,
    BooleanField,
    F,
    Func,
    JSONField,
    Q,
    Value,
)
from django.db.models.functions import Coalesce
from django.db.models.sql.compiler import SQLCompiler
from typing_extensions import override

from huiyin.engine.definition import Condition
from huiyin.engine.facts import COMPARISON
from huiyin.packs import load, published

_SCALAR = '{0}.type() == "string" || {0}.type() == "number" || {0}.type() == "boolean"'
_LIST = '{0}.type() == "array" && {0}[0].type() == "string"'
_ROWS = '{0}.type() == "array" && {0}[0].type() == "object" && !exists({0}[0]."$c")'
"""Tests of JSON paths (PostgreSQL 9.16.2), for what stands under a key of the data."""


class Fact(Func):
    """The fact `name` as it stands after an event, in a query on events: a number, a word, yes or
    no, or a list of these; NULL where nothing recorded it."""

    output_field = JSONField()

    def __init__(self, name: str) -> None:
        super().__init__(F("matter"), F("seq"))
        self.name = name

    @override
    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: Any,
    ) -> tuple[str, tuple[Any, ...]]:
        matter, seq = (compiler.compile(one) for one in self.get_source_expressions())
        by_act = _set_by_acts(self.name, published.known())
        recorded, paths = _recorded(self.name)
        case = "".join(["WHEN p.version = %s AND p.act = %s THEN %s::jsonb "] * len(by_act))
        fact = f"CASE {case}ELSE {recorded} END" if by_act else recorded
        sql = (
            f"(SELECT said.fact FROM matters_event AS p"  # noqa: S608 -- constants of this module
            " LEFT JOIN matters_event AS q"
            " ON q.matter_id = p.matter_id AND q.seq = (p.data ->> 'confirms')::int"
            " CROSS JOIN LATERAL (SELECT COALESCE(q.data, p.data) AS data) AS d"
            f" CROSS JOIN LATERAL (SELECT {fact} AS fact) AS said"
            f" WHERE p.matter_id = {matter[0]} AND p.seq <= {seq[0]} AND p.step = 'do'"
            " AND said.fact IS NOT NULL ORDER BY p.seq DESC LIMIT 1)"
        )
        values = [part for row in by_act for part in row]
        return sql, (*values, *paths, *matter[1], *seq[1])


class _HasPath(Func):
    template = "jsonb_path_exists(%(expressions)s::jsonpath, '{}', true)"
    output_field = BooleanField()


class _Sum(Func):
    template = (
        "COALESCE((SELECT sum((one #>> '{}')::numeric) FROM jsonb_path_query(%(expressions)s,"
        " '$[*] ? (@.type() == \"number\")') AS one), 0)::bigint"
    )
    output_field = BigIntegerField()


def holds(condition: Condition) -> Q:
    """Whether all facts have an allowed value after an event; an absent one is `false`. A list has
    it when one of its values has."""
    every = Q()
    for name, allowed in condition.items():
        fact = Coalesce(Fact(name), Value(False, JSONField()), output_field=JSONField())
        every &= Q(_HasPath(fact, Value(_one_of(allowed))))
    return every


def amount(name: str) -> Func:
    """The fact as a number to add, of a column its numbers together; 0 for anything else."""
    return _Sum(Fact(name))


def _one_of(allowed: tuple[str | bool | int, ...]) -> str:
    """A JSON path that finds an allowed value; `>=5` and `<5` are for numbers."""
    tests = []
    for one in allowed:
        compared = COMPARISON.fullmatch(one) if isinstance(one, str) else None
        if compared:
            tests.append(f"@ {compared['sign']} {compared['bound']}")
        tests.append(f"@ == {json.dumps(one, ensure_ascii=False)}")
    return f"$[*] ? ({' || '.join(tests)})"


def _recorded(name: str) -> tuple[str, list[str]]:
    """What `d.data` records under a name, as `engine.facts.flatten` has it: a scalar, a list of
    ids, the number of rows, a column of rows."""
    rows, _, column = name.partition(".")
    key = f".{json.dumps(rows)}"
    at = f"@{key}"
    if not column:
        paths = [f"$ ? ({test.format(at)}){key}" for test in (_SCALAR, _LIST)]
        paths.append(f"$ ? ({_ROWS.format(at)}){key}.size()")
        first = "jsonb_path_query_first(d.data, %s::jsonpath, '{}', true)"
        return f"COALESCE({', '.join([first] * 3)})", paths
    cell = f".{json.dumps(column)}"
    odd = f"{at}[*] ? (!({_SCALAR.format(f'@{cell}')}))"
    cells = f"$ ? ({_ROWS.format(at)} && !exists({odd})){key}[*]{cell}"
    every = "jsonb_path_query_array(d.data, %s::jsonpath, '{}', true)"
    return f"NULLIF({every}, '[]'::jsonb)", [cells]


@lru_cache(maxsize=256)
def _set_by_acts(name: str, _newest: datetime | None) -> tuple[tuple[str, str, str], ...]:
    """(version, act, value as JSON) of every act that sets the fact by itself."""
    return tuple(
        (f"{pack}/{process.process}@{process.version}", key, json.dumps(act.sets[name]))
        for pack in load.available()
        for versions in load.load(pack, _newest).versions.values()
        for process in (loaded.process for loaded in versions)
        for key, act in process.acts.items()
        if name in act.sets
    )
