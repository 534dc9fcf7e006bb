"""From the engine's refusal of an act to the reject of its row, in terms of the file's columns."""

from __future__ import annotations

from django.utils.translation import get_language, gettext

from huiyin.engine import refusals
from huiyin.engine.definition import Process
from huiyin.engine.forms import FieldError
from huiyin.engine.process import Refusal
from huiyin.exchange.cells import as_text
from huiyin.exchange.plan import Planned, Step
from huiyin.exchange.rejects import Reject
from huiyin.exchange.rules import sentence, with_code
from huiyin.exchange.values import column_of
from huiyin.matters.actions.door import Moment

_BETWEEN = "; "


def rejected(
    planned: Planned, step: Step, refusal: Refusal, process: Process, moment: Moment
) -> Reject:
    """The reject of a row, of which `step` was refused; several wrong fields are told together."""
    language = get_language() or "zh"
    if refusal.errors:
        form = process.acts[step.mapped.act].form
        rules = [
            with_code(refusals.field_sentence(error, form, gettext, language), error.rule)
            for error in refusal.errors
        ]
        names = _BETWEEN.join(_name(step, error) for error in refusal.errors)
        values = _BETWEEN.join(_value(step, error) for error in refusal.errors)
        return Reject(planned.row, names, values, _BETWEEN.join(rules), planned.cells)
    if refusal.code == "impossible_time":
        return explain(planned, step, "future" if step.at > moment.recorded_at else "order")
    act = step.mapped.act
    words = refusals.render(refusal, gettext, process=process, language=language, act=act)
    rule = with_code(" ".join(words), refusal.code)
    return Reject(planned.row, step.mapped.at, _local(step), rule, planned.cells)


def explain(planned: Planned, step: Step | None, rule: str) -> Reject:
    """The reject of a row whose act is impossible at its time; without a step, of the whole row."""
    name, value = ("", "") if step is None else (step.mapped.at, _local(step))
    return Reject(planned.row, name, value, sentence(rule), planned.cells)


def _name(step: Step, error: FieldError) -> str:
    """The column behind a field, else the field."""
    mapped = step.mapped
    if error.field == mapped.moment and error.field not in mapped.data:
        return mapped.at
    return column_of(mapped.data, error.field) or error.field


def _value(step: Step, error: FieldError) -> str:
    return _local(step) if _name(step, error) == step.mapped.at else error.value


def _local(step: Step) -> str:
    return as_text(step.at.replace(tzinfo=None))
