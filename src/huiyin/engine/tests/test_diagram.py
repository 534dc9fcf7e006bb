"""The diagram shows every state, every move once, and the doors dashed."""

from __future__ import annotations

import re

import pytest

from huiyin.engine.definition import NEW
from huiyin.engine.diagram import mermaid
from huiyin.engine.tests.petition import patched, process


@pytest.mark.parametrize("language", ["zh", "en"])
def test_states_moves_and_doors(language):
    text = mermaid(process(), language)
    boxes = set(re.findall(r'^  (\w+)\["', text, re.MULTILINE))
    assert boxes == set(process().states)
    arrows = re.findall(r"^  (\w+) -->\|.*\| (\w+)$", text, re.MULTILINE)
    moves = {
        (state, act.to) for act in process().acts.values() for state in act.from_states if act.to
    }
    assert sorted(arrows) == sorted(moves)
    assert len(re.findall(r"-\.->", text)) == len(process().doors)
    for act in process().acts.values():
        assert act.name.say(language) in text
    assert NEW in text


def test_words_of_the_pack_cannot_break_the_drawing():
    pack, _, _ = patched("en: Being handled", "en: 'a \"b\" <c> & d'")
    text = mermaid(pack.process("petition"), "en")
    assert "a #quot;b#quot; #lt;c#gt; #amp; d" in text
