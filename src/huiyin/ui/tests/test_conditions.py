"""“Only if …” beside a field: ticks, options and numbers in words."""

from __future__ import annotations

import pytest
from django.utils import translation

from huiyin.engine.definition import FormField
from huiyin.ui.fields import Filling, build

FORM = {
    "late": {"type": "bool", "zh": "逾期", "en": "Late"},
    "people": {"type": "int", "zh": "人数", "en": "People"},
    "way": {"type": "choice", "zh": "方式", "en": "How", "options": {"a": {"zh": "甲", "en": "A"}}},
}


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"late": True}, "Only if “Late” is ticked"),
        ({"late": False}, "Only if “Late” is not ticked"),
        ({"people": ">=5"}, "Only if “People” is “≥ 5”"),
        ({"way": ["a", False]}, "Only if “How” is “A”"),
    ],
)
def test_a_condition_in_words(condition, said):
    asked = {"type": "text", "zh": "理由", "en": "Reason", "if": condition}
    form = {name: FormField.model_validate(spec) for name, spec in {**FORM, "why": asked}.items()}
    with translation.override("en"):
        assert build(Filling(form=form))[-1].condition == said
