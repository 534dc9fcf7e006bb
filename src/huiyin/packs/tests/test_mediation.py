"""What the law forbids a form to ask: mediation is free (人民调解法第四条), and names no price."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from huiyin.engine.definition import FormField
from huiyin.packs import load


def fields(form: Mapping[str, FormField]) -> Iterator[tuple[str, FormField]]:
    for name, spec in form.items():
        yield name, spec
        yield from fields(spec.fields)


@pytest.mark.parametrize("key", ["mediation", "administrative_mediation", "mediation_committee"])
def test_nobody_is_asked_for_a_fee(key):
    process = load.process("national", key)
    asked = [pair for act in process.acts.values() for pair in fields(act.form)]
    assert asked
    for name, spec in asked:
        assert not any(word in spec.zh for word in ("费", "收款", "缴")), name
        assert not {"fee", "price", "payment"} & set(name.split("_")), name


def test_every_act_before_the_agreement_can_be_stopped_by_a_party():
    process = load.process("national", "mediation")
    before = {"registered", "accepted", "mediating", "suspended", "drafted"}
    assert before <= set(process.acts["refuse"].from_states)
    assert "resident" in {str(who.role) for who in process.acts["refuse"].who}
