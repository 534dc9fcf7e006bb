"""A mapping with each kind of mistake: file, line and a sentence."""

from __future__ import annotations

import pytest

from huiyin.exchange.mapping import MappingError, parse
from huiyin.exchange.tests.conftest import HEADER, MAPPING

MISTAKES = {
    "unknown key": ("id: no", "id: no\ncolour: red", 5, "unknown key `colour`"),
    "missing key": ("id: no\n", "", 1, "`id` is missing"),
    "wrong type": ("unit: hall", "unit: 7", 3, "unit"),
    "unknown process": ("process: petition", "process: parking", 2, "no process parking"),
    "unknown act": ("act: identify", "act: guess", 14, "names the act `guess`"),
    "unknown field": ("class: inquiry", "klass: inquiry", 17, "names the field `klass`"),
    "field of rows": ("{request: {", "{wish: {", 13, "names the field `wish`"),
    "first act": ("act: register", "act: note", 6, "must create the matter"),
    "second person": ("act: reply_directly", "act: decline", 18, "second person"),
    "key of a cell": ("max: 20", "longest: 20", 11, "unknown key `longest`"),
    "type of a cell": ("max: 20", "max: many", 11, "`max` must be a whole number"),
    "template": ("{what}: {story}", "{what!r}", 12, "only {Column}"),
    "broken template": ("{what}: {story}", "{what", 12, "template"),
    "nothing": ("reply_by: web", "reply_by: null", 21, "a constant, a column"),
    "half a unit": (
        "unit: hall",
        "unit: {code: x, create: true}",
        3,
        "needs a name and a division",
    ),
    "yaml": ("source: old-book", "source: [", 3, "not YAML"),
    "bad unit": ("unit: hall", 'unit: {code: x, name: X, division: "12"}', 3, "`division`"),
}


@pytest.mark.parametrize(("old", "new", "line", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_line(old, new, line, words):
    with pytest.raises(MappingError) as wrong:
        parse("map.yaml", MAPPING.replace(old, new, 1))
    [first, *_] = wrong.value.problems
    assert words in str(wrong.value)
    assert first.file == "map.yaml"
    assert first.line == line


def test_a_good_mapping_names_its_columns():
    assert set(parse("map.yaml", MAPPING).columns) == set(HEADER)
